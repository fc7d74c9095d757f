/**
 * What can be wrong with a form before any rule is read: codes, columns, code lists, bounds, prefill sources and
 * legal marks. Issues name their subject, so that an importer can point at the line it stands on.
 */
import { type CellPlace, formCells, headingLeaves, stubRows } from './cells.ts'
import { compareDecimals, isDecimal } from './decimals.ts'
import type { Detail, FormProblemCode } from './messages.ts'
import type { FormSpec, HeadingNode, ValueType } from './model.ts'
import { isOutsideList } from './outside-lists.ts'

export type Purpose = 'draft' | 'publish'

/**
 * `cell:M13`, `section:main`, `mark:issuer`, `codelist:products`, `template:R`, `message:E001`, `reason:NEW`,
 * `ruleReasons:E003`, `ruleReasons:E003/NEW`, `rules`, `form`.
 */
export type Subject = string

export type FormIssue = Readonly<{
  code: FormProblemCode
  severity: 'error' | 'warning'
  subject: Subject
  detail: Detail
}>

const error = (code: FormProblemCode, subject: Subject, detail: Detail = {}): FormIssue => ({
  code,
  severity: 'error',
  subject,
  detail,
})

/** Names of cells, sections and columns must be names in the rule language too. */
export function isCode(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]{0,62}$/.test(text)
}

function repeats(keys: readonly string[]): readonly string[] {
  return [...new Set(keys.filter((key, i) => keys.indexOf(key) !== i))]
}

function allKeys(nodes: readonly HeadingNode[]): readonly string[] {
  return nodes.flatMap(node => [node.key, ...allKeys(node.children ?? [])])
}

function checkType(spec: FormSpec, type: ValueType, subject: Subject, path: string): FormIssue[] {
  if (type.kind === 'decimal') {
    const bounds = [type.min, type.max].filter(bound => bound !== undefined)
    const sound = bounds.every(isDecimal)
    const ordered = sound && (bounds.length < 2 || compareDecimals(bounds[0]!, bounds[1]!) <= 0)
    return ordered ? [] : [error('BAD_BOUND', subject, { path })]
  }
  if (type.kind === 'text' && type.pattern !== undefined) {
    try {
      new RegExp(`^(?:${type.pattern})$`, 'u')
    } catch {
      return [error('BAD_PATTERN', subject, { path })]
    }
  }
  if (type.kind === 'code') return checkList(spec, type.codelist, subject)
  return []
}

function checkList(spec: FormSpec, name: string, subject: Subject): FormIssue[] {
  const known = isOutsideList(name) || Object.hasOwn(spec.codelists ?? {}, name)
  return known ? [] : [error('UNKNOWN_CODELIST', subject, { codelist: name })]
}

function checkPrefill(place: CellPlace, cells: ReadonlyMap<string, CellPlace>): FormIssue[] {
  const { spec, code } = place
  const subject = `cell:${code}`
  if (spec.kind === 'prefilled' && !spec.prefill) return [error('PREFILL_MISSING', subject, { cell: code })]
  if (!spec.prefill || spec.prefill.from === 'register') return []
  const source = cells.get(spec.prefill.cell)
  const detail = { cell: code, source: spec.prefill.cell }
  if (!source) return [error('PREFILL_UNKNOWN', subject, detail)]
  const sameRows = !place.repeated && !source.repeated ? true : place.section === source.section
  const fits = sameRows && source.spec.kind !== 'closed' && source.spec.type.kind === spec.type.kind
  return fits ? [] : [error('PREFILL_MISMATCH', subject, detail)]
}

function checkCells(spec: FormSpec): FormIssue[] {
  const places = formCells(spec)
  const cells = new Map(places.map(place => [place.code, place]))
  const open = places.some(place => place.spec.kind !== 'closed')
  return [
    ...(open ? [] : [error('NO_CELLS', 'form')]),
    ...repeats(places.map(place => place.code)).map(cell =>
      error('DUPLICATE_CELL', `cell:${cell}`, { cell }),
    ),
    ...places.flatMap(place => {
      const subject = `cell:${place.code}`
      const missing = place.spec.kind === 'computed' && !place.spec.formula?.trim()
      return [
        ...(isCode(place.code) ? [] : [error('BAD_CODE', subject, { text: place.code })]),
        ...(missing ? [error('FORMULA_MISSING', subject, { cell: place.code })] : []),
        ...checkType(spec, place.spec.type, subject, place.code),
        ...checkPrefill(place, cells),
      ]
    }),
  ]
}

