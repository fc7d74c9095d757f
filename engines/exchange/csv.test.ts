import { describe, expect, it } from 'vitest'
import { csvLine, harmlessText } from './csv.ts'

describe('text for spreadsheets', () => {
  it.each([
    '=cmd',
    '+1+cmd',
    '-1-cmd',
    '@SUM(1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '\u200b=1',
    '＝1+1',
    '＋1',
    '－甲',
    '＠甲',
  ])('should be quoted when a spreadsheet may run it: %j', text =>
    expect(harmlessText(text)).toBe(`'${text}`),
  )

  it.each(['甲=乙', '-5', '+86.5', '430202', '', 'a@b', '甲－乙'])('should be left as it is: %j', text =>
    expect(harmlessText(text)).toBe(text),
  )

  it('should keep quotes, separators and line breaks inside their cell', () => {
    expect(csvLine(['a"b', 'c,d', 'e\r\nf', null, 5, '=1,"2"'])).toBe(
      '"a""b","c,d","e\r\nf",,5,"\'=1,""2"""\r\n',
    )
  })
})
