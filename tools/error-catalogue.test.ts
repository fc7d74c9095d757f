import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { defineProblem } from '#kernel/contract/index.ts'
import { allChapters, catalogueOf, chaptersOf, repeatedCodes } from './error-catalogue.ts'

const chapters = allChapters()
const all = chapters.flatMap(chapter => chapter.problems)

describe('the error catalogue', () => {
  it('should give every problem a code of its own', () => {
    expect(repeatedCodes(chapters)).toEqual([])
    expect(all.length).toBeGreaterThan(50)
  })

  it('should notice a code that stands for two problems', () => {
    const twice = {
      name: 'x',
      problems: [defineProblem('X_ONE', 409, '一', 'one'), defineProblem('X_ONE', 404, '二', 'two')],
    }
    expect(repeatedCodes([twice])).toEqual(['X_ONE'])
  })

  it('should have words in both languages and a status that refuses', () => {
    for (const { code, status, text } of all) {
      expect(code).toMatch(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(text['zh-CN']).toMatch(/\p{Script=Han}/u)
      expect(text.en).not.toMatch(/\p{Script=Han}/u)
      expect(names(text.en)).toEqual(names(text['zh-CN']))
    }
  })

  it('should list a problem once, where it is first met', () => {
    const shared = defineProblem('SHARED_ONE', 409, '共用', 'shared')
    const module = { permissions: [], actions: {}, routes: [], problems: [shared] }
    const listed = chaptersOf([
      { name: 'a', ...module },
      { name: 'b', ...module },
    ])
    expect(listed.flatMap(chapter => chapter.problems).filter(one => one === shared)).toHaveLength(1)
  })

  it('should be what docs/errors.md says', () => {
    const file = resolve(import.meta.dirname, '../docs/errors.md')
    expect(readFileSync(file, 'utf8')).toBe(catalogueOf(chapters))
  })
})

/** `{zhCN}` and `{en}` carry one sentence in two languages. */
const names = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1]?.replace(/^(zhCN|en)$/, 'sentence')).sort()
