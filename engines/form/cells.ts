/**
 * The cells of a form in reading order: header, then each section row by row, then signers.
 *
 * Every other part of the engine finds a cell here by its code, with the labels, the unit of measure and the
 * place it has on paper, so that trees are walked in one file only.
 */
import type {
  CellSpec,
  FieldSpec,
  FormSpec,
  HeadingNode,
  LocalText,
  MatrixSection,
  RowsSection,
  Section,
  StubNode,
} from './model.ts'

/** Where a cell stands. `section` is the section's id, or `header` / `signers`. */
export type CellPlace = Readonly<{
  code: string
  spec: CellSpec
  part: 'header' | 'section' | 'signers'
  section: string
  /** True inside a `rows` section: one value per row key. */
  repeated: boolean
  stubPath: readonly LocalText[]
  headingPath: readonly LocalText[]
  headingKey?: string
  /** The stub's 代码. */
  rowCode?: string
  /** `工业总产值(当年价格) · 本月`. */
  label: LocalText
  /** The stub's, else the heading's, else the form's; absent for values that are not amounts. */
  unitOfMeasure?: string
}>

export type HeadingLeaf = Readonly<{
  key: string
  node: HeadingNode
  path: readonly HeadingNode[]
  unitOfMeasure?: string
}>

export type StubRow = Readonly<{ node: StubNode; path: readonly StubNode[]; depth: number }>

const english = (text: LocalText) => text.en ?? text['zh-CN']

function joined(parts: readonly LocalText[], separator: string): LocalText {
  const zh = parts.map(part => part['zh-CN']).join(separator)
  return { 'zh-CN': zh, en: parts.map(english).join(separator) }
}

/** The heading's leaves, left to right; a leaf without its own unit of measure has that of its nearest head. */
export function headingLeaves(heading: readonly HeadingNode[]): readonly HeadingLeaf[] {
  const leaves: HeadingLeaf[] = []
  const visit = (node: HeadingNode, above: readonly HeadingNode[], inherited: string | undefined) => {
    const path = [...above, node]
    const unitOfMeasure = node.unitOfMeasure ?? inherited
    if (node.children?.length) for (const child of node.children) visit(child, path, unitOfMeasure)
    else leaves.push({ key: node.key, node, path, ...(unitOfMeasure === undefined ? {} : { unitOfMeasure }) })
  }
  for (const node of heading) visit(node, [], undefined)
  return leaves
}

/** The stub's rows, top to bottom: a parent comes before its children and is a row itself. */
export function stubRows(stub: readonly StubNode[]): readonly StubRow[] {
  const rows: StubRow[] = []
  const visit = (node: StubNode, above: readonly StubNode[]) => {
    const path = [...above, node]
    rows.push({ node, path, depth: above.length })
    for (const child of node.children ?? []) visit(child, path)
  }
  for (const node of stub) visit(node, [])
  return rows
}

const ofWhichMark: LocalText = { 'zh-CN': '其中:', en: 'of which: ' }

function stubName(node: StubNode): LocalText {
  return node.ofWhich ? joined([ofWhichMark, node.name], '') : node.name
}

/** A row whose name another row of the section shares is told apart by its parent's name. */
function rowLabels(rows: readonly StubRow[]): ReadonlyMap<StubRow, readonly LocalText[]> {
  const seen = new Map<string, number>()
  for (const { node } of rows) seen.set(node.name['zh-CN'], (seen.get(node.name['zh-CN']) ?? 0) + 1)
  return new Map(
    rows.map(row => {
      const ambiguous = seen.get(row.node.name['zh-CN']) !== 1
      const above = ambiguous ? row.path.slice(0, -1).map(node => node.name) : []
      return [row, [...above, stubName(row.node)]]
    }),
  )
}

function unitOf(type: CellSpec['type'], ...units: readonly (string | undefined)[]) {
  const unitOfMeasure = type.kind === 'decimal' ? units.find(unit => unit !== undefined) : undefined
  return unitOfMeasure === undefined ? {} : { unitOfMeasure }
}

