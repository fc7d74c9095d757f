import { describe, expect, it } from 'vitest'
import { guessCells, guessUnitColumn, headOf } from './csv-head.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
/** 单位,产值 in GBK. */
const gbk = new Uint8Array([
  0xb5, 0xa5, 0xce, 0xbb, 0x2c, 0xb2, 0xfa, 0xd6, 0xb5, 0x0d, 0x0a, 0x41, 0x2c, 0x31,
])

describe('headOf', () => {
  it('should find encoding and separator, and read names and the first line', () => {
    expect(headOf(gbk)).toEqual({
      encoding: 'gbk',
      separator: ',',
      columns: ['单位', '产值'],
      sample: ['A', '1'],
    })
    expect(headOf(bytes('\uFEFFa;b,c;d\n1;2,5;3'))).toMatchObject({
      encoding: 'utf-8',
      separator: ';',
      columns: ['a', 'b,c', 'd'],
    })
  })
})

describe('guessUnitColumn', () => {
  it('should find the credit code by what stands under the heading', () => {
    const head = headOf(bytes('单位,编码,产值\n株洲电瓷,91430202DE0011282B,5\n'))
    expect(guessUnitColumn(head)).toBe('编码')
    expect(guessUnitColumn(headOf(bytes('单位,产值\n株洲电瓷,5\n')))).toBe('')
    const serial = headOf(bytes('流水号,编码\n202611080000000001, 91430202de0011282b\n'))
    expect(guessUnitColumn(serial)).toBe('编码')
  })
})

describe('guessCells', () => {
  it('should match by code or by an unambiguous label, each cell once', () => {
    const cells = [
      { code: 'T01', label: '营业额' },
      { code: 'T02', label: '人数' },
      { code: 'T03', label: '人数' },
    ]
    expect(guessCells(['t01', '营业额', '人数', '别的'], cells)).toEqual({ t01: 'T01' })
  })
})