function checkSections(spec: FormSpec): FormIssue[] {
  const issues = repeats(spec.sections.map(({ id }) => id)).map(key =>
    error('DUPLICATE_KEY', `section:${key}`, { key, path: 'sections' }),
  )
  for (const section of spec.sections) {
    const subject = `section:${section.id}`
    if (!isCode(section.id) || section.id === 'header' || section.id === 'signers')
      issues.push(error('BAD_CODE', subject, { text: section.id }))
    if (section.kind === 'record') continue
    const leaves = new Set(headingLeaves(section.heading).map(({ key }) => key))
    const used =
      section.kind === 'rows'
        ? Object.keys(section.cells)
        : stubRows(section.stub).flatMap(({ node }) => Object.keys(node.cells ?? {}))
    for (const key of repeats(allKeys(section.heading)))
      issues.push(error('DUPLICATE_KEY', subject, { key, path: `${section.id}.heading` }))
    for (const key of new Set(used))
      if (!leaves.has(key)) issues.push(error('UNKNOWN_COLUMN', subject, { key }))
    if (section.kind === 'rows') issues.push(...checkList(spec, section.codelist, subject))
  }
  return issues
}

function checkCodelists(spec: FormSpec): FormIssue[] {
  return Object.entries(spec.codelists ?? {}).flatMap(([name, items]) =>
    repeats(items.map(item => item.code)).map(key =>
      error('DUPLICATE_KEY', `codelist:${name}`, { key, path: `codelists.${name}` }),
    ),
  )
}

function checkReasons({ reasons = [], ruleReasons = {} }: FormSpec): FormIssue[] {
  const codes = reasons.map(({ code }) => code)
  return [
    ...codes.filter(code => !isCode(code)).map(text => error('BAD_CODE', `reason:${text}`, { text })),
    ...repeats(codes).map(key => error('DUPLICATE_KEY', `reason:${key}`, { key, path: 'reasons' })),
    ...Object.entries(ruleReasons).flatMap(([rule, offered]) => [
      ...(offered.length > 0
        ? []
        : [error('MISSING', `ruleReasons:${rule}`, { path: `ruleReasons.${rule}[0]` })]),
      ...offered
        .filter(reason => !codes.includes(reason))
        .map(reason => error('REASON_UNKNOWN', `ruleReasons:${rule}/${reason}`, { rule, reason })),
      ...repeats(offered).map(key =>
        error('DUPLICATE_KEY', `ruleReasons:${rule}/${key}`, { key, path: `ruleReasons.${rule}` }),
      ),
    ]),
  ]
}

const markNames = {
  tableNumber: '表号',
  issuer: '制定机关',
  approvalNumber: '文号',
  validUntil: '有效期至',
} as const

/** The four legal marks: lacking ones are a warning on a draft and forbid publishing (统计法 第十六条). */
function checkMarks(spec: FormSpec, purpose: Purpose): FormIssue[] {
  const severity = purpose === 'publish' ? 'error' : 'warning'
  return Object.entries(markNames).flatMap(([key, name]): FormIssue[] => {
    const text = spec.marks[key as keyof typeof markNames]?.trim() ?? ''
    const subject = `mark:${key}`
    if (text === '')
      return [{ code: 'MARK_MISSING', severity, subject, detail: { mark: `${name} (${key})` } }]
    const badMonth = key === 'validUntil' && !/^[1-9]\d{3}-(0[1-9]|1[0-2])$/.test(text)
    return badMonth ? [error('BAD_MONTH', subject)] : []
  })
}

/** Issues of structure; rules and formulas are checked by `checkRules`. */
export function checkStructure(spec: FormSpec, purpose: Purpose = 'draft'): readonly FormIssue[] {
  return [
    ...checkMarks(spec, purpose),
    ...checkSections(spec),
    ...checkCells(spec),
    ...checkCodelists(spec),
    ...checkReasons(spec),
  ]
}
