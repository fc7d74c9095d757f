/** Whole rulesets: the statements for counts, findings, outcomes and computed cells against the evaluator. */
import type { DuckDBConnection } from '@duckdb/node-api'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  compileComputed,
  compileRuleset,
  computeCells,
  computedToDuckDb,
  evaluate,
  type RuleRecord,
  type Ruleset,
  type Schema,
  sendStatement,
  toDuckDb,
} from '../index.ts'
import { openDatabase, rowsOf, storeRecords } from './database.ts'
import { expressions, recordArbitrary, schema } from './generate.ts'

let connection: DuckDBConnection
beforeAll(async () => {
  connection = await openDatabase()
})

const seeds = { records: 7, rules: 11 }
const records = fc.sample(recordArbitrary, { numRuns: 60, seed: seeds.records })

function generatedRuleset(count: number): Ruleset {
  const names = [...Object.keys(schema.measures), 'unit', 'period'].join(', ')
  const accepted: string[] = []
  for (const source of fc.sample(expressions.bool, { numRuns: count * 2, seed: seeds.rules })) {
    const wrapped = `define datapoint ruleset r ( variable ${names} ) is ${source} end datapoint ruleset`
    if (accepted.length < count && compileRuleset(wrapped, schema).ruleset) accepted.push(source)
  }
  const rules = accepted.map((source, index) => `R${index} : ${source} errorlevel "fatal"`)
  const text = `define datapoint ruleset r ( variable ${names} ) is ${rules.join(' ;\n')} end datapoint ruleset`
  return compileRuleset(text, schema).ruleset!
}

function expectedCounts(ruleset: Ruleset, all: readonly RuleRecord[]) {
  const counts = new Map(ruleset.rules.map(rule => [rule.code, { pass: 0, fail: 0, undecided: 0 }]))
  for (const record of all) {
    for (const [code, outcome] of Object.entries(evaluate(ruleset, record))) counts.get(code)![outcome]++
  }
  return Object.fromEntries(counts)
}

describe('statements of a ruleset', () => {
  const ruleset = generatedRuleset(70)

  it('should count as the evaluator does, in chunks of any size', async () => {
    const tables = await storeRecords(connection, schema, records)
    const expected = expectedCounts(ruleset, records)
    for (const rulesPerStatement of [100, 9]) {
      const { counts } = toDuckDb(ruleset, tables, { rulesPerStatement })
      const found: Record<string, unknown> = {}
      for (const statement of counts) {
        const rows = await sendStatement(statement, sql => rowsOf(connection, sql))
        for (const { rule, pass, fail, undecided } of rows) {
          found[String(rule)] = { pass: Number(pass), fail: Number(fail), undecided: Number(undecided) }
        }
      }
      expect(found).toEqual(expected)
    }
  })

  it('should list exactly the failures', async () => {
    const tables = await storeRecords(connection, schema, records)
    const expected = records.flatMap((record, n) =>
      Object.entries(evaluate(ruleset, record)).flatMap(([code, outcome]) =>
        outcome === 'fail' ? [`${n} ${code}`] : [],
      ),
    )
    const found: string[] = []
    for (const statement of toDuckDb(ruleset, tables).findings) {
      const rows = await sendStatement(statement, sql => rowsOf(connection, sql))
      for (const { unit, rule } of rows) found.push(`${unit} ${rule}`)
    }
    expect(found.sort()).toEqual(expected.sort())
  })

  it('should count exactly where a number outgrows the quick statement', async () => {
    const form: Schema = { name: 'f', identifiers: {}, measures: { A: { kind: 'decimal', scale: 2 } } }
    const source = `define datapoint ruleset r ( variable A ) is
      R1 : A + 1 > A ; R2 : A / 2 <= A end datapoint ruleset`
    const { ruleset: grown } = compileRuleset(source, form)
    const tables = await storeRecords(connection, form, [
      { cells: { A: '9999999999999999.99' } },
      { cells: { A: '1.00' } },
    ])
    const [statement] = toDuckDb(grown!, tables).counts
    const sent: string[] = []
    const rows = await sendStatement(statement!, sql => {
      sent.push(sql)
      return rowsOf(connection, sql)
    })
    expect(sent).toEqual([statement!.quick, statement!.sql])
    expect(rows.map(row => Number(row.pass))).toEqual([2, 2])
    await expect(sendStatement(statement!, () => Promise.reject(new Error('gone')))).rejects.toThrow('gone')
  })

  it('should count nothing on an empty table', async () => {
    const tables = await storeRecords(connection, schema, [])
    const rows = await rowsOf(connection, toDuckDb(ruleset, tables).counts[0]!.sql)
    expect(rows).toHaveLength(ruleset.rules.length)
    expect(rows.every(row => Number(row.pass) + Number(row.fail) + Number(row.undecided) === 0)).toBe(true)
  })
})

describe('computed cells', () => {
  it('should have the same values in both targets, rounded to the scale of their cell', async () => {
    for (const blankIsZero of [false, true]) {
      const form = { ...schema, blankIsZero }
      const formulas = {
        A2: 'A0 / 3 + B0 * 0.005',
        B2: 'if A2 > 10 then A2 * A4 else nvl(A9, 0.005)',
        A4: 'sqrt(abs(A9)) + prev#A2',
        S2: 'upper(S1) || "!"',
        D2: 'dateadd(D1, 1, "M")',
        F2: 'A2 >= B2',
      }
      const { computed, diagnostics } = compileComputed(formulas, form)
      expect(diagnostics).toEqual([])
      const tables = await storeRecords(connection, form, records)
      const [statement] = computedToDuckDb(computed!, tables)
      const shown = Object.keys(formulas).map(cell =>
        cell === 'F2' ? cell : `CAST("${cell}" AS VARCHAR) AS "${cell}"`,
      )
      const rows = await rowsOf(
        connection,
        `SELECT ${shown.join(', ')} FROM (${statement!.sql}) ORDER BY unit`,
      )
      records.forEach((record, n) => {
        expect(rows[n]).toEqual({ ...computeCells(computed!, record) })
      })
    }
  })
})
