import { describe, expect, it } from 'vitest'
import { memoryStorage } from '#tests/support/memory-storage.ts'
import { createLocalStore, findCopies, type LocalCopy, unsavedReports } from './local-copy.ts'

const id = { account: 'enterprise', collectionId: 25, unitId: 631 }
const copy = (at: string): LocalCopy => ({
  at,
  standing: { version: 1, baseRevision: 0 },
  content: { values: { cells: { M13: '1' } }, explanations: {}, unread: [] },
})
const now = Date.parse('2026-11-21T03:00:00Z')

describe('copies on this device', () => {
  it('should give the newest of several windows first and keep accounts and reports apart', () => {
    const storage = memoryStorage()
    createLocalStore(id, storage, 'a').write(copy('2026-11-21T01:00:00Z'))
    createLocalStore(id, storage, 'b').write(copy('2026-11-21T02:00:00Z'))
    createLocalStore({ ...id, unitId: 6310 }, storage, 'c').write(copy('2026-11-21T02:30:00Z'))
    createLocalStore({ ...id, account: 'other' }, storage, 'd').write(copy('2026-11-21T02:40:00Z'))
    expect(findCopies(id, storage, now).map(one => one.copy.at)).toEqual([
      '2026-11-21T02:00:00Z',
      '2026-11-21T01:00:00Z',
    ])
    expect([...unsavedReports('enterprise', storage)].sort()).toEqual(['25/631', '25/6310'])
    createLocalStore(id, storage, 'b').clear()
    expect(findCopies(id, storage, now).length).toBe(1)
  })

  it('should take away what cannot be read or is very old', () => {
    const storage = memoryStorage()
    createLocalStore(id, storage, 'old').write(copy('2026-01-01T00:00:00Z'))
    storage.setItem('zhitong.unsent/enterprise/draft/25/631/torn', '{"at":')
    expect(findCopies(id, storage, now)).toEqual([])
    expect(storage.length).toBe(0)
  })

  it('should say when nothing can be written', () => {
    expect(createLocalStore(id, memoryStorage(10), 'a').write(copy('2026-11-21T01:00:00Z'))).toBe(false)
    expect(createLocalStore(id, undefined, 'a').write(copy('2026-11-21T01:00:00Z'))).toBe(false)
  })
})
