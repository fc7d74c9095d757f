import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CREDIT_CODE_CHARSET,
  composeCreditCode,
  creditCheckCharacter,
  creditCodeFault,
  isCreditCode,
  normaliseCreditCode,
  organisationCheckCharacter,
} from './credit-code.ts'

// The first is printed as an example in GB 32100-2015; the others are codes of listed companies.
const KNOWN_GOOD = ['91350100M000100Y43', '914403001922038216', '91330100799655058B', '9144030071526726XG']

const character = fc.constantFrom(...CREDIT_CODE_CHARSET)
const creditCode = fc
  .tuple(
    fc.constantFrom('11', '12', '51', '91', '92', '93'),
    fc.stringMatching(/^\d{6}$/),
    fc.string({ unit: character, minLength: 8, maxLength: 8 }),
  )
  .map(([kind, region, organisation]) => composeCreditCode(kind, region, organisation))

describe('credit code', () => {
  it.each(KNOWN_GOOD)('should accept %s when it is a published code', code => {
    expect(creditCodeFault(code)).toBeNull()
  })

  it('should give the check characters that the standards print', () => {
    expect(creditCheckCharacter('91350100M000100Y4')).toBe('3')
    expect(organisationCheckCharacter('M000100Y')).toBe('4')
    expect(organisationCheckCharacter('71526726')).toBe('X')
    expect(organisationCheckCharacter('D2143569')).toBe('X')
  })

  it('should name the fault when a code is wrong', () => {
    expect(creditCodeFault('91350100M000100Y4')).toBe('length')
    expect(creditCodeFault('91350100M0O0100Y43')).toBe('character')
    expect(creditCodeFault('91350100m000100y43')).toBe('character')
    expect(creditCodeFault('91350100M000100Y44')).toBe('check')
    const wrongOrganisation = '91350100M000100Y5'
    expect(creditCodeFault(wrongOrganisation + creditCheckCharacter(wrongOrganisation))).toBe(
      'organisationCheck',
    )
  })

  it('should throw when the body of a check is malformed', () => {
    expect(() => creditCheckCharacter('123')).toThrow(RangeError)
    expect(() => creditCheckCharacter('IIIIIIIIIIIIIIIII')).toThrow(RangeError)
    expect(() => organisationCheckCharacter('1234567')).toThrow(RangeError)
  })

  it('should fold what people type when spaces, hyphens, small or full-width letters occur', () => {
    expect(normaliseCreditCode(' ９１350100-m000100y 43')).toBe('91350100M000100Y43')
  })

  it('should be valid whenever it was composed from parts', () => {
    fc.assert(fc.property(creditCode, code => isCreditCode(code)))
  })

  it('should detect every change of a single character', () => {
    fc.assert(
      fc.property(creditCode, fc.nat(17), character, (code, at, other) => {
        fc.pre(code[at] !== other)
        return !isCreditCode(code.slice(0, at) + other + code.slice(at + 1))
      }),
      { numRuns: 2000 },
    )
  })

  it('should detect every exchange of two neighbours', () => {
    fc.assert(
      fc.property(creditCode, fc.nat(16), (code, at) => {
        fc.pre(code[at] !== code[at + 1])
        return !isCreditCode(code.slice(0, at) + code[at + 1] + code[at] + code.slice(at + 2))
      }),
      { numRuns: 1000 },
    )
  })
})
