import type { DuckDBConnection } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drillPredicate, rowPath, type TabulationSpec } from './index.ts'
import { openDatabase, planOf, tabulate } from './testing/database.ts'
import { loadWorld, source, world } from './testing/world.ts'

let db: DuckDBConnection
beforeAll(async () => {
  db = await openDatabase()
})
afterAll(() => db.closeSync())

const spec: TabulationSpec = {
  source: source(true),
  edition: '2026',
  periods: ['2026-M08', '2026-M09'],
  filter: { op: 'ne', column: 'unit_id', value: '9' },
  rows: [
    { kind: 'region', levels: ['county', 'township'] },
    {
      kind: 'conditions',
      conditions: [
        { key: 'large', label: { 'zh-CN': '规模以上' }, where: { op: 'ge', column: 'x', value: '100' } },
      ],
      crossed: true,
    },
    { kind: 'industry', levels: ['section'], crossed: true },
  ],
  across: { by: { kind: 'period' }, total: true },
  columns: [
    { key: 'count', label: { 'zh-CN': '份数' }, measure: { kind: 'reports' } },
    {
      key: 'first',
      label: { 'zh-CN': '一类' },
      measure: {
        kind: 'reports',
        state: 'accepted:county',
        where: { op: 'eq', column: 'size_class', value: '1' },
      },
    },
    { key: 'last', label: { 'zh-CN': '上年' }, measure: { kind: 'earlier', of: 'count', basis: 'yago' } },
  ],
}

describe('drilling', () => {
  it('should lead from every count to exactly that many records', async () => {
    const check = async (made: Parameters<typeof loadWorld>[1]) => {
      await loadWorld(db, made)
      const plan = planOf(spec)
      const grid = await tabulate(db, spec)
      for (const [index, row] of grid.rows.entries()) {
        for (const [at, column] of grid.columns.entries()) {
          const target = { path: rowPath(grid, index), column: column.key, across: column.across ?? null }
          const result = drillPredicate(plan, target)
          if (!result.ok) throw new Error(JSON.stringify(result.diagnostics))
          const found = await db.runAndReadAll(result.drill.sql)
          expect(String(found.currentRowCount), JSON.stringify(target)).toBe(row.cells[at])
        }
      }
    }
    await fc.assert(fc.asyncProperty(world(true), check), { numRuns: 3 })
  })

  it('should name both periods of a growth rate, with the condition and the state each asks for', () => {
    const plan = planOf({
      ...spec,
      columns: [
        ...spec.columns,
        { key: 'growth', label: { 'zh-CN': '同比' }, measure: { kind: 'growth', of: 'first', on: 'yago' } },
      ],
    })
    const path = [
      { dimension: 'region', level: 'county', code: '01' },
      { dimension: 'conditions', level: 'conditions', code: 'large' },
    ]
    const result = drillPredicate(plan, { path, column: 'growth', across: '2026-M09' })
    expect(result.ok && { ...result.drill, sql: '' }).toEqual({
      steps: [path[0], { dimension: 'period', level: 'period', code: '2026-M09' }],
      conditions: [{ op: 'ge', column: 'x', value: '100' }],
      filter: spec.filter,
      parts: ['now', 'yago'].map((role, index) => ({
        role,
        periods: [['2026-M09'], ['2025-M09']][index],
        minStateRank: 3,
        where: { op: 'eq', column: 'size_class', value: '1' },
      })),
      sql: '',
    })
  })

  it('should answer with a diagnostic when the row or the column is not of the plan', () => {
    const plan = planOf(spec)
    const wrong = [
      { path: [], column: 'nothing' },
      { path: [{ dimension: 'region', level: 'village', code: '1' }], column: 'count' },
      { path: [{ dimension: 'conditions', level: 'conditions', code: "x' OR true --" }], column: 'count' },
    ]
    for (const target of wrong) expect(drillPredicate(plan, target).ok, JSON.stringify(target)).toBe(false)
  })

  it('should keep a hostile code a literal', async () => {
    await loadWorld(db, { regions: [], map: [], industries: [], reports: [] })
    const path = [{ dimension: 'region', level: 'county', code: "' OR true OR '" }]
    const result = drillPredicate(planOf(spec), { path, column: 'count' })
    expect(result.ok && result.drill.sql).toContain("= ''' OR true OR '''")
  })
})
