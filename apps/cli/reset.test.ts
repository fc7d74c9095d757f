import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { announcement, leftOf, reset } from './reset.ts'

const OUTSIDE = 'postgres://zt:s3cret@db.example:6543/zhitong%5Fprod'

describe('a reset', () => {
  let folder: string
  let said: string[]
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zhitong-reset-'))
    for (const part of ['files', 'analytics', 'bench', 'test-pg']) mkdirSync(join(folder, part))
    for (const file of ['installation.key', 'audit-anchors.txt', 'files/paper', 'zhitong.run'])
      writeFileSync(join(folder, file), '')
    said = []
    vi.spyOn(console, 'log').mockImplementation(line => said.push(String(line)))
  })
  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true })
  })

  it('should delete what the installation keeps, say what that was, and leave the rest', async () => {
    vi.stubEnv('DATABASE_URL', undefined)
    await reset(['--yes', '--data', folder])
    expect(readdirSync(folder).sort()).toEqual(['bench', 'test-pg'])
    expect(said.at(-1)).toMatch(/已删除 pg（数据库）、files.*installation\.key.*analytics/)
    expect(said.at(-1)).toMatch(/deleted pg \(the database\), files/)
  })

  it('should keep the files and the key that belong to an outside database, and say so', async () => {
    vi.stubEnv('DATABASE_URL', OUTSIDE)
    await reset(['--yes', '--data', folder])
    expect(readdirSync(folder).sort()).toEqual([
      'audit-anchors.txt',
      'bench',
      'files',
      'installation.key',
      'test-pg',
    ])
    expect(said.at(-2)).toContain('deleted analytics (the analytics mirror)')
    expect(said.at(-1)).toMatch(
      /files（上传的文件）、installation\.key（密钥）、audit-anchors\.txt（审计链的锚点） 也予保留/,
    )
    expect(said.at(-1)).toContain('which belong to it')
  })

  it('should only announce what it would delete until it is told to', async () => {
    vi.stubEnv('DATABASE_URL', undefined)
    await expect(reset(['--data', folder])).rejects.toThrow(/deletes pg .*installation\.key.*add --yes/)
    expect(readdirSync(folder)).toHaveLength(7)
    const outside = announcement({ dataFolder: folder, databaseUrl: OUTSIDE })
    expect(outside).toContain('this deletes analytics')
    expect(outside).not.toContain('installation.key')
  })

  it('should name the database that stays, without its password, in both languages', () => {
    const left = leftOf(OUTSIDE)
    expect(left).toContain('zhitong_prod@db.example:6543 未改动')
    expect(left).toContain('was left as it is')
    expect(left).not.toMatch(/s3cret|zt:/)
    expect(leftOf('postgres://localhost/zhitong')).toContain('zhitong@localhost ')
  })
})
