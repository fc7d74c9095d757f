/**
 * Rulesets over a million reports of sixty cells: counts, every finding listed and stored, and a large ruleset, each
 * beside SQL written by hand over the same columns. By hand nothing is guarded against overflow or rounded to nine
 * decimals, so that the ratio shows what the meaning shared with JavaScript costs. Few reports fail, as in practice.
 */

import type { DuckDBConnection } from '@duckdb/node-api'
import {
  compileRuleset,
  type DuckDbTables,
  type Ruleset,
  sendStatement,
  toDuckDb,
} from '#engines/vtl/index.ts'
import { type Timing, takeTurns } from './measure.ts'
import { openWideReports, wideCellNames } from './tabulation-data.ts'

type Written = Readonly<{ code: string; vtl: string; sql: string }>

const cell = (index: number): string => wideCellNames[index % wideCellNames.length]!

/** In turn: a part not far above its whole, a balance of three cells, a quotient. */
const written = (count: number): readonly Written[] =>
  Array.from({ length: count }, (_, index): Written => {
    const code = `R${index}`
    const round = Math.floor(index / wideCellNames.length)
    const [a, b, c] = [cell(index), cell(index + 7 + round), cell(index + 13 + 2 * round)]
    if (index % 3 === 0) return { code, vtl: `${a} + 900000 >= ${b}`, sql: `${a} + 900000 >= ${b}` }
    if (index % 3 === 1)
      return { code, vtl: `abs ( ${a} + ${b} - ${c} ) <= 1800000`, sql: `abs(${a} + ${b} - ${c}) <= 1800000` }
    return { code, vtl: `when ${b} > 0 then ${a} / ${b} <= 200`, sql: `NOT (${b} > 0) OR ${a} / ${b} <= 200` }
  })

const compiled = (rules: readonly Written[]): Ruleset => {
  const body = rules.map(({ code, vtl }) => `${code} : ${vtl} errorlevel "query"`).join(' ; ')
  const { ruleset, diagnostics } = compileRuleset(
    `define datapoint ruleset bench ( variable ${wideCellNames.join(', ')} ) is ${body} end datapoint ruleset`,
    {
      name: 'report_60',
      identifiers: { unit: { kind: 'string' }, period: { kind: 'period' } },
      measures: Object.fromEntries(wideCellNames.map(name => [name, { kind: 'decimal', scale: 2 }])),
    },
  )
  if (!ruleset) throw new Error(JSON.stringify(diagnostics))
  return ruleset
}

const tables: DuckDbTables = {
  form: {
    from: 'report_60',
    unit: 'unit_id',
    period: 'period',
    columns: Object.fromEntries(wideCellNames.map(name => [name, `"${name}"`])),
  },
}

type Failed = ReadonlyMap<string, number>

const countOurs = async (db: DuckDBConnection, ruleset: Ruleset): Promise<Failed> => {
  const failed = new Map<string, number>()
  for (const statement of toDuckDb(ruleset, tables).counts) {
    const answer = await sendStatement(statement, sql => db.runAndReadAll(sql))
    for (const row of answer.getRowObjects()) failed.set(String(row.rule), Number(row.fail))
  }
  return failed
}

const countByHand = async (db: DuckDBConnection, rules: readonly Written[]): Promise<Failed> => {
  const outcomes = rules.map(({ code, sql }) => `${sql} AS ${code}`)
  const counts = rules.map(
    ({ code }) => `count_if(${code}) AS pass_${code}, count_if(NOT ${code}) AS ${code}`,
  )
  const answer = await db.runAndReadAll(
    `SELECT ${counts.join(', ')} FROM (SELECT ${outcomes.join(', ')} FROM report_60)`,
  )
  const row = answer.getRowObjects()[0]!
  return new Map(rules.map(({ code }) => [code, Number(row[code])]))
}

type Store = 'ours' | 'by_hand'

