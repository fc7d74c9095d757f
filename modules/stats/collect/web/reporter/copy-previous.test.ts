import { describe, expect, it } from 'vitest'
import { openForm } from '#engines/form/index.ts'
import { outputForm, outputPrevious, productForm, productValues } from '#ui/gallery/sample-forms.ts'
import { copyPrevious, planCopy } from './copy-previous.ts'

const foreign = { period: '2026-M10' }

describe('copying last period', () => {
  it('should fill blank cells as one step and leave what is filled in', () => {
    const session = openForm(outputForm, { values: { cells: { M13: '7' } }, foreign })
    const { session: next, count } = copyPrevious(session, outputPrevious, 'blanks')
    expect(next.get({ cell: 'M13' })).toBe('7')
    expect(next.get({ cell: 'M14' })).toBe(outputPrevious.cells.M14)
    expect(count).toBeGreaterThan(1)
    expect(next.undo().values.cells).toEqual(session.values.cells)
  })

  it('should overwrite only where it is asked to, and never dates, prefilled or computed cells', () => {
    const session = openForm(outputForm, { values: { cells: { M13: '7', M15: '5' } }, foreign })
    const all = planCopy(session, outputPrevious, 'all').entries.map(entry => entry.at.cell)
    expect(all).toContain('M13')
    expect(all).not.toContain('M15')
    expect(all).not.toContain('C01')
    const dated = { cells: { ...outputPrevious.cells, S05: '2026-10-08' } }
    expect(planCopy(session, dated, 'all').entries.map(entry => entry.at.cell)).not.toContain('S05')
  })

  it('should open the rows of last period again', () => {
    const session = openForm(productForm, { values: { cells: {} }, foreign })
    const { session: next } = copyPrevious(session, productValues, 'blanks')
    expect(next.values.rows?.products?.map(row => row.key)).toEqual(
      productValues.rows?.products?.map(row => row.key),
    )
  })
})
