import { describe, expect, it } from 'vitest'
import { type Admission, createAddressGuard } from './address-guard.ts'

const at = (seconds: number) => new Date(seconds * 1_000)

describe('the address guard', () => {
  const guardOf = (limit: number) => {
    const guard = createAddressGuard(limit)
    const settle = (admission: Admission, right: boolean): number => {
      if (!admission.admitted) return admission.seconds
      admission.found(right)
      admission.over()
      return 0
    }
    return {
      admit: guard.admit,
      settle,
      /** @returns the seconds to wait, 0 where the password was looked at. */
      wrong: async (address: string, name: string, second = 0) =>
        settle(await guard.admit(address, name, at(second)), false),
      right: async (address: string, name: string, second = 0) =>
        settle(await guard.admit(address, name, at(second)), true),
    }
  }

  it('should count failures in a window, per network', async () => {
    const guard = guardOf(3)
    for (const second of [0, 1, 2]) await guard.wrong('a', `n${second}`, second)
    expect(await guard.wrong('a', 'x', 2)).toBe(598)
    expect(await guard.wrong('b', 'x', 2)).toBe(0)
    expect(await guard.wrong('a', 'x', 601)).toBe(0)
    for (const host of [1, 2, 3]) await guard.wrong(`2001:db8::${host}`, `n${host}`)
    expect(await guard.wrong('2001:db8::4', 'x')).toBe(600)
  })

  it('should let who would go beyond the limit wait for those being looked at, and refuse only for failures', async () => {
    const guard = guardOf(2)
    const looking = await Promise.all(['a1', 'a2'].map(name => guard.admit('a', name, at(0))))
    const heard: string[] = []
    const waiting = ['a3', 'a4'].map(async name => {
      const admission = await guard.admit('a', name, at(0))
      heard.push(`${name} ${admission.admitted}`)
      return admission
    })
    guard.settle(looking[0] as Admission, true)
    guard.settle((await waiting[0]) as Admission, false)
    expect(heard).toEqual(['a3 true'])
    guard.settle(looking[1] as Admission, false)
    expect(await waiting[1]).toEqual({ admitted: false, seconds: 600 })
  })

  it('should not count what was never looked at', async () => {
    const guard = guardOf(1)
    const admission = await guard.admit('a', 'one', at(0))
    if (admission.admitted) admission.over()
    expect(await guard.wrong('a', 'two')).toBe(0)
    expect(await guard.wrong('a', 'three')).toBe(600)
  })

  it('should take back the failures of an account that signs in, and of no other', async () => {
    const guard = guardOf(4)
    for (const name of ['one', 'one', 'two']) await guard.wrong('a', name)
    await guard.right('a', 'one')
    for (const name of ['three', 'four', 'five']) expect(await guard.wrong('a', name)).toBe(0)
    expect(await guard.wrong('a', 'six')).toBe(600)
  })

  it('should let an account through where it signed in lately, whatever the case of its name', async () => {
    const guard = guardOf(1)
    await guard.right('a', 'One')
    await guard.wrong('a', 'stray')
    await guard.wrong('b', 'stray')
    expect(await guard.right('a', 'oNE')).toBe(0)
    expect(await guard.right('a', 'two')).toBe(600)
    expect(await guard.right('b', 'one')).toBe(600)
    const week = 7 * 86_400
    await guard.wrong('a', 'stray', week)
    expect(await guard.right('a', 'one', week + 1)).toBe(599)
  })
})
