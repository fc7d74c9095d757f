import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeFailure } from './say.ts'

describe('a failure in one sentence', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zhitong-say-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const failing = (work: () => void): unknown => {
    try {
      work()
    } catch (error) {
      return error
    }
    throw new Error('it did not fail')
  }

  it.each(['EACCES', 'EPERM', 'EROFS'])('should name the missing permission and the place: %s', code => {
    const error = Object.assign(new Error(`${code}: mkdir '/srv/zhitong'`), { code })
    const said = describeFailure(error)
    expect(said).toMatch(/^✗ 没有权限 \/ permission denied: .*'\/srv\/zhitong'$/)
  })

  it('should say that the data folder is a file', () => {
    const file = join(folder, 'data')
    writeFileSync(file, '')
    for (const place of [file, join(file, 'inside')]) {
      const said = describeFailure(failing(() => mkdirSync(place, { recursive: true })))
      expect(said).toContain('不是文件夹 / not a folder')
      expect(said).toContain(file)
    }
  })

  it('should keep to one line, and tell an unknown failure in its own words', () => {
    expect(describeFailure(new Error('something\nelse'))).toBe('✗ something else')
    expect(describeFailure('odd')).toBe('✗ odd')
  })
})
