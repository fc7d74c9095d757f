/**
 * What a password must be (等级保护 口令复杂度): at least ten characters, three of the four classes, none of the last
 * five, nothing of the sign-in name. Pure, and shared by the server and the screens.
 */
export const PASSWORD_MIN = 10
export const PASSWORD_MAX = 128
export const PASSWORD_CLASSES = 3
export const PASSWORDS_REMEMBERED = 5

export type PasswordFault = 'tooShort' | 'tooLong' | 'tooFewClasses' | 'holdsSignInName' | 'tooUniform'

const CLASSES: readonly RegExp[] = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u]
const DISTINCT_CHARACTERS = 5

/** @returns every rule the password breaks, in the order people are told; empty when it may be used. */
export function passwordFaults(password: string, signInName: string): readonly PasswordFault[] {
  const characters = [...password]
  const faults: PasswordFault[] = []
  if (characters.length < PASSWORD_MIN) faults.push('tooShort')
  if (characters.length > PASSWORD_MAX) faults.push('tooLong')
  if (CLASSES.filter(one => one.test(password)).length < PASSWORD_CLASSES) faults.push('tooFewClasses')
  if (signInName.length >= 3 && password.toLowerCase().includes(signInName.toLowerCase()))
    faults.push('holdsSignInName')
  if (new Set(characters).size < DISTINCT_CHARACTERS) faults.push('tooUniform')
  return faults
}
