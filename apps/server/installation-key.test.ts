import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { installationKey } from './installation-key.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhitong-key-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const file = () => join(folder, 'installation.key')

describe('the key of an installation', () => {
  it('should be made once, whole and for the owner alone', () => {
    const key = installationKey(folder)
    expect(key).toHaveLength(32)
    expect(installationKey(folder)).toEqual(key)
    expect(readFileSync(file(), 'utf8')).toBe(`${key.toString('hex')}\n`)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['installation.key'])
  })

  it.each(['', 'abc', 'z'.repeat(64), 'a'.repeat(63)])(
    'should refuse %j and leave the file as it is',
    text => {
      writeFileSync(file(), text)
      expect(() => installationKey(folder)).toThrow('64')
      expect(readFileSync(file(), 'utf8')).toBe(text)
    },
  )

  it('should take a key that is given, and refuse one that is none', () => {
    expect(installationKey(folder, 'ab'.repeat(32))).toEqual(Buffer.alloc(32, 0xab))
    expect(() => installationKey(folder, 'secret')).toThrow('ZHITONG_KEY')
    expect(readdirSync(folder)).toEqual([])
  })
})
