/**
 * A first matching of a form with a workbook nobody has matched before: rows by their names and codes, columns by their
 * heads and periods. What is not plain is left out; a person sees and corrects the rest.
 */
import {
  type CellPlace,
  type Codelists,
  codelistsOf,
  type FormSpec,
  type FormValues,
  headingLeaves,
  type LocalText,
  measureOf,
  stubRows,
} from '../../form/index.ts'
import { sheetAddress } from '../form-workbook/sheet.ts'
import { cellAt, type SourceBook, type Spot, spotKey } from './book.ts'
import { type Head, headFit, headOf, labelOf, unitIn } from './labels.ts'
import { type CellSources, fillableCells, type Matching, type RowsSource, rowsSections } from './matching.ts'
import { proposeRows } from './propose-rows.ts'
import {
  codeBeside,
  headOver,
  headTexts,
  isLabel,
  isNumeric,
  type SheetView,
  sheetUnitText,
  viewOf,
} from './sheet-view.ts'

export type ProposeOptions = Readonly<{
  spec: FormSpec
  period: string
  initial?: FormValues
  codelists?: Codelists
}>

/** A row of the form, or a field: its names and, by heading leaf, its cells. */
type FormLine = Readonly<{
  section: string
  names: readonly string[]
  code?: string
  cells: readonly Readonly<{ place: CellPlace; heads: readonly Head[] }>[]
  field: boolean
}>

const inBoth = (text: LocalText): readonly string[] =>
  text.en === undefined ? [text['zh-CN']] : [text['zh-CN'], text.en]

function linesOf({ spec, period, initial }: ProposeOptions): readonly FormLine[] {
  const places = new Map(fillableCells(spec, initial).map(place => [place.code, place]))
  const fields = (section: string): readonly FormLine[] =>
    [...places.values()]
      .filter(place => place.section === section && place.headingKey === undefined)
      .map(place => ({
        section,
        names: inBoth(place.stubPath[0] as LocalText),
        cells: [{ place, heads: [] }],
        field: true,
      }))
  const sections = spec.sections.flatMap((section): readonly FormLine[] => {
    if (section.kind === 'rows') return []
    if (section.kind === 'record') return fields(section.id)
    const heads = new Map(
      headingLeaves(section.heading).map(leaf => {
        const names = leaf.path.map(node => node.name)
        const zh = names.map(name => name['zh-CN'])
        const en = names.map(name => name.en ?? name['zh-CN'])
        return [leaf.key, [headOf(zh, period), headOf(en, period)]]
      }),
    )
    return stubRows(section.stub).map(({ node }) => ({
      section: section.id,
      names: inBoth(node.name),
      ...(node.code !== undefined && { code: node.code }),
      cells: Object.entries(node.cells ?? {}).flatMap(([key, { code }]) => {
        const place = places.get(code)
        return place ? [{ place, heads: heads.get(key) ?? [] }] : []
      }),
      field: false,
    }))
  })
  return [...fields('header'), ...sections, ...fields('signers')]
}

type Named = Readonly<{ spot: Spot; full: string; bare: string }>

function labelsOf(view: SheetView): readonly Named[] {
  const spots = [...view.rows.values()].flat()
  return spots.flatMap(spot => {
    const cell = cellAt(view.sheet, spot)
    return isLabel(cell) ? [{ spot, ...labelOf(cell.text) }] : []
  })
}

/** The places of a name in order; of a name the form has several times only as many as it has. */
function rowsFound(view: SheetView, lines: readonly FormLine[]): ReadonlyMap<FormLine, Spot> {
  const labels = labelsOf(view)
  const found = new Map<FormLine, Spot>()
  const taken = new Set<Spot>()
  const take = (line: FormLine, spot: Spot) => {
    found.set(line, spot)
    taken.add(spot)
  }
  for (const by of ['full', 'bare'] as const) {
    const wanted = Map.groupBy(
      lines.filter(line => !found.has(line)),
      line => labelOf(line.names[0] ?? '')[by],
    )
    for (const [name, alike] of wanted) {
      const names = new Set([name, ...alike.flatMap(line => line.names.map(one => labelOf(one)[by]))])
      const spots = labels
        .filter(label => names.has(label[by]) && !taken.has(label.spot))
        .map(({ spot }) => spot)
      const fit = narrowed(view, spots, alike)
      if (fit.length === alike.length) for (const [i, line] of alike.entries()) take(line, fit[i] as Spot)
      else for (const line of alike) takeByCode(view, line, fit, take)
    }
  }
  return found
}

/** Where a name stands more often than the form has it, places with figures beside it go before bare mentions. */
function narrowed(view: SheetView, spots: readonly Spot[], alike: readonly FormLine[]): readonly Spot[] {
  if (spots.length <= alike.length) return spots
  const listed = spots.filter(spot => view.labelColumns.has(spot.column))
  if (listed.length <= alike.length) return listed
  return listed.filter(spot =>
    (view.rows.get(spot.row) ?? []).some(one => {
      const cell = cellAt(view.sheet, one)
      return one.column > spot.column && cell !== undefined && isNumeric(cell)
    }),
  )
}

const plainCode = (code: string) =>
  code
    .normalize('NFKC')
    .trim()
    .replace(/^0+(?=.)/, '')

function takeByCode(
  view: SheetView,
  line: FormLine,
  spots: readonly Spot[],
  take: (line: FormLine, spot: Spot) => void,
): void {
  if (line.code === undefined) return
  const wanted = plainCode(line.code)
  const own = spots.filter(spot => plainCode(codeBeside(view, spot) ?? '') === wanted)
  if (own.length === 1) take(line, own[0] as Spot)
}

