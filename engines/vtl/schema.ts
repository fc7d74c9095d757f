/**
 * What a rule may speak of: a form as a VTL data set (identifiers, and one measure per cell), and the records
 * the rules are evaluated on. The shapes are plain data so that any form model can be mapped onto them.
 */

/**
 * The declared type of a cell. A decimal is exact: at most `digits` digits in all (18 unless told), `scale` of
 * them after the point.
 */
export type ScalarType =
  | Readonly<{ kind: 'decimal'; scale: number; digits?: number }>
  | Readonly<{ kind: 'string' }>
  | Readonly<{ kind: 'boolean' }>
  | Readonly<{ kind: 'date' }>
  | Readonly<{ kind: 'period' }>

/** A data set reached by membership: the same unit's earlier report (`prev`), another form, the register (`unit`). */
export type ForeignSchema = Readonly<{
  measures: Readonly<Record<string, ScalarType>>
  /** A blank number in a record that exists counts as zero; a record that does not exist stays null. */
  blankIsZero?: boolean
}>

export type Schema = Readonly<{
  /** Name of the form's data set, as `check_datapoint` names it. */
  name: string
  /** Usually `unit` and `period`; readable in rules, given in `cells` under their own names. */
  identifiers: Readonly<Record<string, ScalarType>>
  measures: Readonly<Record<string, ScalarType>>
  /** Cells of variable-row tables by table; a rule that reads one is evaluated once per row. */
  rows?: Readonly<Record<string, Readonly<Record<string, ScalarType>>>>
  foreign?: Readonly<Record<string, ForeignSchema>>
  /** A blank numeric cell of the form counts as zero. */
  blankIsZero?: boolean
}>

/** A value outside the engine: decimals and dates are canonical strings (`"-12.50"`, `"2026-10-31"`). */
export type Scalar = string | boolean | null

/** One report, or one row of a variable-row table together with its report's cells. Absent means null. */
export type RuleRecord = Readonly<{
  cells: Readonly<Record<string, Scalar | undefined>>
  foreign?: Readonly<Record<string, Readonly<Record<string, Scalar | undefined>> | null | undefined>>
}>

export type Level = 'fatal' | 'query' | 'notice'
export type Outcome = 'pass' | 'fail' | 'undecided'
export type Locale = 'zh-CN' | 'en'
export type LocalText = Readonly<{ 'zh-CN': string; en?: string }>

/** One rule line over many cells; `{r}` stands for each value of `over.r`, and for every combination of several. */
export type RuleTemplate = Readonly<{
  code: string
  over: Readonly<Record<string, readonly string[]>>
  rule: string
  message: LocalText
  level: Level
}>
