/** Which report each record of a file stands for. */
import { cellIndex } from '#engines/form/index.ts'
import type { WriteContext } from '#kernel/context.ts'
import { type readTable, unitHeaders } from '#modules/stats/register/server/index.ts'
import type { ImportError, ImportMapping } from '../../contract.ts'
import type { ReadyForm } from '../form-programs.ts'
import type { ReportRow } from '../queries/reports.ts'

export type Table = Awaited<ReturnType<typeof readTable>>
type TableRow = Table['rows'][number]
export type Placed = Readonly<{ line: number; record: TableRow; row: ReportRow }>

export const say = (zhCN: string, en: string) => ({ 'zh-CN': zhCN, en })

export function mappingErrors(
  form: ReadyForm,
  headings: readonly string[],
  { unit, cells }: ImportMapping,
): readonly ImportError[] {
  const known = cellIndex(form.spec)
  const columns = [...Object.keys(cells), ...('column' in unit ? [unit.column] : [])]
  const missing = columns.filter(column => !headings.includes(column))
  const wrong = Object.entries(cells).filter(([, cell]) => {
    const place = known.get(cell)
    return !place || place.repeated || place.spec.kind === 'closed'
  })
  const targets = Object.values(cells)
  const twice = targets.filter((cell, index) => targets.indexOf(cell) !== index)
  return [
    ...missing.map(column => ({
      line: 1,
      column,
      message: say(`文件没有“${column}”列`, `The file has no column “${column}”`),
    })),
    ...wrong.map(([column, cell]) => ({
      line: 1,
      column,
      cell,
      message: say(`本表没有可导入的指标 ${cell}`, `The form has no cell ${cell} that can be imported`),
    })),
    ...twice.map(cell => ({
      line: 1,
      cell,
      message: say(`指标 ${cell} 对应了两列`, `Two columns stand for cell ${cell}`),
    })),
  ]
}

export async function placeRecords(
  context: WriteContext,
  table: Table,
  reports: readonly ReportRow[],
  { unit }: ImportMapping,
  errors: ImportError[],
): Promise<readonly Placed[]> {
  const find = await unitFinder(context, reports, unit)
  const column = 'column' in unit ? table.headings.indexOf(unit.column) : -1
  const seen = new Set<number>()
  return table.rows.flatMap((record, index): Placed[] => {
    const { line } = record
    const text = column >= 0 ? (record.cells[column]?.trim() ?? '') : ''
    const row = find(text, index)
    const at = { line, ...('column' in unit && { column: unit.column }), ...(text && { value: text }) }
    if (record.cells.length > table.headings.length) {
      const message = say('列数多于表头', 'More values than headings')
      errors.push({ line, message })
    }
    if (!row)
      errors.push({
        ...at,
        message: say(`应报单位中没有“${text || index + 1}”`, `“${text || index + 1}” does not owe this form`),
      })
    else if (seen.has(row.unitId)) errors.push({ ...at, message: say('单位重复', 'The unit appears twice') })
    else if (row.state.startsWith('accepted'))
      errors.push({ ...at, message: say('报表已验收', 'The report has been accepted') })
    else {
      seen.add(row.unitId)
      return [{ line, record, row }]
    }
    return []
  })
}

type Finder = (text: string, index: number) => ReportRow | undefined

async function unitFinder(
  context: WriteContext,
  reports: readonly ReportRow[],
  unit: ImportMapping['unit'],
): Promise<Finder> {
  if (unit.by === 'order') return (_text, index) => reports[index]
  if (unit.by === 'unitId') return byText(reports, row => String(row.unitId))
  if (unit.by === 'creditCode') return byText(reports, row => row.creditCode)
  if (unit.by === 'name') return byText(reports, row => row.unitName)
  const headers = await unitHeaders(
    context.tx,
    reports.map(row => row.unitId),
  )
  const find = byText(reports, row => (headers.get(row.unitId)?.localCode as string | null) ?? null)
  return 'text' in unit
    ? (_text, index) => find(unit.text.replaceAll('{row}', String(index + 1)), index)
    : find
}

/** A text that stands for two units stands for neither. */
function byText(reports: readonly ReportRow[], textOf: (row: ReportRow) => string | null): Finder {
  const found = new Map<string, ReportRow | undefined>()
  for (const row of reports) {
    const text = textOf(row)
    if (text !== null) found.set(text, found.has(text) ? undefined : row)
  }
  return text => found.get(text)
}
