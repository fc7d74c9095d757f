/** From the query's answer to the grid: read, withhold, order, evaluate. */

import { type RowNode, readCells, rowKeys, wholeRow } from './cells.ts'
import { controlDisclosure, type IsWithheld } from './disclosure.ts'
import { type CellAt, type Evaluation, evaluate, valueText } from './evaluate.ts'
import { compareExact } from './exact.ts'
import type { CellFlag, Grid, GridColumn, GridFreshness, GridRow, PathStep } from './grid-model.ts'
import { type AcrossHead, buildHeads, type Leaf } from './heads.ts'
import type { GroupKey } from './keys.ts'
import { type CodeLabel, codeLabel, type LabelLookup, totalLabel } from './labels.ts'
import type { LocalText, TabulationSpec } from './model.ts'
import type { TabulationPlan } from './plan.ts'

type Labelled = Readonly<{ row: RowNode; key: GroupKey; code: string; name: CodeLabel }>
type LabelKey = (key: GroupKey, code: string) => CodeLabel

const labelKey =
  (spec: TabulationSpec, lookup: LabelLookup): LabelKey =>
  (key, code) => {
    const row = spec.rows[key.dimension]
    if (row?.kind !== 'conditions') return codeLabel(lookup, key.label, key.depth, code)
    const index = Number(code)
    return { label: row.conditions[index]!.label, ordinal: index }
  }

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Blank codes last, then by ordinal where there is one, then by code. */
const compareCodes = (a: { code: string; name: CodeLabel }, b: { code: string; name: CodeLabel }): number =>
  Number(a.code === '') - Number(b.code === '') ||
  (a.name.ordinal ?? Number.MAX_VALUE) - (b.name.ordinal ?? Number.MAX_VALUE) ||
  compareText(a.code, b.code)

const acrossHeads = (plan: TabulationPlan, values: ReadonlySet<string>, label: LabelKey) => {
  const { spec, keys } = plan
  const key = keys.find(item => item.dimension === -1)
  if (!spec.across || !key) return undefined
  const named = (code: string) => ({ code, name: label(key, code) })
  const found =
    spec.across.values?.map(named) ??
    (key.kind === 'period' ? spec.periods.map(named) : [...values].map(named).sort(compareCodes))
  const heads: AcrossHead[] = found.map(({ code, name }) => ({ code, label: name.label }))
  return spec.across.total ? [...heads, { code: wholeRow, label: totalLabel }] : heads
}

/** A code as drilling and screens see it: conditions by their key, everything else as stored. */
const stepOf = (spec: TabulationSpec, key: GroupKey, code: string): PathStep => {
  const row = spec.rows[key.dimension]
  const shown = row?.kind === 'conditions' ? row.conditions[Number(code)]!.key : code
  return { dimension: key.label, level: key.level, code: shown }
}

const sorter = (plan: TabulationPlan, evaluation: Evaluation, isWithheld: (at: CellAt) => boolean) => {
  const { order } = plan.spec
  const column = order && plan.compiled.columns.find(item => item.column.key === order.column)
  if (!column) return compareCodes
  const value = (row: RowNode) => {
    const at = { row, across: wholeRow }
    return isWithheld(at) ? null : (evaluate(evaluation, column.formula, at) ?? null)
  }
  return (a: Labelled, b: Labelled): number => {
    const [x, y] = [value(a.row), value(b.row)]
    const blanks = Number(x === null || a.code === '') - Number(y === null || b.code === '')
    if (blanks !== 0 || !x || !y) return blanks || compareCodes(a, b)
    return (order!.direction === 'asc' ? compareExact(x, y) : compareExact(y, x)) || compareCodes(a, b)
  }
}

/**
 * Builds the grid from the rows of `plan.sql` (its one text column, in any order) and the labels of
 * `plan.labelSql`. Rows come in tree order: a row, then its breakdown by inner dimensions, then the next level
 * of its own. Values are decimal strings in the column's unit of measure, rounded once, half away from zero.
 */
