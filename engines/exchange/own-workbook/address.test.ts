import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areaOf, parseSources, sourcesText } from './address.ts'

const sheets = ['利润表', '10月 利润表', "老板's", 'A1']
const parse = (text: string) => parseSources(text, '利润表', sheets)

describe('parseSources', () => {
  it('should read a cell, a block and a sum, with or without a sheet, however it is typed', () => {
    expect(parse('C12').sources).toEqual([{ sheet: '利润表', at: 'C12' }])
    expect(parse(' ＝c１２＋Ｃ14 ').sources?.map(({ at }) => at)).toEqual(['C12', 'C14'])
    expect(parse('$D$3:$D$1').sources).toEqual([{ sheet: '利润表', at: 'D1:D3' }])
    expect(parse("'10月 利润表'!B2+C2+利润表！D2").sources).toEqual([
      { sheet: '10月 利润表', at: 'B2' },
      { sheet: '10月 利润表', at: 'C2' },
      { sheet: '利润表', at: 'D2' },
    ])
    expect(parse('').sources).toEqual([])
  })

  it('should say what is wrong and take nothing', () => {
    for (const text of [
      'C',
      '12',
      'C0',
      'C12-C14',
      'C12*2',
      'SUM(C1:C2)',
      'C12+',
      '+',
      'C1:C2:C3',
      'ZZZZ1',
      'C9999999',
    ])
      expect(parse(text).problem, text).toBe('SYNTAX')
    expect(parse('没有的表!C1').problem).toBe('UNKNOWN_SHEET')
    expect(parse('A1:Z100').problem).toBe('TOO_MANY')
    expect(parse(Array.from({ length: 21 }, () => 'A1').join('+')).problem).toBe('TOO_MANY')
  })

  it('should read back what it wrote', () => {
    const spot = fc.tuple(fc.integer({ min: 1, max: 16_384 }), fc.integer({ min: 1, max: 999 }))
    const source = fc.tuple(fc.constantFrom(...sheets), spot).map(([sheet, [column, row]]) => {
      let letters = ''
      for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26))
        letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
      return { sheet, at: `${letters}${row}` }
    })
    fc.assert(
      fc.property(fc.array(source, { minLength: 1, maxLength: 20 }), sources => {
        expect(parse(sourcesText(sources)).sources).toEqual(sources)
      }),
    )
    expect(areaOf('XFD1048576')).toBeDefined()
    expect(areaOf('XFE1')).toBeUndefined()
  })
})
