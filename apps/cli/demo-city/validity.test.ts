import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importForm } from '#engines/form/index.ts'
import { demonstrationSource, demonstrationUntil } from './validity.ts'

const folder = resolve(import.meta.dirname, '../../../modules/stats/catalog/forms')
const forms = readdirSync(folder)
  .filter(name => name.endsWith('.yaml'))
  .map(name => [name, readFileSync(join(folder, name), 'utf8')] as const)

describe('validity of the demonstration’s forms', () => {
  it('should be counted from the seeding day in Shanghai', () => {
    expect(demonstrationUntil(new Date('2026-11-27T02:00:00Z'))).toBe('2028-11')
    expect(demonstrationUntil(new Date('2027-12-31T16:30:00Z'))).toBe('2030-01')
  })

  it.each(forms)('should be moved and labelled in %s on whatever day it is seeded', (_name, source) => {
    const printed = importForm(source).spec!.marks
    for (const day of ['2026-11-27', '2029-03-01', '2035-07-15']) {
      const { spec } = importForm(demonstrationSource(source, new Date(`${day}T04:00:00Z`)))
      expect(spec!.marks.validUntil).toBe(`${Number(day.slice(0, 4)) + 2}-${day.slice(5, 7)}`)
      expect(spec!.marks).toEqual({
        ...printed,
        validUntil: spec!.marks.validUntil,
        approvalNumber: `${printed.approvalNumber}（演示，有效期顺延）`,
      })
    }
  })

  it.each(forms)('should stay as printed in %s where it lasts', (_name, source) => {
    expect(demonstrationSource(source, new Date('2025-01-01T00:00:00Z'))).toBe(source)
  })
})
