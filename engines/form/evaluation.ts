/**
 * Rules and computed cells over one report: the same code for a keystroke in the browser and for a submission.
 *
 * An evaluation is the report's values with computed cells filled in, and what every rule made of them. After a
 * change only what depends on the changed cells is done again; a whole check is the change of everything.
 */
import {
  affectedBy,
  computeCells,
  type Explanation,
  evaluate,
  explainRule,
  type Outcome,
  type RuleRecord,
} from '#engines/vtl/index.ts'
import { cellIndex } from './cells.ts'
import type { CellValues, FormRow, FormValues, LocalText, Scalar } from './model.ts'
import type { FormProgram } from './program.ts'
import { rowOf } from './rows.ts'
import { missingValues } from './submission.ts'

/** What a report is held against. `forms` are other forms of the unit and period, by form code. */
export type FormForeign = Readonly<{
  period: string
  unit?: string
  previous?: FormValues | null
  yearAgo?: FormValues | null
  register?: Readonly<Record<string, Scalar>> | null
  forms?: Readonly<Record<string, FormValues | null>>
}>

/** A failed rule. `REQUIRED` stands for a required cell left blank. */
export type Finding = Readonly<{
  rule: string
  level: 'fatal' | 'query' | 'notice'
  message: LocalText
  /** The form's own cells the rule reads, in the order it reads them. */
  cells: readonly string[]
  section?: string
  row?: string
  template?: string
  /** Both sides of the comparison that failed, as the author wrote them and with their values. */
  comparison: Explanation['comparison']
  /** Every value the rule read, by name: `M13`, `prev#M14`. */
  values: Readonly<Record<string, Scalar>>
}>

export type RuleResult = Readonly<{
  rule: string
  section?: string
  row?: string
  outcome: Outcome
  finding?: Finding
}>

export type Evaluation = Readonly<{
  values: FormValues
  /** By rule code, section and row. */
  results: ReadonlyMap<string, RuleResult>
}>

type RowAt = Readonly<{ section: string; row: FormRow }>

function rowCells(values: FormValues | null | undefined, at: RowAt | undefined): CellValues | null {
  if (!values) return null
  if (!at) return values.cells
  return { ...values.cells, ...rowOf(values, at.section, at.row.key)?.cells }
}

function recordOf(program: FormProgram, values: FormValues, foreign: FormForeign, at?: RowAt): RuleRecord {
  const others = [...program.forms].map(([name, code]) => [name, foreign.forms?.[code]?.cells ?? null])
  return {
    cells: {
      ...values.cells,
      ...at?.row.cells,
      unit: foreign.unit ?? null,
      period: foreign.period,
      ...(at ? { row: at.row.key } : {}),
    },
    foreign: {
      ...Object.fromEntries(others),
      prev: rowCells(foreign.previous, at),
      yago: rowCells(foreign.yearAgo, at),
      unit: foreign.register ?? null,
    },
  }
}

const keyOf = (rule: string, section = '', row = '') => `${rule}\n${section}\n${row}`

function valuesRead(
  record: RuleRecord,
  cells: readonly string[],
  foreign: Readonly<Record<string, readonly string[]>>,
) {
  const own = cells.map(cell => [cell, record.cells[cell] ?? null])
  const others = Object.entries(foreign).flatMap(([alias, names]) =>
    names.map(name => [`${alias}#${name}`, record.foreign?.[alias]?.[name] ?? null]),
  )
  return Object.fromEntries([...own, ...others]) as Record<string, Scalar>
}

function findingOf(program: FormProgram, code: string, record: RuleRecord, at?: RowAt): Finding {
  const rule = program.ruleset.byCode.get(code)!
  const known = cellIndex(program.spec)
  return {
    rule: code,
    level: rule.level,
    message: program.spec.messages?.[code] ?? rule.message,
    cells: rule.cells.filter(cell => known.has(cell)),
    ...(at ? { section: at.section, row: at.row.key } : {}),
    ...(rule.template ? { template: rule.template.code } : {}),
    comparison: explainRule(program.ruleset, code, record).comparison,
    values: valuesRead(record, rule.cells, rule.foreign),
  }
}

type Scope = Readonly<{ computed?: readonly string[]; rules?: readonly string[] }>

function computedInto(cells: CellValues, computed: Readonly<Record<string, Scalar>>): CellValues {
  const next: Record<string, Scalar> = { ...cells }
  for (const [code, value] of Object.entries(computed)) {
    if (value === null) delete next[code]
    else next[code] = value
  }
  return next
}

function fillComputed(
  program: FormProgram,
  values: FormValues,
  foreign: FormForeign,
  scope: Scope,
  inRow: (section: string, key: string) => boolean,
): FormValues {
  if (program.computed.order.length === 0 || scope.computed?.length === 0) return values
  const only = scope.computed ? { cells: scope.computed } : {}
  const own = computeCells(program.computed, recordOf(program, values, foreign), only)
  const filled: FormValues = { ...values, cells: computedInto(values.cells, own) }
  if (!values.rows) return filled
  const rows = Object.entries(values.rows).map(([section, list]) => [
    section,
    list.map(row => {
      if (!inRow(section, row.key)) return row
      const record = recordOf(program, filled, foreign, { section, row })
      return {
        ...row,
        cells: computedInto(row.cells, computeCells(program.computed, record, { ...only, rows: section })),
      }
    }),
  ])
  return { ...filled, rows: Object.fromEntries(rows) as FormValues['rows'] & object }
}

