import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { checkForm, compileForm, type FormValues, importForm, normaliseValues } from '#engines/form/index.ts'

const csv = resolve(import.meta.dirname, '../../../../../shared/data/retailers/retailers.csv')
const { spec, diagnostics } = importForm(readFileSync(resolve(import.meta.dirname, 'retailers.yaml'), 'utf8'))

/** A column of the file is the cell of the same name, with a line where it has a dot. */
function valuesOf(record: Readonly<Record<string, string>>): FormValues {
  const cells = Object.entries(record).flatMap(([heading, text]) => {
    const cell = heading.replaceAll('.', '_')
    return heading === 'size' || heading === 'incl.prob' || text === 'NA' ? [] : [[cell, text] as const]
  })
  const normal = normaliseValues(spec!, { cells: Object.fromEntries(cells) })
  if (!('values' in normal)) throw new Error(JSON.stringify(normal))
  return normal.values!
}

describe('the retailers form', () => {
  it('should be a form without a diagnostic', () => {
    expect(diagnostics).toEqual([])
  })

  it.skipIf(!existsSync(csv))(
    'should pass, fail and leave undecided what was published (skipped where ../shared/data/retailers is absent)',
    () => {
      const { program } = compileForm(spec!)
      const records = parse(readFileSync(csv), { columns: true, delimiter: ';' }) as Record<string, string>[]
      const counts = Object.fromEntries(
        ['R1', 'R2', 'R3', 'R4'].map(rule => [rule, { fail: 0, undecided: 0 }]),
      )
      for (const record of records) {
        const foreign = {
          period: '2000',
          unit: '1',
          previous: null,
          yearAgo: null,
          register: null,
          forms: {},
        }
        const { findings, undecided } = checkForm(program!, valuesOf(record), foreign)
        for (const { rule } of findings) counts[rule]!.fail += 1
        for (const { rule } of undecided) counts[rule]!.undecided += 1
      }
      expect(records).toHaveLength(60)
      expect(counts).toEqual({
        R1: { fail: 14, undecided: 7 },
        R2: { fail: 4, undecided: 37 },
        R3: { fail: 6, undecided: 5 },
        R4: { fail: 0, undecided: 10 },
      })
    },
  )
})