/** Columns of figures to the right of a name, up to the next name in the row. */
function figureColumns(view: SheetView, from: Spot): readonly number[] {
  const next = (view.rows.get(from.row) ?? []).find(
    spot =>
      spot.column > from.column && view.labelColumns.has(spot.column) && isLabel(cellAt(view.sheet, spot)),
  )?.column
  const to = next ?? view.sheet.columnCount + 1
  return Array.from({ length: Math.max(0, to - from.column - 1) }, (_, i) => from.column + 1 + i)
}

/** The columns of one row by heading: the best fit first, each column once. */
function columnsFor(view: SheetView, line: FormLine, from: Spot): ReadonlyMap<CellPlace, number> {
  const columns = figureColumns(view, from)
  const fits = line.cells
    .flatMap(({ place, heads }, order) =>
      columns.map(column => {
        const head = headOver(view, { row: from.row, column })
        return { place, order, column, fit: Math.max(0, ...heads.map(one => headFit(head, one))) }
      }),
    )
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit || a.order - b.order || a.column - b.column)
  const chosen = new Map<CellPlace, number>()
  const used = new Set<number>()
  for (const { place, column } of fits) {
    if (chosen.has(place) || used.has(column)) continue
    chosen.set(place, column)
    used.add(column)
  }
  const only = line.cells.length === 1 && chosen.size === 0 ? onlyFigure(view, from, columns) : undefined
  if (only !== undefined && line.cells[0]) chosen.set(line.cells[0].place, only)
  return chosen
}

function onlyFigure(view: SheetView, { row }: Spot, columns: readonly number[]): number | undefined {
  const filled = columns.filter(column => {
    const cell = cellAt(view.sheet, { row, column })
    const head = labelOf(headTexts(view, { row, column }).at(-1) ?? '').bare
    return cell !== undefined && isNumeric(cell) && !/代码|编码|行次|序号|code/.test(head)
  })
  return filled.length === 1 ? filled[0] : undefined
}

/** The value beside the name of a field: the next cell, and for a figure the first one to the right. */
function fieldColumn(view: SheetView, { place }: FormLine['cells'][number], from: Spot): number {
  let next = from.column + 1
  const isPart = (column: number) =>
    view.sheet.merged.get(spotKey({ row: from.row, column }))?.column === from.column
  while (isPart(next)) next += 1
  if (place.spec.type.kind !== 'decimal') return next
  const value = (view.rows.get(from.row) ?? []).find(spot => {
    const cell = cellAt(view.sheet, spot)
    return spot.column >= next && cell !== undefined && isNumeric(cell)
  })
  return value?.column ?? next
}

/** What the labels of a figure say of its unit, where that is another magnitude of the cell's. */
function saidUnit(view: SheetView, label: Spot, at: Spot, place: CellPlace): string | undefined {
  const texts = [cellAt(view.sheet, label)?.text ?? '', ...headTexts(view, at)]
  return alike(texts.map(unitIn), place.unitOfMeasure)
}

function alike(said: readonly (string | undefined)[], unit: string | undefined): string | undefined {
  const base = unit === undefined ? undefined : measureOf(unit)?.base
  return said.find(one => one !== undefined && base !== undefined && measureOf(one)?.base === base)
}

function sheetUnit(view: SheetView, spec: FormSpec): string | undefined {
  return alike(sheetUnitText(view).map(unitIn), spec.unitOfMeasure ?? '千元')
}

function cellsFor(view: SheetView, line: FormLine, label: Spot): readonly (readonly [string, CellSources])[] {
  const columns = line.field
    ? new Map(line.cells.map(cell => [cell.place, fieldColumn(view, cell, label)]))
    : columnsFor(view, line, label)
  return [...columns].map(([place, column]) => {
    const at = { row: label.row, column }
    const unit = saidUnit(view, label, at, place)
    const sources = [{ sheet: view.sheet.name, at: sheetAddress(at) }]
    return [place.code, { sources, ...(unit !== undefined && { unit }) }]
  })
}

/** Proposes where the cells of a form are taken from. */
export function proposeMatching(book: SourceBook, options: ProposeOptions): Matching {
  const { spec, period } = options
  const views = book.sheets.map(sheet => viewOf(sheet, period))
  const lines = linesOf(options).filter(line => line.cells.length > 0)
  const cells: Record<string, CellSources> = {}
  const named = views.map(view => ({ view, spots: rowsFound(view, lines) }))
  for (const section of new Set(lines.map(line => line.section))) {
    const found = named.map(({ view, spots }) => {
      const own = lines.filter(line => line.section === section && spots.has(line))
      return own.flatMap(line => cellsFor(view, line, spots.get(line) as Spot))
    })
    // All of a section from the sheet that has most of it; what that one lacks from the others.
    for (const one of found.toSorted((a, b) => b.length - a.length))
      for (const [code, sources] of one) cells[code] ??= sources
  }
  const lists = codelistsOf(spec, options.codelists)
  const rows: Record<string, RowsSource> = {}
  for (const section of rowsSections(spec)) {
    const source = proposeRows(views, spec, section, lists, period)
    if (source) rows[section.id] = source
  }
  const used = new Set([
    ...Object.values(cells).flatMap(one => one.sources.map(({ sheet }) => sheet)),
    ...Object.values(rows).map(({ sheet }) => sheet),
  ])
  const units = views.flatMap(view => {
    const unit = used.has(view.sheet.name) ? sheetUnit(view, spec) : undefined
    return unit === undefined ? [] : [[view.sheet.name, unit] as const]
  })
  return { units: Object.fromEntries(units), cells, rows }
}
