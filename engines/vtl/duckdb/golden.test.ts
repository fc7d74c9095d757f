/** Generated SQL is asserted as text and explained by the real DuckDB; a changed text is reviewed like code. */
import { readFileSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { openDatabase, rowsOf } from '../agreement/database.ts'
import { b204, b204Rules, b204Templates } from '../example-form.ts'
import { compileComputed, compileRuleset, computedToDuckDb, type DuckDbTables, toDuckDb } from '../index.ts'

const own = (...cells: string[]) => Object.fromEntries(cells.map(cell => [cell, `f."${cell}"`]))
const prev = {
  join: 'LEFT JOIN b204 AS p ON p.unit_id = f.unit_id AND p.period = f.previous_period',
  columns: { M13: 'p."M13"', M14: 'p."M14"' },
}
const tables: DuckDbTables = {
  form: {
    from: 'b204 AS f',
    unit: 'f.unit_id',
    period: 'f.period',
    columns: own('M13', 'M14', 'M15', 'M16', 'M17', 'M18', 'M21', 'M22'),
  },
  rows: {
    products: {
      from: 'b204_products AS r JOIN b204 AS f USING (unit_id, period)',
      row: 'r.row_key',
      columns: { Q1: 'r."Q1"', Q2: 'r."Q2"' },
    },
  },
  foreign: {
    prev,
    yago: {
      join: 'LEFT JOIN b204 AS y ON y.unit_id = f.unit_id AND y.period = f.year_ago_period',
      columns: { M13: 'y."M13"' },
    },
    unit: { join: 'LEFT JOIN units AS u ON u.unit_id = f.unit_id', columns: { industry: 'u.industry' } },
  },
}

const { ruleset } = compileRuleset({ rules: b204Rules, templates: b204Templates }, b204)
const { computed } = compileComputed(
  { M16: 'M13 / M15 * 100 - 100', M22: 'if M16 > 0 then M16 else 0' },
  b204,
)
const statements = toDuckDb(ruleset!, tables)
const texts: Readonly<Record<string, string>> = {
  counts: statements.counts.map(({ sql }) => sql).join(';\n\n'),
  findings: statements.findings.map(({ sql }) => sql).join(';\n\n'),
  'findings-quick': statements.findings.map(({ quick }) => quick).join(';\n\n'),
  outcomes: statements.outcomes.map(({ sql }) => sql).join(';\n\n'),
  computed: computedToDuckDb(computed!, tables)[0]!.sql,
}

describe('SQL of the example form', () => {
  let connection: Awaited<ReturnType<typeof openDatabase>>
  beforeAll(async () => {
    connection = await openDatabase()
    const cells = Object.keys(b204.measures).map(cell => `"${cell}" DECIMAL(18,2)`)
    await connection.run(
      `CREATE TABLE b204 (unit_id INTEGER, period VARCHAR, previous_period VARCHAR, year_ago_period VARCHAR, ${cells.join(', ')})`,
    )
    await connection.run(
      'CREATE TABLE b204_products (unit_id INTEGER, period VARCHAR, row_key VARCHAR, "Q1" DECIMAL(18,2), "Q2" DECIMAL(18,2))',
    )
    await connection.run('CREATE TABLE units (unit_id INTEGER, industry VARCHAR)')
  })

  for (const [name, text] of Object.entries(texts)) {
    it(`should be the committed text: ${name}`, async () => {
      const file = new URL(`golden/${name}.golden.sql`, import.meta.url)
      if (process.env.UPDATE_GOLDEN) writeFileSync(file, `${text}\n`)
      expect(`${text}\n`).toBe(readFileSync(file, 'utf8'))
    })

    it(`should be accepted by DuckDB: ${name}`, async () => {
      for (const sql of text.split(';\n\n')) {
        expect((await rowsOf(connection, `EXPLAIN ${sql}`)).length).toBeGreaterThan(0)
      }
    })
  }

  it('should join only the data sets a statement needs', () => {
    const findings = statements.findings[0]!.sql.split('\nUNION ALL\n')
    expect(findings.filter(sql => sql.includes('AS p ON'))).toHaveLength(1)
    expect(findings.filter(sql => sql.includes('units AS u'))).toHaveLength(1)
  })

  it('should refuse tables that lack what a rule reads', () => {
    expect(() => toDuckDb(ruleset!, { ...tables, foreign: { prev } })).toThrow('no column given for yago#M13')
  })
})
