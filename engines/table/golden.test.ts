import type { DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drillPredicate, type TabulationSpec } from './index.ts'
import { openDatabase, planOf } from './testing/database.ts'
import { loadWorld, source } from './testing/world.ts'

let db: DuckDBConnection
beforeAll(async () => {
  db = await openDatabase()
  await loadWorld(db, { regions: [], map: [], industries: [], reports: [] })
})
afterAll(() => db.closeSync())

const label = (zh: string) => ({ 'zh-CN': zh })
const revenue = { key: 'revenue', label: label('营业收入'), measure: { kind: 'sum', column: 'x' } } as const

const plain: TabulationSpec = {
  source: source(false),
  edition: '2026',
  periods: ['2026-M09'],
  rows: [
    { kind: 'region', levels: ['county', 'township'] },
    { kind: 'industry', levels: ['division'] },
  ],
  columns: [{ key: 'units', label: label('单位数'), measure: { kind: 'units' } }, revenue],
}

const everything: TabulationSpec = {
  ...plain,
  source: source(true),
  splits: 'allocate',
  periods: ['2026-M08', '2026-M09'],
  filter: { op: 'inIndustry', level: 'section', codes: ['C'] },
  rows: [
    { kind: 'region', levels: ['county'] },
    {
      kind: 'conditions',
      crossed: true,
      conditions: [
        { key: 'large', label: label('规模以上'), where: { op: 'ge', column: 'x', value: '20000' } },
      ],
    },
  ],
  across: { by: { kind: 'period' }, total: true },
  columns: [
    { key: 'owed', label: label('应报'), measure: { kind: 'reports', state: 'owed' } },
    { key: 'units', label: label('单位数'), measure: { kind: 'units' } },
    revenue,
    { key: 'growth', label: label('同比'), measure: { kind: 'growth', of: 'revenue', on: 'yago' } },
    { key: 'wage', label: label('平均'), measure: { kind: 'weightedMean', column: 'x', weight: 'y' } },
  ],
  disclosure: { minContributors: 3, dominance: { n: 2, k: 85 } },
}

describe('generated queries', () => {
  it.each([
    ['plain', plain],
    ['everything', everything],
  ])('should read as the golden %s query, and DuckDB should plan it', async (name, spec) => {
    const plan = planOf(spec)
    await expect(`${plan.sql}\n`).toMatchFileSnapshot(`examples/${name}.golden.sql`)
    await db.run(`EXPLAIN ${plan.sql}`)
  })

  it('should drill with the golden query', async () => {
    const path = [{ dimension: 'region', level: 'county', code: '01' }]
    const result = drillPredicate(planOf(everything), { path, column: 'growth', across: '2026-M09' })
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics))
    await expect(`${result.drill.sql}\n`).toMatchFileSnapshot('examples/drill.golden.sql')
    await db.run(`EXPLAIN ${result.drill.sql}`)
  })

  it('should name equal specs alike whatever the order of their keys', () => {
    const turned = Object.fromEntries(Object.entries(plain).reverse()) as TabulationSpec
    expect(planOf(turned).specHash).toBe(planOf(plain).specHash)
    expect(planOf({ ...plain, edition: '2025' }).specHash).not.toBe(planOf(plain).specHash)
  })
})
