import { describe, expect, it } from 'vitest'
import { type Edition, type Link, regionMap } from './region-map.ts'

const edition = (name: string, ...codes: string[]): Edition => ({ edition: name, codes: new Set(codes) })
const editions = [
  edition('2017', 'A', 'B', 'C', 'D'),
  edition('2020', 'A', 'BC', 'D'),
  edition('2023', 'A', 'BC', 'D1', 'D2', 'D3'),
]
const link = (from: string, to: string, fromCode: string, toCode: string): Link => ({
  from,
  to,
  fromCode,
  toCode,
})
const links = [
  link('2017', '2020', 'B', 'BC'),
  link('2017', '2020', 'C', 'BC'),
  ...['D1', 'D2', 'D3'].map(code => link('2020', '2023', 'D', code)),
]
const rows = regionMap(editions, links)
const of = (from: string, to: string, code: string) =>
  rows
    .filter(row => row.from === from && row.to === to && row.fromCode === code)
    .map(row => [row.toCode, row.weight])

describe('regionMap', () => {
  it('should keep a code that lives on and follow merges', () => {
    expect(of('2017', '2020', 'A')).toEqual([['A', '1.00000000']])
    expect(of('2017', '2023', 'B')).toEqual([['BC', '1.00000000']])
  })

  it('should split in parts that add to one exactly', () => {
    expect(of('2017', '2023', 'D')).toEqual([
      ['D1', '0.33333333'],
      ['D2', '0.33333333'],
      ['D3', '0.33333334'],
    ])
  })

  it('should map back onto an earlier edition through those between', () => {
    expect(of('2023', '2017', 'D2')).toEqual([['D', '1.00000000']])
    expect(of('2023', '2017', 'BC')).toEqual([
      ['B', '0.50000000'],
      ['C', '0.50000000'],
    ])
  })

  it('should give a code without a future no place', () => {
    expect(regionMap([edition('1', 'X'), edition('2', 'Y')], [])).toEqual([])
  })
})
