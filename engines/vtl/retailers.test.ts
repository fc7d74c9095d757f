/** The published results of checking 60 returns of Dutch retailers, from both targets. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openDatabase, rowsOf, storeRecords } from './agreement/database.ts'
import { compileRuleset, evaluate, type RuleRecord, type Schema, toDuckDb } from './index.ts'

const file = new URL('../../../shared/data/retailers/retailers.csv', import.meta.url)
const cells = ['staff', 'turnover', 'other.rev', 'total.rev', 'staff.costs', 'total.costs', 'profit']
const schema: Schema = {
  name: 'retailers',
  identifiers: { unit: { kind: 'string' } },
  measures: Object.fromEntries(cells.map(cell => [cell, { kind: 'decimal', scale: 0 }])),
}
const source = `
  define datapoint ruleset retailer_edits ( variable staff, turnover, other.rev, total.rev, staff.costs, total.costs, profit ) is
    balance : total.rev - profit = total.costs ;
    revenue : turnover + other.rev = total.rev ;
    margin  : profit <= 0.6 * total.rev ;
    wages   : when staff >= 1 then staff.costs >= 1
  end datapoint ruleset`
const published = {
  balance: { pass: 39, fail: 14, undecided: 7 },
  revenue: { pass: 19, fail: 4, undecided: 37 },
  margin: { pass: 49, fail: 6, undecided: 5 },
  wages: { pass: 50, fail: 0, undecided: 10 },
}

function readRecords(): readonly RuleRecord[] {
  const [head, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/)
  const names = head!.split(';').map(name => name.replaceAll('"', ''))
  return lines.map((line, index) => {
    const values = line.split(';').map(value => (value === 'NA' ? null : value.replaceAll('"', '')))
    return {
      cells: {
        ...Object.fromEntries(names.map((name, at) => [name, values[at] ?? null])),
        unit: String(index + 1),
      },
    }
  })
}

const absent = !existsSync(file)
describe.skipIf(absent)(
  `retailers${absent ? ' (skipped: ../shared/data/retailers is not there)' : ''}`,
  () => {
    it('should give the published counts on each record', () => {
      const { ruleset } = compileRuleset(source, schema)
      const counts = Object.fromEntries(
        ruleset!.rules.map(rule => [rule.code, { pass: 0, fail: 0, undecided: 0 }]),
      )
      for (const record of readRecords()) {
        for (const [code, outcome] of Object.entries(evaluate(ruleset!, record))) counts[code]![outcome]++
      }
      expect(counts).toEqual(published)
    })

    it('should give the published counts as SQL over the table', async () => {
      const connection = await openDatabase()
      const tables = await storeRecords(connection, schema, readRecords())
      const { counts } = toDuckDb(compileRuleset(source, schema).ruleset!, tables)
      const rows = await rowsOf(connection, counts[0]!.sql)
      const found = rows.map(({ rule, pass, fail, undecided }) => [
        rule,
        { pass: Number(pass), fail: Number(fail), undecided: Number(undecided) },
      ])
      expect(Object.fromEntries(found)).toEqual(published)
    })
  },
)