export const buildGrid = (
  plan: TabulationPlan,
  packed: readonly string[],
  lookup: LabelLookup,
  freshness: GridFreshness = {},
): Grid => {
  const { spec } = plan
  const tree = readCells(plan, packed)
  const label = labelKey(spec, lookup)
  const evaluation: Evaluation = { tree, firstSlot: 1 + plan.keys.length }
  const isWithheld = controlDisclosure(plan, tree)
  const across = acrossHeads(plan, tree.across, label)
  const heads = buildHeads(spec.columns, plan.compiled.columns, across, spec.across?.outer ?? 'values')

  const evaluateRow = (row: RowNode) => {
    const flags: Record<number, CellFlag> = {}
    let isFlagged = false
    const cells: (string | null)[] = []
    for (const [index, { compiled, across: code }] of heads.leaves.entries()) {
      const at = { row, across: code ?? wholeRow }
      const text = isWithheld?.(compiled, at) ? 'withheld' : valueText(evaluation, compiled, at)
      const flag = text === 'withheld' ? text : text === undefined ? 'undefined' : undefined
      if (flag) flags[index] = flag
      isFlagged ||= flag !== undefined
      cells.push(flag ? null : (text ?? null))
    }
    return isFlagged ? { cells, flags } : { cells }
  }

  const rows = listRows(
    plan,
    tree.root,
    label,
    sorter(plan, evaluation, orderWithheld(plan, isWithheld)),
    evaluateRow,
  )
  const columns = heads.leaves.map(gridColumn)
  const meta = { ...freshness, specHash: plan.specHash, edition: spec.edition, periods: spec.periods }
  return { head: heads.head, headRows: heads.headRows, columns, rows, meta }
}

const orderWithheld = (plan: TabulationPlan, isWithheld: IsWithheld | undefined) => {
  const column = plan.compiled.columns.find(item => item.column.key === plan.spec.order?.column)
  return (at: CellAt) => column !== undefined && isWithheld?.(column, at) === true
}

const gridColumn = ({ compiled, across }: Leaf): GridColumn => ({
  key: compiled.column.key,
  label: compiled.column.label,
  ...(compiled.unitOfMeasure !== undefined && { unitOfMeasure: compiled.unitOfMeasure }),
  decimals: compiled.decimals,
  ...(across !== undefined && { across }),
})

/** Walks the tree in order; a hidden total lifts its children one level up. */
const listRows = (
  plan: TabulationPlan,
  root: RowNode | undefined,
  label: LabelKey,
  compare: (a: Labelled, b: Labelled) => number,
  evaluateRow: (row: RowNode) => Pick<GridRow, 'cells' | 'flags'>,
): readonly GridRow[] => {
  const { spec } = plan
  const keys = rowKeys(plan.keys)
  const rows: GridRow[] = []
  const labelled = (row: RowNode): Labelled => {
    const last = row.depths.findLastIndex(depth => depth > 0)
    const index = keys.findLastIndex((key, i) => key.dimension === last && row.codes[i] !== null)
    const [key, code] = [keys[index]!, row.codes[index]!]
    return { row, key, code, name: label(key, code) }
  }
  const visit = (row: RowNode, step: PathStep | null, name: LocalText, level: number, parent: number) => {
    const index = rows.push({ step, level, parent, label: name, ...evaluateRow(row) }) - 1
    below(row, level + 1, index)
  }
  const below = (row: RowNode, level: number, parent: number) => {
    const children = row.children
      .map(labelled)
      .sort((a, b) => b.key.dimension - a.key.dimension || compare(a, b))
    for (const child of children) {
      visit(child.row, stepOf(spec, child.key, child.code), child.name.label, level, parent)
    }
  }
  const top = root ?? emptyRow(plan)
  if (spec.total === false) below(top, 0, -1)
  else visit(top, null, spec.totalLabel ?? totalLabel, 0, -1)
  return rows
}

const emptyRow = (plan: TabulationPlan): RowNode => ({
  depths: plan.spec.rows.map(() => 0),
  codes: rowKeys(plan.keys).map(() => null),
  parent: undefined,
  children: [],
  cells: new Map(),
})