function runRules(
  program: FormProgram,
  values: FormValues,
  foreign: FormForeign,
  scope: Scope,
  results: Map<string, RuleResult>,
  at?: RowAt,
): void {
  const record = recordOf(program, values, foreign, at)
  const options = { ...(scope.rules ? { rules: scope.rules } : {}), ...(at ? { rows: at.section } : {}) }
  for (const [rule, outcome] of Object.entries(evaluate(program.ruleset, record, options))) {
    const place = at ? { section: at.section, row: at.row.key } : {}
    const finding = outcome === 'fail' ? { finding: findingOf(program, rule, record, at) } : {}
    results.set(keyOf(rule, at?.section, at?.row.key), { rule, ...place, outcome, ...finding })
  }
}

/** Everything from nothing. Computed cells in `values` are overwritten by their formulas. */
export function evaluateForm(program: FormProgram, values: FormValues, foreign: FormForeign): Evaluation {
  const filled = fillComputed(program, values, foreign, {}, () => true)
  const results = new Map<string, RuleResult>()
  runRules(program, filled, foreign, {}, results)
  for (const [section, list] of Object.entries(filled.rows ?? {}))
    for (const row of list) runRules(program, filled, foreign, {}, results, { section, row })
  return { values: filled, results }
}

/** Cells that changed; `row` is absent for the form's own cells. */
export type Change = Readonly<{ cells: readonly string[]; section?: string; row?: string }>

type ChangedRows = Readonly<{ cells: readonly string[]; section?: string; rows?: Set<string> }>

/** Rows in which the same cells changed are gone through together: a pasted table is thousands of them. */
function together(changes: readonly Change[]): readonly ChangedRows[] {
  const groups = new Map<string, ChangedRows>()
  for (const { cells, section, row } of changes) {
    const key = row === undefined ? `${groups.size}` : `${section}\n${cells.join(' ')}`
    const rows = groups.get(key)?.rows
    if (row === undefined) groups.set(key, { cells })
    else if (rows) rows.add(row)
    else groups.set(key, { cells, ...(section !== undefined && { section }), rows: new Set([row]) })
  }
  return [...groups.values()]
}

/** The evaluation of `values`, which differ from those of `before` in these cells only. */
export function reevaluate(
  program: FormProgram,
  before: Evaluation,
  values: FormValues,
  foreign: FormForeign,
  changes: readonly Change[],
): Evaluation {
  const results = new Map(before.results)
  let current = values
  for (const change of together(changes)) {
    const scope = affectedBy(program.ruleset, change.cells)
    const inRow = (section: string, key: string) =>
      change.rows === undefined || (section === change.section && change.rows.has(key))
    current = fillComputed(program, current, foreign, scope, inRow)
    if (change.rows === undefined) runRules(program, current, foreign, scope, results)
    for (const [section, list] of Object.entries(current.rows ?? {}))
      for (const row of list)
        if (inRow(section, row.key)) runRules(program, current, foreign, scope, results, { section, row })
  }
  return { values: current, results }
}

/** Without the results of rows that are no longer there. */
export function forgetRow(evaluation: Evaluation, section: string, row: string): Evaluation {
  const kept = [...evaluation.results].filter(
    ([, result]) => result.section !== section || result.row !== row,
  )
  return { ...evaluation, results: new Map(kept) }
}

function requiredFindings(program: FormProgram, values: FormValues): readonly Finding[] {
  return missingValues(program.spec, values).map(({ cell = '', section, row, message }) => ({
    rule: 'REQUIRED',
    level: 'fatal',
    message,
    cells: [cell],
    ...(section === undefined || row === undefined ? {} : { section, row }),
    comparison: null,
    values: { [cell]: null },
  }))
}

/** Blank required cells first, then failed rules in the order of the ruleset, rows in theirs. */
export function findingsOf(program: FormProgram, { values, results }: Evaluation): readonly Finding[] {
  const ruleOrder = new Map(program.ruleset.rules.map((rule, i) => [rule.code, i]))
  const rowOrder = new Map(
    Object.entries(values.rows ?? {}).flatMap(([section, list]) =>
      list.map((row, i): [string, number] => [`${section}\n${row.key}`, i]),
    ),
  )
  const failed = [...results.values()].flatMap(({ finding }) => finding ?? [])
  const place = (finding: Finding) => rowOrder.get(`${finding.section}\n${finding.row}`) ?? -1
  failed.sort((a, b) => ruleOrder.get(a.rule)! - ruleOrder.get(b.rule)! || place(a) - place(b))
  return [...requiredFindings(program, values), ...failed]
}

/** Rules that could not be decided because something they need is blank or missing. */
export function undecidedOf({ results }: Evaluation): readonly Omit<RuleResult, 'finding'>[] {
  return [...results.values()].filter(({ outcome }) => outcome === 'undecided')
}