function matrixCells(spec: FormSpec, section: MatrixSection): CellPlace[] {
  const leaves = headingLeaves(section.heading)
  const rows = stubRows(section.stub)
  const labels = rowLabels(rows)
  return rows.flatMap(row =>
    leaves.flatMap(leaf => {
      const cell = row.node.cells?.[leaf.key]
      if (!cell) return []
      const headingPath = leaf.path.map(node => node.name)
      const place: CellPlace = {
        code: cell.code,
        spec: cell,
        part: 'section',
        section: section.id,
        repeated: false,
        stubPath: row.path.map(node => node.name),
        headingPath,
        headingKey: leaf.key,
        ...(row.node.code === undefined ? {} : { rowCode: row.node.code }),
        label: joined([...labels.get(row)!, ...headingPath], ' · '),
        ...unitOf(cell.type, row.node.unitOfMeasure, leaf.unitOfMeasure, spec.unitOfMeasure),
      }
      return [place]
    }),
  )
}

function rowsCells(spec: FormSpec, section: RowsSection): CellPlace[] {
  const unitsByRow = spec.codelists?.[section.codelist]?.some(item => item.unitOfMeasure !== undefined)
  return headingLeaves(section.heading).flatMap(leaf => {
    const cell = section.cells[leaf.key]
    if (!cell) return []
    const headingPath = leaf.path.map(node => node.name)
    const place: CellPlace = {
      code: cell.code,
      spec: cell,
      part: 'section',
      section: section.id,
      repeated: true,
      stubPath: [section.keyName],
      headingPath,
      headingKey: leaf.key,
      label: joined(headingPath, ' · '),
      ...unitOf(cell.type, leaf.unitOfMeasure, unitsByRow ? undefined : spec.unitOfMeasure),
    }
    return [place]
  })
}

function fieldCells(
  fields: readonly FieldSpec[],
  part: CellPlace['part'],
  section: string,
  unit?: string,
): CellPlace[] {
  return fields.map(field => ({
    code: field.cell.code,
    spec: field.cell,
    part,
    section,
    repeated: false,
    stubPath: [field.name],
    headingPath: [],
    label: { 'zh-CN': field.name['zh-CN'], en: english(field.name) },
    ...unitOf(field.cell.type, field.unitOfMeasure, unit),
  }))
}

function sectionCells(spec: FormSpec, section: Section): CellPlace[] {
  if (section.kind === 'matrix') return matrixCells(spec, section)
  if (section.kind === 'rows') return rowsCells(spec, section)
  return fieldCells(section.fields, 'section', section.id)
}

const lists = new WeakMap<FormSpec, readonly CellPlace[]>()

/**
 * Every cell, in reading order; duplicate codes are kept, so that a check can name both places. Built once per
 * spec object: a spec is frozen data, and every submission asks.
 */
export function formCells(spec: FormSpec): readonly CellPlace[] {
  const known = lists.get(spec)
  if (known) return known
  const list = readCells(spec)
  lists.set(spec, list)
  return list
}

function readCells(spec: FormSpec): readonly CellPlace[] {
  return [
    ...fieldCells(spec.header, 'header', 'header'),
    ...spec.sections.flatMap(section => sectionCells(spec, section)),
    ...fieldCells(spec.signers, 'signers', 'signers'),
  ]
}

const indexes = new WeakMap<FormSpec, ReadonlyMap<string, CellPlace>>()

/** Cells by code. Built once per spec object: a spec is frozen data. */
export function cellIndex(spec: FormSpec): ReadonlyMap<string, CellPlace> {
  const known = indexes.get(spec)
  if (known) return known
  const index = new Map(formCells(spec).map(place => [place.code, place]))
  indexes.set(spec, index)
  return index
}

/** The cells that follow a formula, with it. */
export function computedCells(spec: FormSpec): readonly Readonly<{ place: CellPlace; formula: string }>[] {
  return formCells(spec).flatMap(place =>
    place.spec.kind === 'computed' && place.spec.formula ? [{ place, formula: place.spec.formula }] : [],
  )
}

/** The `rows` section of this id, or undefined. */
export function rowsSection(spec: FormSpec, id: string): RowsSection | undefined {
  return spec.sections.find((section): section is RowsSection => section.kind === 'rows' && section.id === id)
}
