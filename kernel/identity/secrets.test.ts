import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { generateSync } from 'otplib'
import { describe, expect, it } from 'vitest'
import { createPasswordHashing, generatePassword } from './password-hash.ts'
import { passwordFaults } from './password-rules.ts'
import { seal, unseal } from './seal.ts'
import { newEnrolment, stepOfCode } from './second-factor.ts'

const cheap = { memoryCost: 64, timeCost: 1, parallelism: 1 }

describe('passwords', () => {
  it('should be judged by length, classes, variety and the name', () => {
    expect(passwordFaults('Zhuzhou-2026', 'county')).toEqual([])
    expect(passwordFaults('Short-1', 'county')).toEqual(['tooShort'])
    expect(passwordFaults('zhuzhou2026x', 'county')).toEqual(['tooFewClasses'])
    expect(passwordFaults('My-County-2026', 'county')).toEqual(['holdsSignInName'])
    expect(passwordFaults(`Aa1${'a'.repeat(140)}`, 'x')).toEqual(['tooLong', 'tooUniform'])
    expect(passwordFaults('统计密码Zz九八七六五', 'county')).toEqual([])
  })

  it('should be generated within the rules every time', () => {
    for (let round = 0; round < 200; round += 1)
      expect(passwordFaults(generatePassword(), 'nobody')).toEqual([])
  })

  it('should verify whatever was hashed, in either form of an accent, and nothing without a hash', async () => {
    const hashing = createPasswordHashing(cheap)
    const stored = await hashing.hash('Caf\u00e9-Noir-26')
    expect(await hashing.verify(stored, 'Cafe\u0301-Noir-26')).toBe(true)
    expect(await hashing.verify(stored, 'Cafe-Noir-26')).toBe(false)
    expect(await hashing.verify(null, 'no account has this password')).toBe(false)
    expect(hashing.outdated(stored)).toBe(false)
    expect(createPasswordHashing({ ...cheap, timeCost: 2 }).outdated(stored)).toBe(true)
  })
})

describe('a sealed secret', () => {
  const key = randomBytes(32)

  it('should open to what was sealed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), secret => {
        expect(unseal(key, 'p', 'account:1', seal(key, 'p', 'account:1', secret))).toEqual(
          Buffer.from(secret),
        )
      }),
    )
  })

  it('should not open for another owner, purpose or installation, nor when a bit was changed', () => {
    const sealed = seal(key, 'p', 'account:1', Buffer.from('secret'))
    expect(() => unseal(key, 'p', 'account:2', sealed)).toThrow()
    expect(() => unseal(key, 'q', 'account:1', sealed)).toThrow()
    expect(() => unseal(randomBytes(32), 'p', 'account:1', sealed)).toThrow()
    for (let at = 0; at < sealed.length; at += 1) {
      const altered = Buffer.from(sealed)
      altered[at] = (altered[at] as number) ^ 1
      expect(() => unseal(key, 'p', 'account:1', altered)).toThrow()
    }
  })
})

describe('a one-time code', () => {
  it('should name its own time step, one step either way of now', async () => {
    const key = randomBytes(32)
    const { secret, sealed } = newEnrolment(key, { id: 1, signInName: 'county' })
    const now = new Date('2026-11-20T01:00:15Z')
    const step = Math.floor(now.getTime() / 30_000)
    const at = (seconds: number) => generateSync({ secret, epoch: now.getTime() / 1_000 + seconds })
    expect(await stepOfCode(key, 1, sealed, at(0), now)).toBe(step)
    expect(await stepOfCode(key, 1, sealed, at(-30), now)).toBe(step - 1)
    expect(await stepOfCode(key, 1, sealed, at(30), now)).toBe(step + 1)
    expect(await stepOfCode(key, 1, sealed, at(-90), now)).toBeNull()
  })
})
