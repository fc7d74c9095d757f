/**
 * The tabulation spec (汇总表的定义): plain JSON, independent of any store or screen.
 *
 * A spec crosses nested row dimensions with measure columns over one mirror table. It says nothing about SQL;
 * `planTabulation` turns it into one query and `buildGrid` turns that query's answer into a grid.
 */

/** A label as its source prints it, and in English where a translation exists. */
export type LocalText = Readonly<{ 'zh-CN': string; en?: string }>

export type ColumnType =
  | Readonly<{ kind: 'decimal'; scale: number }>
  | Readonly<{ kind: 'text' | 'date' | 'boolean' }>

export type SourceColumn = Readonly<{
  name: string
  type: ColumnType
  label?: LocalText
  /** 计量单位 as the form prints it, e.g. 千元. */
  unitOfMeasure?: string
}>

/** One form version's mirror table; `columns` are its cell columns, without the system columns of the README. */
export type TabulationSource = Readonly<{
  table: string
  columns: readonly SourceColumn[]
  /** The table of a rows section: several rows of one report, told apart by `row_key`. */
  hasRowKey?: boolean
  /** With `hasRowKey`: the table of the reports themselves, which holds those without rows too; for disclosure control. */
  reportTable?: string
}>

/** How far a report must have come to count; each state includes the later ones. */
export type StateLevel = 'owed' | 'draft' | 'submitted' | 'accepted:county' | 'accepted:city'

export type RegionLevel = 'city' | 'county' | 'township' | 'village'
export type IndustryLevel = 'section' | 'division' | 'group' | 'class'

/** Three-valued as in SQL: a comparison with a blank is neither true nor false, and only true selects. */
export type Predicate =
  | Readonly<{ op: 'and' | 'or'; of: readonly Predicate[] }>
  | Readonly<{ op: 'not'; of: Predicate }>
  | Readonly<{ op: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge'; column: string; value: string }>
  | Readonly<{ op: 'in'; column: string; values: readonly string[] }>
  | Readonly<{ op: 'isNull' | 'notNull'; column: string }>
  /** The subtree of any of these regions, under the spec's edition. */
  | Readonly<{ op: 'inRegion'; level: RegionLevel; codes: readonly string[] }>
  | Readonly<{ op: 'inIndustry'; level: IndustryLevel; codes: readonly string[] }>

/** A named predicate row such as 规模以上; conditions may overlap and need not cover everything. */
export type NamedCondition = Readonly<{ key: string; label: LocalText; where: Predicate }>

type Nesting = Readonly<{
  /** Break down under every level of the outer dimensions and under the total, not under their last level only. */
  crossed?: boolean
}>

/** Levels run from outer to inner. Everything without a place at a level gathers in a row of code ''. */
export type RowDimension = Nesting &
  (
    | Readonly<{ kind: 'region'; levels: readonly RegionLevel[] }>
    | Readonly<{ kind: 'industry'; levels: readonly IndustryLevel[] }>
    | Readonly<{ kind: 'attribute'; column: string }>
    | Readonly<{ kind: 'conditions'; conditions: readonly NamedCondition[] }>
    | Readonly<{ kind: 'period' }>
  )

/** The column dimension: each value carries all measures. */
export type AcrossDimension = Readonly<{
  by:
    | Readonly<{ kind: 'period' }>
    | Readonly<{ kind: 'attribute'; column: string }>
    | Readonly<{ kind: 'region'; level: RegionLevel }>
    | Readonly<{ kind: 'industry'; level: IndustryLevel }>
  /** The values shown and their order; without it, all that occur. Values not shown still count in the total. */
  values?: readonly string[]
  /** A column over all values. */
  total?: boolean
  /** Which is the outer head: the values (default) or the measures. */
  outer?: 'values' | 'measures'
}>

export type Basis = 'yago' | 'prev'

/** Restricts a measure to some of the records, e.g. count of units with revenue above a threshold. */
type Restricted = Readonly<{ where?: Predicate; state?: StateLevel }>

/**
 * `units` counts distinct units, `reports` counts records (应报 with state `owed`, 已报 with `submitted`).
 * `of`, `numerator` and `denominator` of derived measures are keys of other columns; the derived value is
 * computed at every level from components at that level.
 */
export type Measure =
  | (Restricted & Readonly<{ kind: 'units' | 'reports' }>)
  | (Restricted & Readonly<{ kind: 'sum' | 'mean' | 'min' | 'max'; column: string }>)
  | (Restricted & Readonly<{ kind: 'weightedMean'; column: string; weight: string }>)
  | Readonly<{ kind: 'earlier'; of: string; basis: Basis }>
  /** In %: of the parent row, of the total row, or of the total over the column dimension. */
  | Readonly<{ kind: 'share'; of: string; within: 'parent' | 'total' | 'across' }>
  /** In %: against last year, the last period, or another column such as 上年同期. */
  | Readonly<{ kind: 'growth'; of: string; on: Basis | Readonly<{ column: string }> }>
  /** The plain difference, e.g. 百分点 between two shares. */
  | Readonly<{ kind: 'change'; of: string; on: Basis | Readonly<{ column: string }> }>
  | Readonly<{ kind: 'ratio'; numerator: string; denominator: string; percent?: boolean }>

export type MeasureColumn = Readonly<{
  key: string
  label: LocalText
  measure: Measure
  /** Convert to this unit of measure, e.g. 千元 → 亿元. */
  unitOfMeasure?: string
  /** Digits after the point; by default 0 for counts, 1 for percentages, 2 for means and ratios, the column's scale otherwise. */
  decimals?: number
  /** Computed for other columns, not shown. */
  hidden?: boolean
}>

export type ColumnGroup = Readonly<{ label: LocalText; columns: readonly TabulationColumn[] }>
export type TabulationColumn = MeasureColumn | ColumnGroup

/**
 * A value is withheld when fewer than `minContributors` units have a value other than zero, or the `n` largest
 * hold more than `k` percent. Complementary suppression keeps withheld values from being worked out again.
 */
export type DisclosureRule = Readonly<{
  minContributors: number
  dominance?: Readonly<{ n: number; k: number }>
}>

export type TabulationSpec = Readonly<{
  source: TabulationSource
  /** The region edition under which every record is placed. */
  edition: string
  /** A record of a region that was split goes whole to the heaviest part (`assign`, default) or by weight to each. */
  splits?: 'assign' | 'allocate'
  /** SDMX time periods of one frequency, ascending. */
  periods: readonly string[]
  /** For measures without a state of their own; `submitted` by default. */
  minState?: StateLevel
  filter?: Predicate
  rows: readonly RowDimension[]
  /** The row over everything; true by default. */
  total?: boolean
  totalLabel?: LocalText
  columns: readonly TabulationColumn[]
  across?: AcrossDimension
  /** Siblings go by label ordinal and code, or by a column. */
  order?: Readonly<{ column: string; direction: 'asc' | 'desc' }>
  disclosure?: DisclosureRule
}>
