/** The form of the collection's own tests, under another code, subject and title. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const source = readFileSync(
  resolve(import.meta.dirname, '../../../modules/stats/collect/testing/t100.yaml'),
  'utf8',
)

export const formYaml = (code: string, subject: string, title = '测试产值表'): string =>
  source
    .replaceAll('T100', code)
    .replace('subject: industry', `subject: ${subject}`)
    .replace('测试产值表', title)
