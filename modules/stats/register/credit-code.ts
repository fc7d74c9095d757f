/**
 * Unified social credit code (统一社会信用代码, GB 32100-2015) and the organisation code inside it (GB 11714-1997).
 *
 * Position 1 names the registering authority, 2 the kind of body, 3–8 the place of registration, 9–17 the
 * organisation code with its own check character, 18 the check character over the first seventeen.
 */

export const CREDIT_CODE_CHARSET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const ORGANISATION_CHARSET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const

/** 3^(i−1) mod 31 for the first seventeen positions (GB 32100-2015, 附录 B). */
const CREDIT_WEIGHTS = Array.from({ length: 17 }).reduce<number[]>(
  weights => [...weights, weights.length === 0 ? 1 : (weights.at(-1)! * 3) % 31],
  [],
)

export type CreditCodeFault = 'length' | 'character' | 'organisationCheck' | 'check'

/**
 * Check character for the first eight characters of an organisation code: `0`–`9` or `X`.
 * Throws RangeError when the body is not eight characters of 0-9A-Z (GB 11714-1997, 5.2).
 */
export function organisationCheckCharacter(body: string): string {
  if (!/^[0-9A-Z]{8}$/.test(body)) throw new RangeError(`not the body of an organisation code: ${body}`)
  const sum = ORGANISATION_WEIGHTS.reduce((s, w, i) => s + ORGANISATION_CHARSET.indexOf(body[i]!) * w, 0)
  const check = 11 - (sum % 11)
  return check === 10 ? 'X' : check === 11 ? '0' : String(check)
}

/**
 * Check character for the first seventeen characters of a credit code.
 * Throws RangeError when the body is not seventeen characters of the code's set (GB 32100-2015, 附录 B).
 */
export function creditCheckCharacter(body: string): string {
  if (body.length !== 17) throw new RangeError(`not the body of a credit code: ${body}`)
  let sum = 0
  for (let i = 0; i < 17; i += 1) {
    const value = CREDIT_CODE_CHARSET.indexOf(body[i]!)
    if (value < 0) throw new RangeError(`not the body of a credit code: ${body}`)
    sum += value * CREDIT_WEIGHTS[i]!
  }
  return CREDIT_CODE_CHARSET[(31 - (sum % 31)) % 31]!
}

/** The first fault of a credit code as it stands (no trimming, no case folding), or null when it is valid. */
export function creditCodeFault(code: string): CreditCodeFault | null {
  if (code.length !== 18) return 'length'
  for (const character of code) if (!CREDIT_CODE_CHARSET.includes(character)) return 'character'
  if (creditCheckCharacter(code.slice(0, 17)) !== code[17]) return 'check'
  if (organisationCheckCharacter(code.slice(8, 16)) !== code[16]) return 'organisationCheck'
  return null
}

export const isCreditCode = (code: string): boolean => creditCodeFault(code) === null

/** What people type and paste: spaces and hyphens dropped, full-width folded, capitals. Does not validate. */
export const normaliseCreditCode = (typed: string): string =>
  typed.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase()

/** An office's own code as it is kept: full-width folded, nothing invisible, so that no two look alike. Blank is null. */
export const normaliseLocalCode = (typed: string | null | undefined): string | null =>
  (typed ?? '')
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .trim() || null

/** A valid code from its parts: `kind` two characters (91 enterprise …), `region` six digits, eight of organisation. */
export function composeCreditCode(kind: string, region: string, organisation: string): string {
  const body = kind + region + organisation + organisationCheckCharacter(organisation)
  return body + creditCheckCharacter(body)
}
