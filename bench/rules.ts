/**
 * Edit rules per second in both back-ends: sixty rules of the kinds statistical forms carry, over every report in
 * DuckDB and over a sample of them one record at a time in JavaScript. The sample must give the same counts in both.
 */

import type { DuckDBConnection } from '@duckdb/node-api'
import {
  compileRuleset,
  type DuckDbTables,
  evaluate,
  type RuleRecord,
  type Ruleset,
  type Schema,
  sendStatement,
  toDuckDb,
} from '#engines/vtl/index.ts'
import { type Timing, takeTurns } from './measure.ts'
import { cellNames, openReports } from './tabulation-data.ts'

const schema: Schema = {
  name: 'report_1',
  identifiers: { unit: { kind: 'string' }, period: { kind: 'period' } },
  measures: Object.fromEntries(cellNames.map(name => [name, { kind: 'decimal', scale: 2 }])),
}

/** A whole not less than its part, a balance within a tolerance, a change beyond thirty percent: twenty of each. */
const rules = Array.from({ length: 20 }, (_, index) => {
  const [a, b, c] = [0, 7, 13].map(step => cellNames[(index + step) % cellNames.length])
  return [
    `P${index} : ${a} >= ${b} errorcode "part" errorlevel "fatal"`,
    `B${index} : abs ( ${a} + ${b} - ${c} ) <= 500000 errorcode "balance" errorlevel "fatal"`,
    `C${index} : when ${b} > 0 then abs ( ${a} / ${b} - 1 ) <= 0.3 errorcode "change" errorlevel "query"`,
  ]
}).flat()

const script = `define datapoint ruleset bench ( variable ${cellNames.join(', ')} ) is ${rules.join(' ; ')} end datapoint ruleset`

const tablesFrom = (from: string): DuckDbTables => ({
  form: {
    from,
    unit: 'unit_id',
    period: 'period',
    columns: Object.fromEntries(cellNames.map(name => [name, `"${name}"`])),
  },
})

const compile = (): Ruleset => {
  const { ruleset, diagnostics } = compileRuleset(script, schema)
  if (!ruleset) throw new Error(JSON.stringify(diagnostics))
  return ruleset
}

const countsInSql = async (db: DuckDBConnection, ruleset: Ruleset, from: string) => {
  const failed: Record<string, number> = {}
  for (const statement of toDuckDb(ruleset, tablesFrom(from)).counts) {
    const answer = await sendStatement(statement, sql => db.runAndReadAll(sql))
    for (const row of answer.getRowObjects()) failed[String(row.rule)] = Number(row.fail)
  }
  return failed
}

const countsInJs = (ruleset: Ruleset, records: readonly RuleRecord[]) => {
  const failed: Record<string, number> = Object.fromEntries(ruleset.rules.map(rule => [rule.code, 0]))
  for (const record of records)
    for (const [code, outcome] of Object.entries(evaluate(ruleset, record)))
      if (outcome === 'fail') failed[code]!++
  return failed
}

const readSample = async (db: DuckDBConnection, from: string): Promise<readonly RuleRecord[]> => {
  const cells = cellNames.map(name => `CAST(${name} AS VARCHAR) AS ${name}`).join(', ')
  const rows = await db.runAndReadAll(
    `SELECT CAST(unit_id AS VARCHAR) AS unit, period, ${cells} FROM ${from}`,
  )
  return rows.getRowObjects().map(cells => ({ cells: cells as Record<string, string | null> }))
}

export type RulesBench = Readonly<{
  rules: number
  reports: number
  sample: number
  timings: readonly Timing[]
  duckDbPerSecond: number
  jsPerSecond: number
}>

/** Rule evaluations per second: rules × records over the median time. */
export const benchRules = async (
  stored = 2_000_000,
  reports = Math.min(stored, 500_000),
  sample = 10_000,
  rounds = 3,
): Promise<RulesBench> => {
  const db = await openReports(stored)
  const ruleset = compile()
  const all = `(SELECT * FROM report_1 WHERE unit_id < ${reports})`
  const part = `(SELECT * FROM report_1 WHERE unit_id < ${sample})`
  const records = await readSample(db, part)
  const [sql, js] = [await countsInSql(db, ruleset, part), countsInJs(ruleset, records)]
  const differing = Object.keys(js).filter(code => sql[code] !== js[code])
  if (differing.length > 0) throw new Error(`the back-ends disagree on ${differing.join(', ')}`)
  const timings = await takeTurns(
    [
      { name: `${rules.length} rules in DuckDB`, run: () => countsInSql(db, ruleset, all) },
      { name: `${rules.length} rules in JavaScript, sample`, run: async () => countsInJs(ruleset, records) },
    ],
    rounds,
  )
  db.closeSync()
  const perSecond = (count: number, timing: Timing) => (rules.length * count * 1000) / timing.medianMs
  return {
    rules: rules.length,
    reports,
    sample: records.length,
    timings,
    duckDbPerSecond: perSecond(reports, timings[0]!),
    jsPerSecond: perSecond(records.length, timings[1]!),
  }
}

if (import.meta.main) console.log(JSON.stringify(await benchRules(), null, 2))
