/** From a cell to the reports behind it, within the actor's reach, each with the values the cell is made of. */
import { type LocalText, type RowsSection, rowName, rowsSection } from '#engines/form/index.ts'
import { type DrillTarget, drillPredicate, type TabulationPlan } from '#engines/table/index.ts'
import type { Analytics, AnalyticsRow } from '#kernel/analytics/mirror.ts'
import type { ReadContext, StagedContext } from '#kernel/context.ts'
import { type FormVersion, formVersion } from '#modules/stats/catalog/server/index.ts'
import { unitHeaders } from '#modules/stats/register/server/index.ts'
import { tabulatePermissions } from '../contract.ts'
import { columnsBehind, measureOf } from './columns-behind.ts'
import { reportsBehind } from './queries.ts'
import { planFor, specProblem, type TabulationRequest } from './run-tabulation.ts'

export type DrillRequest = TabulationRequest &
  Readonly<{ target: DrillTarget; page: number; pageSize: number }>

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

export async function drillCell(context: StagedContext, analytics: Analytics, request: DrillRequest) {
  const { plan, version } = await context.read(async reading => ({
    plan: await planFor(reading, request, { permission: tabulatePermissions.drill.code }),
    version: (await formVersion(reading.tx, request.formVersionId)) as FormVersion,
  }))
  const found = drillPredicate(plan, request.target)
  if (!found.ok) throw specProblem(found.diagnostics)
  await analytics.drain()
  const counted = await analytics.query(`SELECT count(*)::INTEGER AS total FROM (${found.drill.sql})`)
  const columns = columnsBehind(plan, request.target.column)
  const section = request.section === undefined ? undefined : rowsSection(version.spec, request.section)
  const rows = await pageOfValues(analytics, plan, found.drill.sql, { columns, section }, request)
  const keys = rows.map(row => ({ unitId: Number(row.unit_id), collectionId: Number(row.collection_id) }))
  const reports = await context.read(async reading => {
    const named = await namedReports(reading, keys)
    reading.accessed({
      action: 'tabulate.cell.drill',
      subject: { kind: 'form-version', id: request.formVersionId },
      detail: { units: named.size, column: request.target.column, path: request.target.path },
    })
    return named
  })
  const items = rows.flatMap(row => {
    const report = reports.get(keyOf(row.unit_id, row.collection_id))
    if (!report) return []
    const values = Object.fromEntries(columns.map(column => [column, textOf(row[`value_${column}`])]))
    return [
      {
        ...report,
        period: String(row.period),
        regionName: String(row.region_name ?? report.regionCode),
        row: section ? rowOf(version, section, row) : null,
        values,
      },
    ]
  })
  return { total: Number(counted[0]?.total ?? 0), columns: [...columns], items }
}

/** By the list the form holds, else by the list of the surroundings as the mirror has it. */
function rowOf({ spec }: FormVersion, section: RowsSection, row: AnalyticsRow) {
  if (typeof row.row_key !== 'string') return null
  const key = row.row_key
  const [zh, en] = [row.row_zh, row.row_en]
  const outside = typeof zh === 'string' ? { 'zh-CN': zh, ...(typeof en === 'string' && { en }) } : null
  const name: LocalText = outside ?? rowName(spec, section.id, key)
  return { key, name }
}

/** Under which names the mirror keeps what the row keys of a section mean; null where the form names them itself. */
function rowLabels({ codelist }: RowsSection): string | null {
  if (codelist.startsWith('region:')) return "'region:' || r.region_edition"
  return codelist.startsWith('gbt4754:') ? "'industry'" : null
}

const keyOf = (unitId: unknown, collectionId: unknown): string => `${String(unitId)} ${String(collectionId)}`

/**
 * The reports that passed the reach, by key, with the names of their units. A report keeps the region it was frozen
 * in, so a unit that has since moved elsewhere is named here even to those it has left.
 */
async function namedReports(
  context: ReadContext,
  keys: readonly Readonly<{ unitId: number; collectionId: number }>[],
) {
  const reports = await reportsBehind(context.tx, context.reach(tabulatePermissions.drill.code), keys)
  const headers = await unitHeaders(
    context.tx,
    reports.map(report => report.unitId),
  )
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
  return new Map(
    reports.map(report => {
      const header = headers.get(report.unitId)
      const named = {
        ...report,
        unitName: text(header?.name) ?? '',
        creditCode: text(header?.creditCode),
      }
      return [keyOf(report.unitId, report.collectionId), named]
    }),
  )
}

/** What puts the reports in order: how far each moved where the column tells of a change, else what it adds. */
function weightOf(plan: TabulationPlan, key: string, columns: readonly string[]): string {
  const [value, base] = columns.map(column => `r.${quote(column)}`)
  const measure = measureOf(plan, key)
  const tellsOfChange = measure?.kind === 'growth' || measure?.kind === 'change'
  return tellsOfChange && base ? `abs(coalesce(${value}, 0) - coalesce(${base}, 0))` : (value ?? '')
}

const textOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value)

function pageOfValues(
  analytics: Analytics,
  plan: TabulationPlan,
  drillSql: string,
  { columns, section }: Readonly<{ columns: readonly string[]; section: RowsSection | undefined }>,
  page: Pick<DrillRequest, 'target' | 'page' | 'pageSize'>,
): Promise<readonly AnalyticsRow[]> {
  const { source } = plan.spec
  const values = columns.map(column => `CAST(r.${quote(column)} AS VARCHAR) AS ${quote(`value_${column}`)}`)
  const rowKey = source.hasRowKey ? ' AND r.row_key = d.row_key' : ''
  const labels = section ? rowLabels(section) : null
  const named = labels ? `LEFT JOIN dim_label AS k ON k.dimension = ${labels} AND k.code = d.row_key` : ''
  const row = source.hasRowKey ? ['d.row_key', ...(labels ? ['k.zh AS row_zh', 'k.en AS row_en'] : [])] : []
  const weight = weightOf(plan, page.target.column, columns)
  return analytics.query(
    `SELECT ${['d.unit_id', 'd.collection_id', 'd.period', 'l.zh AS region_name', ...row, ...values].join(', ')}
     FROM (${drillSql}) AS d
     JOIN ${quote(source.table)} AS r ON r.unit_id = d.unit_id AND r.collection_id = d.collection_id${rowKey}
     LEFT JOIN dim_label AS l ON l.dimension = 'region:' || r.region_edition AND l.code = r.region_code
     ${named}
     ORDER BY ${weight && `${weight} DESC NULLS LAST, `}d.unit_id, d.collection_id${source.hasRowKey ? ', d.row_key' : ''} LIMIT ${page.pageSize} OFFSET ${(page.page - 1) * page.pageSize}`,
  )
}
