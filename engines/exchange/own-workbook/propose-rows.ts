/** Where a table of rows stands in a workbook: the column of its keys, its first row, a column for each heading. */
import {
  type Codelists,
  type FormSpec,
  type HeadingLeaf,
  headingLeaves,
  measureOf,
  type RowsSection,
} from '../../form/index.ts'
import { codeFinder } from '../form-workbook/lists.ts'
import { sheetAddress } from '../form-workbook/sheet.ts'
import { columnLetters } from './address.ts'
import { cellAt, type Spot } from './book.ts'
import { headFit, headOf, labelOf, unitIn } from './labels.ts'
import { fillableColumns, type RowsSource } from './matching.ts'
import { headOver, headTexts, type SheetView } from './sheet-view.ts'

type Keys = Readonly<{ column: number; first: number; count: number; named: boolean }>

/** The column in which most of the list's items are recognised, by name or code; one headed as the form's goes first. */
function keyColumn(view: SheetView, section: RowsSection, lists: Codelists): Keys | undefined {
  const find = codeFinder(lists(section.codelist) ?? [], 'zh-CN')
  const wanted = labelOf(section.keyName['zh-CN']).bare
  const found = new Map<number, { first: number; count: number }>()
  for (const spot of [...view.rows.values()].flat().sort((a, b) => a.row - b.row)) {
    const text = cellAt(view.sheet, spot)?.text ?? ''
    if (text === '' || find(text) === undefined) continue
    const one = found.get(spot.column) ?? { first: spot.row, count: 0 }
    found.set(spot.column, { ...one, count: one.count + 1 })
  }
  const columns = [...found].map(([column, one]): Keys => {
    const heads = headTexts(view, { row: one.first, column })
    return { column, ...one, named: labelOf(heads.at(-1) ?? '').bare === wanted }
  })
  return columns.toSorted(
    (a, b) => b.count - a.count || Number(b.named) - Number(a.named) || a.column - b.column,
  )[0]
}

/** A table with its heads and no key that is known: the heads alone show where it stands. */
function headedColumn(view: SheetView, section: RowsSection): Keys | undefined {
  const wanted = labelOf(section.keyName['zh-CN']).bare
  for (const row of view.headRows)
    for (const { column } of view.rows.get(row) ?? []) {
      if (labelOf(cellAt(view.sheet, { row, column })?.text ?? '').bare !== wanted) continue
      const below = [...view.rows.keys()]
        .sort((a, b) => a - b)
        .find(one => one > row && !view.headRows.has(one))
      return { column, first: below ?? row + 1, count: 0, named: true }
    }
  return undefined
}

type Fit = Readonly<{ leaf: HeadingLeaf; code: string; column: number; fit: number; order: number }>

/** Filled columns of the table's first rows, apart from the key's. */
function columnsOf(view: SheetView, keys: Keys): readonly number[] {
  const columns = new Set<number>()
  for (const [row, spots] of view.rows)
    if (row < keys.first + 50) for (const { column } of spots) if (column !== keys.column) columns.add(column)
  return [...columns].sort((a, b) => a - b)
}

function fitsOf(view: SheetView, spec: FormSpec, section: RowsSection, keys: Keys, period: string): Fit[] {
  const codes = new Map(fillableColumns(spec, section).map(place => [place.headingKey, place.code]))
  return headingLeaves(section.heading).flatMap((leaf, order) => {
    const code = codes.get(leaf.key)
    if (code === undefined) return []
    const names = leaf.path.map(node => node.name)
    const heads = [
      headOf(
        names.map(name => name['zh-CN']),
        period,
      ),
      headOf(
        names.map(name => name.en ?? name['zh-CN']),
        period,
      ),
    ]
    return columnsOf(view, keys).map(column => {
      const head = headOver(view, { row: keys.first, column })
      return { leaf, code, column, order, fit: Math.max(...heads.map(one => headFit(head, one))) }
    })
  })
}

export function proposeRows(
  views: readonly SheetView[],
  spec: FormSpec,
  section: RowsSection,
  lists: Codelists,
  period: string,
): RowsSource | undefined {
  const found = views.flatMap(view => {
    const keys = keyColumn(view, section, lists) ?? headedColumn(view, section)
    if (!keys) return []
    const columns = new Map<string, { column: number; leaf: HeadingLeaf }>()
    const used = new Set<number>()
    const fits = fitsOf(view, spec, section, keys, period).filter(({ fit }) => fit > 0)
    for (const one of fits.toSorted((a, b) => b.fit - a.fit || a.order - b.order || a.column - b.column)) {
      if (columns.has(one.code) || used.has(one.column)) continue
      columns.set(one.code, one)
      used.add(one.column)
    }
    return columns.size === 0 ? [] : [{ view, keys, columns }]
  })
  const best = found.toSorted((a, b) => b.columns.size - a.columns.size || b.keys.count - a.keys.count)[0]
  if (!best) return undefined
  const { view, keys } = best
  const columns = [...best.columns].map(([code, { column, leaf }]) => {
    const unit = saidUnit(view, { row: keys.first, column }, leaf.unitOfMeasure)
    return [code, { column: columnLetters(column), ...(unit !== undefined && { unit }) }]
  })
  return {
    sheet: view.sheet.name,
    key: sheetAddress({ row: keys.first, column: keys.column }),
    columns: Object.fromEntries(columns),
  }
}

function saidUnit(view: SheetView, at: Spot, unit: string | undefined): string | undefined {
  const base = unit === undefined ? undefined : measureOf(unit)?.base
  const said = headTexts(view, at).map(unitIn)
  return said.find(one => one !== undefined && base !== undefined && measureOf(one)?.base === base)
}
