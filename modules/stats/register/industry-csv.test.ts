import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseIndustryCsv, sectionOf } from './industry-csv.ts'

const committed = readFileSync(join(import.meta.dirname, 'data/industry-gbt4754-2017.csv'), 'utf8')
const standard = join(import.meta.dirname, '../../../../shared/data/classifications/gbt4754-2017.csv')

// The transcription cuts these long names short; the standard prints them as we do.
const CUT_SHORT = new Set(['354', '3546', '359', '37'])

describe('the committed industry classification', () => {
  const { rows, faults } = parseIndustryCsv(committed)

  it('should hold every section and division, and whole branches only', () => {
    expect(faults).toEqual([])
    const count = (level: number) => rows.filter(r => r.level === level).length
    expect([count(1), count(2)]).toEqual([20, 97])
    expect(count(4)).toBeGreaterThanOrEqual(120)
    for (const row of rows) {
      if (row.level === 3) expect(rows.some(r => r.parent === row.code)).toBe(true)
      if (row.level > 2) expect(row.code.startsWith(row.parent!)).toBe(true)
    }
  })

  it('should find the section although it is a range of divisions', () => {
    const byCode = new Map(rows.map(r => [r.code, r]))
    expect(sectionOf(byCode, '3712')).toBe('C')
    expect(sectionOf(byCode, '45')).toBe('D')
    expect(sectionOf(byCode, '9999')).toBeNull()
  })

  it.skipIf(!existsSync(standard))(
    'should equal the transcribed standard (skipped where ../shared/data/classifications is absent)',
    () => {
      const theirs = new Map(parseIndustryCsv(readFileSync(standard, 'utf8')).rows.map(r => [r.code, r]))
      for (const row of rows) {
        const other = theirs.get(row.code)
        if (CUT_SHORT.has(row.code)) expect(row.name.startsWith(other!.name)).toBe(true)
        else expect(row).toEqual(other)
      }
    },
  )
})

describe('parseIndustryCsv', () => {
  it('should name the line and the problem when a line is wrong', () => {
    const text =
      'code,name,parent,level\nA,农业,,1\n01,农业,A,2\n01,再来,A,2\n1X,坏,A,2\n02,,A,2\n0311,缺组,031,4\n9,层,,9\nB\n'
    const { rows, faults } = parseIndustryCsv(text)
    expect(rows.map(r => r.code)).toEqual(['A', '01'])
    expect(faults).toEqual([
      { line: 4, code: '01', problem: 'duplicate' },
      { line: 5, code: '1X', problem: 'code' },
      { line: 6, code: '02', problem: 'name' },
      { line: 8, code: '9', problem: 'level' },
      { line: 9, code: 'B', problem: 'columns' },
      { line: 7, code: '0311', problem: 'parent' },
    ])
  })

  it('should name the line where a quote opens that is not closed', () => {
    const faults = (lines: string) => parseIndustryCsv(`code,name,parent,level\n${lines}`).faults
    expect(faults('A,"农业,,1\n01,农业,A,2\n02,林业,A,2\n')).toEqual([
      { line: 2, code: '', problem: 'quoteOpen' },
    ])
    expect(faults('A,"农\n林",,1\n01,"农业,A,2\n02,林业,A,2\n')).toEqual([
      { line: 4, code: '', problem: 'quoteOpen' },
    ])
  })

  it('should name the line of a quote that stands inside a cell', () => {
    for (const cell of ['"农"业', '农"业"']) {
      const text = `code,name,parent,level\r\nA,农,,1\r\n01,${cell},A,2\r\n02,林业,A,2\r\n`
      expect(parseIndustryCsv(text).faults).toEqual([{ line: 3, code: '', problem: 'quoteInside' }])
    }
  })

  it('should count lines as an editor does, whatever ends them and however long a cell is', () => {
    for (const end of ['\n', '\r\n']) {
      const text = ['code,name,parent,level', 'A,"农', '林",,1', '', '0X,坏,A,2', '01,"农', '业",B,2'].join(
        end,
      )
      expect(parseIndustryCsv(text).faults).toEqual([
        { line: 5, code: '0X', problem: 'code' },
        { line: 6, code: '01', problem: 'parent' },
      ])
    }
  })

  it('should accept any order of columns and lines, and a byte order mark', () => {
    const { rows } = parseIndustryCsv('\uFEFFlevel,parent,code,name\n2,A,01,农业\n1,,A,"农、林"\n')
    expect(rows).toEqual([
      { code: '01', name: '农业', parent: 'A', level: 2 },
      { code: 'A', name: '农、林', parent: null, level: 1 },
    ])
  })
})
