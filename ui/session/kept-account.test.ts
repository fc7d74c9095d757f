import { describe, expect, it } from 'vitest'
import { memoryStorage } from '#tests/support/memory-storage.ts'
import { dropAccount, keepAccount, keepsFor, lockAccount, longestAway, sessionAway } from './kept-account.ts'

const now = Date.parse('2026-11-21T03:00:00Z')
const session = { signedIn: true, signInName: 'a', csrfToken: 'secret', permissions: ['collect.fill'] }

describe('the account that this device keeps for', () => {
  it('should go on without network as whoever was signed in, without what lets it write', () => {
    const storage = memoryStorage()
    expect(sessionAway(now, storage)).toBeNull()
    keepAccount(session, now, storage)
    const { csrfToken: _, ...known } = session
    expect(sessionAway(now, storage)).toEqual({ ...known, away: true })
    expect(storage.getItem('zhitong.account')).not.toContain('secret')
    expect([keepsFor('a', storage), keepsFor('b', storage)]).toEqual([true, false])
  })

  it('should open nothing after a week without the server', () => {
    const storage = memoryStorage()
    keepAccount(session, now, storage)
    expect(sessionAway(now + longestAway, storage)).not.toBeNull()
    expect(sessionAway(now + longestAway + 1, storage)).toBeNull()
  })

  it('should open nothing once the server ended the session, until the account signs in again', () => {
    const storage = memoryStorage()
    keepAccount(session, now, storage)
    lockAccount(storage)
    expect([sessionAway(now, storage), keepsFor('a', storage)]).toEqual([null, false])
    keepAccount(session, now, storage)
    expect(sessionAway(now, storage)?.signInName).toBe('a')
    dropAccount(storage)
    expect(sessionAway(now, storage)).toBeNull()
  })

  it('should keep nothing where nothing can be read or written', () => {
    const storage = memoryStorage(10)
    keepAccount(session, now, storage)
    expect(sessionAway(now, storage)).toBeNull()
    storage.setItem('zhitong.account', '{')
    expect(sessionAway(now, storage)).toBeNull()
  })
})