const emptied = (db: DuckDBConnection, store: Store): Promise<unknown> =>
  db.run(`CREATE OR REPLACE TEMP TABLE ${store} (unit INTEGER, period VARCHAR, rule VARCHAR)`)

const stored = (db: DuckDBConnection, store: Store, sql: string): Promise<unknown> =>
  db.run(`INSERT INTO ${store} SELECT unit, period, rule FROM (${sql})`)

const storeByHand = async (db: DuckDBConnection, rules: readonly Written[]): Promise<void> => {
  const selects = rules.map(
    ({ code, sql }) => `SELECT unit_id AS unit, period, '${code}' AS rule FROM report_60 WHERE NOT (${sql})`,
  )
  await emptied(db, 'by_hand')
  await stored(db, 'by_hand', selects.join(' UNION ALL '))
}

const storeOurs = async (db: DuckDBConnection, ruleset: Ruleset): Promise<void> => {
  await emptied(db, 'ours')
  for (const statement of toDuckDb(ruleset, tables).findings)
    await sendStatement(statement, sql => stored(db, 'ours', sql))
}

const mustAgree = (ours: Failed, byHand: Failed): void => {
  const differing = [...byHand].filter(([code, failed]) => ours.get(code) !== failed)
  if (differing.length > 0) throw new Error(`ours and by hand disagree on ${JSON.stringify(differing)}`)
}

/** The findings stored are the same, each as often. */
const mustStoreTheSame = async (db: DuckDBConnection): Promise<void> => {
  const answer = await db.runAndReadAll(`
    SELECT 'only ours' AS where_found, * FROM (FROM ours EXCEPT ALL FROM by_hand)
    UNION ALL SELECT 'only by hand', * FROM (FROM by_hand EXCEPT ALL FROM ours) LIMIT 5`)
  const differing = answer.getRowObjectsJson()
  if (differing.length > 0) throw new Error(`findings differ, such as ${JSON.stringify(differing)}`)
  const [row] = (await db.runAndReadAll('SELECT count(*)::INTEGER AS n FROM ours')).getRowObjects()
  if (row!.n === 0) throw new Error('nothing was found, so nothing was compared')
}

export type RuleSetBench = Readonly<{
  title: string
  timings: readonly Timing[]
  aimMs: number
  ratio: number
}>

const compare = async (
  title: string,
  aimMs: number,
  [ours, byHand]: readonly [() => Promise<unknown>, () => Promise<unknown>],
  rounds: number,
): Promise<RuleSetBench> => {
  const timings = await takeTurns(
    [
      { name: 'compiled rules', run: ours },
      { name: 'SQL written by hand', run: byHand },
    ],
    rounds,
  )
  return { title, timings, aimMs, ratio: timings[0]!.medianMs / timings[1]!.medianMs }
}

export const benchRuleSets = async (reports = 1_000_000, rounds = 5): Promise<readonly RuleSetBench[]> => {
  const db = await openWideReports(reports)
  const [few, many] = [written(60), written(500)]
  const [small, large] = [compiled(few), compiled(many)]
  mustAgree(await countOurs(db, large), await countByHand(db, many))
  await storeOurs(db, small)
  await storeByHand(db, few)
  await mustStoreTheSame(db)
  const over = (rules: number) => `${rules} rules over ${reports.toLocaleString('en')} reports`
  const results = [
    await compare(
      `${over(60)}, counts`,
      300,
      [() => countOurs(db, small), () => countByHand(db, few)],
      rounds,
    ),
    await compare(
      `${over(60)}, every finding listed and stored`,
      1_000,
      [() => storeOurs(db, small), () => storeByHand(db, few)],
      rounds,
    ),
    await compare(
      `${over(500)} with 60 columns, counts`,
      2_500,
      [() => countOurs(db, large), () => countByHand(db, many)],
      rounds,
    ),
  ]
  db.closeSync()
  return results
}

if (import.meta.main) {
  const reports = Number(process.env.BENCH_REPORTS ?? 1_000_000)
  console.log(JSON.stringify(await benchRuleSets(reports), null, 2))
}
