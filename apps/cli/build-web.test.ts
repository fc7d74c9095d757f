import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { replaceBy } from './build-web.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhitong-web-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const build = (name: string): string => {
  const made = join(folder, name)
  mkdirSync(made)
  writeFileSync(join(made, 'index.html'), name)
  return made
}
const place = () => join(folder, 'web')
const shown = () => readFileSync(join(place(), 'index.html'), 'utf8')

test('a build takes the place of none and of an earlier one, and leaves nothing beside it', () => {
  replaceBy(build('web.1'), place())
  expect(shown()).toBe('web.1')
  replaceBy(build('web.2'), place())
  expect(shown()).toBe('web.2')
  expect(readdirSync(folder)).toEqual(['web'])
})

test('a build that is not there leaves the earlier one in its place', () => {
  replaceBy(build('web.1'), place())
  expect(() => replaceBy(join(folder, 'never-made'), place())).toThrow('ENOENT')
  expect(shown()).toBe('web.1')
})
