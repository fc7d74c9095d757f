/**
 * The form model: what a statutory table is, independent of any screen or store.
 *
 * A form is a list of sections. A `matrix` crosses a stub tree (主栏) with a heading tree (宾栏); a `record`
 * is a list of fields (调查单位基本情况); `rows` is a table whose rows the respondent adds (产品产量, 村).
 * Every place that can hold a value is a cell with a code unique in the form; rules address cells by that code.
 */

/** A label as its source prints it, and in English where a translation exists. */
export type LocalText = Readonly<{ 'zh-CN': string; en?: string }>

/** SDMX frequency; `T` is the Chinese ten-day period (旬). */
export type Frequency = 'A' | 'S' | 'Q' | 'M' | 'T' | 'W' | 'D'

/** The four legal marks; without them a respondent may refuse (统计法 第十六条) and a form cannot be published. */
export type LegalMarks = Readonly<{
  tableNumber: string
  issuer: string
  approvalNumber: string
  /** Last month in force, `YYYY-MM`. */
  validUntil: string
  /** 批准机关 or 备案机关, where it differs from the issuer. */
  approver?: string
}>

/** Decimals are exact at `scale` digits after the point and hold at most 18 digits in all. */
export type ValueType =
  | Readonly<{ kind: 'decimal'; scale: number; min?: string; max?: string }>
  | Readonly<{ kind: 'text'; maxLength: number; pattern?: string }>
  | Readonly<{ kind: 'date' }>
  | Readonly<{ kind: 'boolean' }>
  | Readonly<{ kind: 'code'; codelist: string }>

/** Where a prefilled value comes from. */
export type Prefill =
  | Readonly<{ from: 'previous' | 'yearAgo'; cell: string }>
  | Readonly<{ from: 'register'; field: string }>

/** `input` is typed; `computed` follows its formula (VTL, scalar); `prefilled` starts from elsewhere; `closed` prints ×. */
export type CellSpec = Readonly<{
  code: string
  kind: 'input' | 'computed' | 'prefilled' | 'closed'
  type: ValueType
  required?: boolean
  formula?: string
  prefill?: Prefill
  /** Whether the respondent may overtype a prefilled value. */
  locked?: boolean
}>

export type StubNode = Readonly<{
  /** 代码 as printed, e.g. `01`; absent on pure group heads. */
  code?: string
  name: LocalText
  unitOfMeasure?: string
  /** 其中: a part that need not add up to the whole. */
  ofWhich?: boolean
  /** 指标解释. */
  explanation?: LocalText
  children?: readonly StubNode[]
  /** Cells by the key of the heading leaf; a heading leaf without a cell is closed. */
  cells?: Readonly<Record<string, CellSpec>>
}>

export type HeadingNode = Readonly<{
  key: string
  name: LocalText
  unitOfMeasure?: string
  children?: readonly HeadingNode[]
}>

export type FieldSpec = Readonly<{
  name: LocalText
  unitOfMeasure?: string
  explanation?: LocalText
  cell: CellSpec
}>

export type MatrixSection = Readonly<{
  kind: 'matrix'
  id: string
  title?: LocalText
  stub: readonly StubNode[]
  heading: readonly HeadingNode[]
}>

export type RecordSection = Readonly<{
  kind: 'record'
  id: string
  title?: LocalText
  fields: readonly FieldSpec[]
}>

/** One row per key; leaves of the heading carry the cells. `codelist` rows are chosen, `village` rows come from the region tree. */
export type RowsSection = Readonly<{
  kind: 'rows'
  id: string
  title?: LocalText
  /** What a row is about: a code of this list (`region:village` for the villages of the reporting township). */
  codelist: string
  keyName: LocalText
  heading: readonly HeadingNode[]
  /** By the key of the heading leaf. */
  cells: Readonly<Record<string, CellSpec>>
  maxRows: number
}>

export type Section = MatrixSection | RecordSection | RowsSection

/** One rule line over many cells, expanded at publish time; `{r}`-style names stand for the values of `over`. */
export type RuleTemplate = Readonly<{
  code: string
  over: Readonly<Record<string, readonly string[]>>
  /** The body of one VTL datapoint rule with placeholders, e.g. `R{r}C1 >= R{r}C2`. */
  rule: string
  message: LocalText
  level: 'fatal' | 'query' | 'notice'
}>

/** 情况说明可选的原因: what the office lets a respondent choose from when a query asks why. */
export type Reason = Readonly<{ code: string; name: LocalText }>

export type FormSpec = Readonly<{
  code: string
  title: LocalText
  marks: LegalMarks
  frequency: Frequency
  /** 专业, e.g. `industry`. */
  subject: string
  /** The form's unit of measure (计量单位), e.g. 千元. */
  unitOfMeasure?: string
  header: readonly FieldSpec[]
  sections: readonly Section[]
  signers: readonly FieldSpec[]
  blankIsZero?: boolean
  codelists?: Readonly<
    Record<string, readonly Readonly<{ code: string; name: LocalText; unitOfMeasure?: string }>[]>
  >
  /** A VTL datapoint ruleset over the form's cells. */
  rules: string
  templates?: readonly RuleTemplate[]
  /** English wording of rule messages by rule code, where the VTL `errorcode` is Chinese. */
  messages?: Readonly<Record<string, LocalText>>
  /** Where there are any, an explanation of a query names one of them besides its text. */
  reasons?: readonly Reason[]
  /** Codes of reasons by rule code, for rules that do not offer them all. */
  ruleReasons?: Readonly<Record<string, readonly string[]>>
}>

/**
 * What a respondent entered. Decimals are canonical decimal strings (`"-12.50"` at the cell's scale), dates
 * `YYYY-MM-DD`, booleans booleans, blanks null or absent.
 */
export type Scalar = string | boolean | null
export type CellValues = Readonly<Record<string, Scalar>>
export type FormRow = Readonly<{ key: string; cells: CellValues }>
export type FormValues = Readonly<{ cells: CellValues; rows?: Readonly<Record<string, readonly FormRow[]>> }>
