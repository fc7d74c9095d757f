/** The first invariant: a rule means the same in SQL and in JavaScript, for every rule and every record. */
import type { DuckDBConnection } from '@duckdb/node-api'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Plan } from '../check/plan.ts'
import { planExpression } from '../compile.ts'
import { type DuckDbTables, sendStatement, valuesOf } from '../duckdb/emit.ts'
import { createJsCompiler, type Value } from '../js/emit.ts'
import { writeScalar } from '../js/write.ts'
import type { RuleRecord, Schema } from '../schema.ts'
import { openDatabase, rowsOf, storeRecords } from './database.ts'
import { expressions, recordArbitrary, schema } from './generate.ts'

let connection: DuckDBConnection
beforeAll(async () => {
  connection = await openDatabase()
})

/** Doubles as their bits print, everything else as canonical text. */
function fromJs(value: Value, plan: Plan): unknown {
  if (plan.type.kind === 'double' && value !== null) return Number(value) + 0
  return writeScalar(value, plan.type)
}

function fromSql(value: unknown): unknown {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') return value + 0
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return String(value)
}

/** Decimals are compared as text at the plan's scale, so they leave DuckDB as text. */
const shown = (sql: string, names: readonly string[], plans: readonly Plan[]): string => {
  const columns = names.map((name, index) => {
    const { kind } = plans[index]!.type
    const exact = plans[index]!.type
    if (exact.kind === 'decimal')
      return `CAST(CAST("${name}" AS DECIMAL(38,${exact.scale})) AS VARCHAR) AS "${name}"`
    return kind === 'date' ? `CAST("${name}" AS VARCHAR) AS "${name}"` : `"${name}"`
  })
  return `SELECT unit, ${columns.join(', ')} FROM (${sql}) ORDER BY unit`
}

type Disagreement = Readonly<{ source: string; record: RuleRecord; js: unknown; sql: unknown }>

async function disagreements(
  form: Schema,
  sources: readonly string[],
  records: readonly RuleRecord[],
): Promise<{ pairs: number; quick: number; found: Disagreement[] }> {
  const compiled = sources.flatMap(source => {
    const { plan, diagnostics } = planExpression(source, form)
    const refused = diagnostics.filter(diagnostic => diagnostic.code !== 'VTL_SCALE')
    expect(refused, source).toEqual([])
    return plan && plan.type.kind !== 'null' ? [{ source, plan }] : []
  })
  if (compiled.length === 0 || records.length === 0) return { pairs: 0, quick: 0, found: [] }
  const tables = await storeRecords(connection, form, records)
  const names = compiled.map((_, index) => `x${index}`)
  const plans = compiled.map(item => item.plan)
  const text = valuesOf({ tables, rows: undefined }, names, plans)
  const rows = await rowsOf(connection, shown(text(false), names, plans))
  const quick = await quickRows(tables, plans)
  const js = createJsCompiler()
  const evaluators = plans.map(js.compile)
  const found: Disagreement[] = []
  records.forEach((record, n) => {
    const frame = js.frame(record)
    compiled.forEach(({ source, plan }, index) => {
      const mine = fromJs(evaluators[index]!(frame), plan)
      for (const theirs of [fromSql(rows[n]![names[index]!]), fromSql(quick[index]?.[n]?.x ?? mine)])
        if (!Object.is(mine, theirs)) found.push({ source, record, js: mine, sql: theirs })
    })
  })
  return {
    pairs: records.length * compiled.length,
    quick: quick.filter(found => found !== null).length,
    found,
  }
}

type Rows = Awaited<ReturnType<typeof rowsOf>>

/** What the quick text gives of each plan, null where a number outgrew it: then by halves, until those that did are alone. */
async function quickRows(tables: DuckDbTables, plans: readonly Plan[]): Promise<readonly (Rows | null)[]> {
  const names = plans.map((_, index) => `x${index}`)
  const quick = shown(valuesOf({ tables, rows: undefined }, names, plans)(true), names, plans)
  const found = await sendStatement({ quick, sql: '' }, async sql =>
    sql === '' ? null : rowsOf(connection, sql),
  )
  if (found) return names.map(name => found.map(row => ({ x: row[name] })))
  if (plans.length === 1) return [null]
  const half = plans.length >> 1
  return [...(await quickRows(tables, plans.slice(0, half))), ...(await quickRows(tables, plans.slice(half)))]
}

const anySource = fc.oneof(
  { weight: 3, arbitrary: expressions.bool },
  { weight: 3, arbitrary: expressions.number },
  { weight: 1, arbitrary: expressions.text },
  { weight: 1, arbitrary: expressions.date },
)

describe('the two targets', () => {
  const variants: readonly (readonly [string, Schema])[] = [
    ['blanks are null', schema],
    [
      'blanks are zero',
      { ...schema, blankIsZero: true, foreign: { prev: { ...schema.foreign!.prev!, blankIsZero: true } } },
    ],
  ]
  for (const [name, form] of variants) {
    it(`should give the same values when ${name}`, async () => {
      let [pairs, quick] = [0, 0]
      await fc.assert(
        fc.asyncProperty(
          fc.array(anySource, { minLength: 8, maxLength: 24, size: 'max' }),
          fc.array(recordArbitrary, { minLength: 20, maxLength: 40, size: 'max' }),
          async (sources, records) => {
            const result = await disagreements(form, sources, records)
            pairs += result.pairs
            quick += result.quick
            expect(result.found.slice(0, 3)).toEqual([])
          },
        ),
        { numRuns: Number(process.env.VTL_RUNS ?? 30) },
      )
      expect(pairs).toBeGreaterThan(8_000)
      expect(quick).toBeGreaterThan(200)
    })
  }
})
