/** The engine used outside the repository, as its README shows. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vtl-'))
  cpSync(import.meta.dirname, folder, {
    recursive: true,
    filter: path => !/\.(test|bench)\.ts$/.test(basename(path)),
  })
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a copy of the folder alone runs the example of its README in plain Node', () => {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8')
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1]
  const told =
    'count({ runAndReadAll: async sql => console.log(JSON.stringify([evaluate(ruleset, record), explainRule(ruleset, "E1", record), sql])) })'
  writeFileSync(join(folder, 'example.ts'), `${example}\n${told}`)
  const { NODE_OPTIONS: _, ...env } = process.env
  const said = execFileSync(
    process.execPath,
    ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', 'example.ts'],
    {
      cwd: folder,
      env,
      encoding: 'utf8',
    },
  )
  const [outcomes, explanation, sql] = JSON.parse(said)
  expect(outcomes).toEqual({ E1: 'fail', E2: 'undecided' })
  expect(explanation).toMatchObject({
    outcome: 'fail',
    comparison: { left: { source: 'M14', value: '120.00' } },
  })
  expect(sql).toContain('b204 AS f')
})
