/**
 * Password hashes: Argon2id with the parameters OWASP's Password Storage Cheat Sheet gives first for 19 MiB
 * (m = 19,456 KiB, t = 2, p = 1). A hash carries its parameters, so raising them re-hashes at the next sign-in.
 */
import { randomInt } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash, parseOptions, verify } from '@node-rs/argon2'
import { atMost } from '../at-most.ts'

export type HashCost = Readonly<{ memoryCost: number; timeCost: number; parallelism: number }>

export const DEFAULT_COST: HashCost = Object.freeze({ memoryCost: 19_456, timeCost: 2, parallelism: 1 })

/** Node has four threads for such work, and files need one too. */
const AT_ONCE = Math.min(3, availableParallelism())

export type PasswordHashing = Readonly<{
  hash(password: string): Promise<string>
  /** Does the same work and answers false where there is no hash, so that time tells nothing about the name. */
  verify(stored: string | null, password: string): Promise<boolean>
  outdated(stored: string): boolean
}>

/** @param cost lower it in tests only */
export function createPasswordHashing(cost: HashCost = DEFAULT_COST): PasswordHashing {
  const turn = atMost(AT_ONCE)
  let decoy: Promise<string> | undefined
  return Object.freeze({
    hash: (password: string) => turn(() => hash(password.normalize('NFC'), cost)),
    verify: async (stored: string | null, password: string) => {
      decoy ??= hash('no account has this password', cost)
      const against = stored ?? (await decoy)
      const matches = await turn(() => verify(against, password.normalize('NFC')))
      return stored !== null && matches
    },
    outdated: (stored: string) => {
      const used = parseOptions(stored)
      return used.memoryCost !== cost.memoryCost || used.timeCost !== cost.timeCost
    },
  })
}

/** Letters and digits that are not mistaken for one another when read aloud or from paper. */
const ALPHABETS = ['abcdefghjkmnpqrstuvwxyz', 'ABCDEFGHJKMNPQRSTUVWXYZ', '23456789'] as const

/** A password of 14 characters from three classes, for a first sign-in that must change it. */
export function generatePassword(): string {
  const pick = (alphabet: string): string => alphabet[randomInt(alphabet.length)] as string
  const all = ALPHABETS.join('')
  const characters = [...ALPHABETS.map(pick), ...Array.from({ length: 11 }, () => pick(all))]
  for (let at = characters.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1)
    const held = characters[at] as string
    characters[at] = characters[other] as string
    characters[other] = held
  }
  return characters.join('')
}
