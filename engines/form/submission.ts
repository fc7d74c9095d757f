/**
 * A submission at the edge: unknown JSON becomes `FormValues`, or a list of problems with cell addresses.
 * Every member of the input is either taken or named in a problem.
 */
import { type CellPlace, cellIndex, rowsSection } from './cells.ts'
import { type Detail, message, type SubmissionProblemCode } from './messages.ts'
import type { CellValues, FormRow, FormSpec, FormValues, LocalText, RowsSection, Scalar } from './model.ts'
import { type Codelists, codelistsOf, parseValue } from './values.ts'

export type SubmissionProblem = Readonly<{
  code: SubmissionProblemCode
  message: LocalText
  cell?: string
  section?: string
  row?: string
}>

export type Normalised =
  | Readonly<{ values: FormValues; problems?: undefined }>
  | Readonly<{ values?: undefined; problems: readonly SubmissionProblem[] }>

type Address = Readonly<{ cell?: string; section?: string; row?: string }>
type Context = Readonly<{
  spec: FormSpec
  cells: ReadonlyMap<string, CellPlace>
  codelists: Codelists
  problems: SubmissionProblem[]
}>

const problemLimit = 200
const shown = (text: string) => text.slice(0, 60)

function raise(context: Context, code: SubmissionProblemCode, address: Address, detail: Detail = {}): void {
  const short = Object.fromEntries(Object.entries(address).map(([key, text]) => [key, shown(text)]))
  if (context.problems.length < problemLimit)
    context.problems.push({ code, message: message(code, { ...short, ...detail }), ...short })
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** JSON numbers are taken only where their text says exactly what was meant: a double holds 15 digits for sure. */
function asText(value: unknown): string | null {
  if (typeof value === 'string') return value.length <= 100_000 ? value : null
  if (typeof value === 'boolean') return String(value)
  if (typeof value !== 'number' || !Number.isFinite(value)) return null
  const text = String(value)
  return text.replace(/e.*$/, '').replace(/\D/g, '').length <= 15 ? text : null
}

function readCell(context: Context, place: CellPlace, raw: unknown, address: Address): Scalar | undefined {
  if (raw === null || raw === undefined) return null
  if (place.spec.kind === 'closed') {
    raise(context, 'CLOSED_CELL', address)
    return undefined
  }
  const boolean = typeof raw === 'boolean' && place.spec.type.kind !== 'boolean'
  const text = boolean ? null : asText(raw)
  if (text === null) {
    raise(context, 'WRONG_TYPE', address)
    return undefined
  }
  const { unitOfMeasure } = place
  const parsed = parseValue(place.spec.type, text, {
    codelists: context.codelists,
    ...(unitOfMeasure === undefined ? {} : { unitOfMeasure }),
  })
  if ('value' in parsed) return parsed.value
  if (context.problems.length < problemLimit) context.problems.push({ ...parsed.problem, ...address })
  return undefined
}

/** `section` and `row` are given inside a row. Blank cells are left out of the result. */
function readCells(context: Context, raw: unknown, where: Address): CellValues {
  const cells: Record<string, Scalar> = {}
  if (!isObject(raw)) {
    raise(context, 'NOT_AN_OBJECT', where, { path: 'cells' })
    return cells
  }
  for (const [code, value] of Object.entries(raw)) {
    const address = { ...where, cell: code }
    const place = context.cells.get(code)
    if (!place) raise(context, 'UNKNOWN_CELL', address)
    else if (place.repeated && where.section === undefined) raise(context, 'CELL_OUTSIDE_ROWS', address)
    else if (where.section !== undefined && place.section !== where.section)
      raise(context, 'CELL_OF_OTHER_SECTION', address)
    else {
      const read = readCell(context, place, value, address)
      if (read !== undefined && read !== null) cells[code] = read
    }
  }
  return cells
}

function readKey(context: Context, section: RowsSection, raw: unknown, index: number): string | null {
  const key = isObject(raw) && typeof raw.key === 'string' ? raw.key.trim() : ''
  const address = { section: section.id }
  if (!/^[\w.:-]{1,64}$/.test(key)) {
    raise(context, 'BAD_ROW_KEY', address, { index: index + 1 })
    return null
  }
  const items = context.codelists(section.codelist)
  const detail = { codelist: section.codelist }
  if (!items) raise(context, 'CODELIST_MISSING', { ...address, row: key }, { ...detail, text: shown(key) })
  else if (!items.some(({ code }) => code === key))
    raise(context, 'UNKNOWN_ROW', { ...address, row: key }, detail)
  return key
}

function readRows(context: Context, section: RowsSection, raw: unknown): readonly FormRow[] {
  const where = { section: section.id }
  if (!Array.isArray(raw)) {
    raise(context, 'NOT_A_LIST', where, { path: `rows.${section.id}` })
    return []
  }
  if (raw.length > section.maxRows) {
    raise(context, 'TOO_MANY_ROWS', where, { max: section.maxRows })
    return []
  }
  const seen = new Set<string>()
  return raw.flatMap((item: unknown, index) => {
    const key = readKey(context, section, item, index)
    if (key === null || !isObject(item)) return []
    if (seen.has(key)) raise(context, 'DUPLICATE_ROW', { ...where, row: key })
    seen.add(key)
    const address = { ...where, row: key }
    unknownMembers(context, item, ['key', 'cells'], address, `rows.${section.id}.${key}.`)
    return [{ key, cells: readCells(context, item.cells ?? {}, address) }]
  })
}

function unknownMembers(
  context: Context,
  raw: Readonly<Record<string, unknown>>,
  known: readonly string[],
  address: Address,
  path: string,
): void {
  for (const name of Object.keys(raw))
    if (!known.includes(name)) raise(context, 'UNKNOWN_MEMBER', address, { path: shown(`${path}${name}`) })
}

function readAllRows(context: Context, raw: unknown): Record<string, readonly FormRow[]> {
  const rows: Record<string, readonly FormRow[]> = {}
  if (raw === undefined || raw === null) return rows
  if (!isObject(raw)) {
    raise(context, 'NOT_AN_OBJECT', {}, { path: 'rows' })
    return rows
  }
  for (const [id, list] of Object.entries(raw)) {
    const section = rowsSection(context.spec, id)
    if (section) rows[id] = readRows(context, section, list)
    else raise(context, 'UNKNOWN_SECTION', { section: id })
  }
  return rows
}

/**
 * Parses an unknown submission `{cells, rows?}` against a form. Values may be canonical or as typed; the result is
 * canonical and without blanks. At most 200 problems are listed. `codelists` gives the lists the form does not hold.
 */
export function normaliseValues(spec: FormSpec, raw: unknown, codelists?: Codelists): Normalised {
  const context: Context = {
    spec,
    cells: cellIndex(spec),
    codelists: codelistsOf(spec, codelists),
    problems: [],
  }
  if (!isObject(raw)) {
    raise(context, 'NOT_AN_OBJECT', {}, { path: 'values' })
    return { problems: context.problems }
  }
  unknownMembers(context, raw, ['cells', 'rows'], {}, '')
  const cells = readCells(context, raw.cells ?? {}, {})
  const rows = readAllRows(context, raw.rows)
  if (context.problems.length > 0) return { problems: context.problems }
  return { values: Object.keys(rows).length > 0 ? { cells, rows } : { cells } }
}

/** Required cells left blank; in a row, only where the row exists. */
export function missingValues(spec: FormSpec, values: FormValues): readonly SubmissionProblem[] {
  const blank = (cells: CellValues, code: string) => cells[code] === null || cells[code] === undefined
  return [...cellIndex(spec).values()].flatMap(place => {
    if (!place.spec.required || place.spec.kind === 'closed') return []
    const problem = () => ({ code: 'REQUIRED' as const, message: required(place), cell: place.code })
    if (!place.repeated) return blank(values.cells, place.code) ? [problem()] : []
    const rows = values.rows?.[place.section] ?? []
    return rows
      .filter(row => blank(row.cells, place.code))
      .map(row => ({ ...problem(), section: place.section, row: row.key }))
  })
}

function required(place: CellPlace): LocalText {
  const zh = message('REQUIRED', { label: place.label['zh-CN'] })['zh-CN']
  return {
    'zh-CN': zh,
    en: message('REQUIRED', { label: place.label.en ?? place.label['zh-CN'] }).en as string,
  }
}
