import { describe, expect, it } from 'vitest'
import { shiftPeriod } from '#engines/form/index.ts'
import { timeMarks } from './time-marks.ts'

const upTo = (last: string) => Array.from({ length: 24 }, (_, index) => shiftPeriod(last, index - 23))
const texts = (last: string) => timeMarks(upTo(last)).map(({ at, text }) => `${at} ${text}`)

describe('timeMarks', () => {
  it('should mark where a year begins', () => {
    expect(texts('2026-M10')).toEqual(['2 2025', '14 2026'])
    expect(texts('2026-Q3')).toEqual(['1 2021', '5 2022', '9 2023', '13 2024', '17 2025', '21 2026'])
  })

  it('should leave room between years where each period is one', () => {
    expect(texts('2026')).toEqual(['3 2006', '7 2010', '11 2014', '15 2018', '19 2022', '23 2026'])
  })

  it('should mark both ends within one year', () => {
    expect(texts('2026-W41')).toEqual(['0 2026-W18', '23 2026-W41'])
  })
})
