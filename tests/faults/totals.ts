/** The totals: what the product tabulates over the network, and what a plain SQL sum over the store says. */
import type { Grid } from '#engines/table/index.ts'
import { rowPath } from '#engines/table/index.ts'
import type { City } from './city.ts'
import type { Attempt, Client } from './client.ts'
import type { Installation } from './installation.ts'

const sum = (key: string, column: string) => ({
  key,
  label: { 'zh-CN': key },
  measure: { kind: 'sum' as const, column },
})

/** Tabulates by village and period, which is by report. */
export const tabulation = (city: City): Attempt => ({
  method: 'POST',
  path: '/api/tabulate/run',
  body: {
    formVersionId: city.formVersionId,
    definition: {
      edition: city.edition,
      periods: city.collections.map(one => one.period),
      rows: [{ kind: 'region', levels: ['village'] }, { kind: 'period' }],
      columns: [
        { key: 'n', label: { 'zh-CN': '已报' }, measure: { kind: 'reports', state: 'submitted' } },
        sum('output', 'M1'),
        sum('cumulated', 'M2'),
      ],
    },
  },
})

/** Lines of `village period count output cumulated`. */
export async function tabulated(client: Client, city: City): Promise<readonly string[]> {
  const reply = await client.untilAnswered(tabulation(city))
  if (reply.status !== 200) throw new Error(`the tabulation was refused: ${JSON.stringify(reply.body)}`)
  const grid = reply.body.grid as Grid
  return grid.rows
    .flatMap((row, index) => {
      const path = rowPath(grid, index)
      const reported = Number(row.cells[0] ?? 0) > 0
      return path.length === 2 && reported ? [[...path.map(step => step.code), ...row.cells].join(' ')] : []
    })
    .sort()
}

export async function summed({ sql }: Pick<Installation, 'sql'>): Promise<readonly string[]> {
  const rows = await sql<{ line: string }>(`select concat_ws(' ', r.region_code, c.period, count(*),
      sum((v.values -> 'cells' ->> 'M1')::numeric(18, 2)), sum((v.values -> 'cells' ->> 'M2')::numeric(18, 2))) as line
    from collect.report r join collect.collection c on c.id = r.collection_id
    join collect.revision v using (unit_id, collection_id, revision_no)
    where r.state = 'submitted' group by r.region_code, c.period`)
  return rows.map(row => row.line).sort()
}

export function differences(
  what: string,
  found: readonly string[],
  wanted: readonly string[],
): readonly string[] {
  const [has, needs] = [new Set(found), new Set(wanted)]
  return [
    ...wanted.filter(line => !has.has(line)).map(line => `${what} lacks ${line}`),
    ...found.filter(line => !needs.has(line)).map(line => `${what} has ${line} too much`),
  ]
}
