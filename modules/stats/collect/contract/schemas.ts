/** Shapes that several routes of collection share. */
import { type Static, Type } from 'typebox'
import type {
  CodelistItem,
  FormForeign,
  FormSpec,
  LocalText as FormText,
  FormValues,
  OutsideList,
  Finding as RuleFinding,
} from '#engines/form/index.ts'
import { Id, Instant, LocalText, Nullable, oneOf, Period, RegionCode } from '#kernel/contract/index.ts'

/** `{cells, rows?}`; the form engine judges what is inside and names every cell it cannot take. */
export const ValuesInput = Type.Unsafe<FormValues>({ type: 'object' })
export const Values = Type.Unsafe<FormValues>({})
const Spec = Type.Unsafe<FormSpec>({})

export const ReportState = Type.Union([
  Type.Literal('owed'),
  Type.Literal('draft'),
  Type.Literal('submitted'),
  Type.Literal('returned'),
  Type.Literal('accepted:county'),
  Type.Literal('accepted:city'),
])

export const Severity = Type.Union([Type.Literal('fatal'), Type.Literal('query'), Type.Literal('notice')])

export const CellAddress = Type.Object({
  cell: Type.String({ maxLength: 64 }),
  section: Type.Optional(Type.String({ maxLength: 64 })),
  row: Type.Optional(Type.String({ maxLength: 64 })),
})

/** A cell in one text: `M13`, in a row of a table `P1@row`. */
export const CellKey = Type.String({ pattern: '^[\\w.:-]{1,64}(@[\\w.:-]{1,64})?$' })

const ExplanationText = Type.String({ maxLength: 2_000 })
const ReasonCode = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_]{0,62}$' })

/** The text alone where the form offers no reasons, and where none has been chosen yet. */
export const Explanation = Type.Union([
  ExplanationText,
  Type.Object({ reason: ReasonCode, text: ExplanationText }, { additionalProperties: false }),
])

/** Explanations by `findingKey(rule, rowKey)`. */
export const Explanations = Type.Record(Type.String({ maxLength: 200 }), Explanation)

export const Finding = Type.Object({
  rule: Type.String(),
  rowKey: Type.String(),
  severity: Severity,
  cells: Type.Array(Type.String()),
  message: LocalText,
  /** Every value the rule read, by name (`M13`, `prev#M14`), and both sides of the comparison that failed. */
  operands: Type.Unsafe<Readonly<{ values: RuleFinding['values']; comparison: RuleFinding['comparison'] }>>(
    {},
  ),
  /** Code of the reason that the form offered; null where it offers none, and in a note of the office. */
  reason: Nullable(Type.String()),
  explanation: Nullable(Type.String()),
  explainedBy: Nullable(Type.String()),
  explainedAt: Nullable(Instant),
  review: Nullable(Type.Union([Type.Literal('agreed'), Type.Literal('doubted')])),
  reviewedBy: Nullable(Type.String()),
  reviewedAt: Nullable(Instant),
})

/** When a report can be filled in, for this unit: its extension counted. */
export const FillWindow = Type.Object({
  phase: Type.Union([Type.Literal('not-open'), Type.Literal('open'), Type.Literal('closed')]),
  opensAt: Instant,
  closesAt: Instant,
  extendedUntil: Nullable(Instant),
  /** The later of the close and the extension. */
  dueAt: Instant,
})

export const ReportEvent = Type.Object({
  kind: Type.String(),
  at: Instant,
  by: Nullable(Type.String()),
  revisionNo: Nullable(Type.Integer()),
  note: Nullable(Type.String()),
  cells: Type.Array(Type.String()),
})

export const Contact = Type.Object({
  organisation: Type.String(),
  name: Type.String(),
  phone: Nullable(Type.String()),
})

export const Receipt = Type.Object({
  receiptNo: Type.String(),
  unitId: Id,
  collectionId: Id,
  revisionNo: Type.Integer(),
  submittedAt: Instant,
  /** By the collection's close; an extension permits a late report, it does not make it punctual. */
  onTime: Type.Boolean(),
  /** The same content had been submitted before; nothing was changed. */
  repeated: Type.Boolean(),
})

/** One difference; `cell` is absent where a whole row came or went. */
export const ValueChangeSchema = Type.Object({
  section: Type.Optional(Type.String()),
  row: Type.Optional(Type.String()),
  cell: Type.Optional(Type.String()),
  before: Type.Unsafe<string | boolean | null>({}),
  after: Type.Unsafe<string | boolean | null>({}),
  change: Type.Optional(Type.Union([Type.Literal('row-added'), Type.Literal('row-removed')])),
})

/** What a report passes through inside its unit, in this order; the last of those that are on submits it. */
export const steps = ['fill', 'review', 'sign'] as const
export type Step = (typeof steps)[number]
export const Step = oneOf(steps)

/** Somebody of the unit answers for the content: 填表人, 统计负责人, 单位负责人. */
export const Signature = Type.Object({ step: Step, name: Type.String(), at: Instant })

export const RevisionKind = Type.Union([
  Type.Literal('report'),
  Type.Literal('correction'),
  Type.Literal('import'),
])

export const Revision = Type.Object({
  revisionNo: Type.Integer(),
  kind: RevisionKind,
  madeBy: Type.String(),
  madeAt: Instant,
  note: Nullable(Type.String()),
  receiptNo: Nullable(Type.String()),
  /** None where the unit has no steps. */
  signatures: Type.Array(Signature),
  /** Against the revision before; the first is compared with a blank form. */
  changes: Type.Array(ValueChangeSchema),
})

/** A form with all it takes to run in the browser as it runs on the server. */
export const FormToRun = Type.Object({
  spec: Spec,
  /** What the rules look up elsewhere, for this unit and period: exactly that and nothing more. */
  foreign: Type.Unsafe<FormForeign>({}),
  /** Other forms that this one's rules name. */
  forms: Type.Array(Spec),
  /** Code lists of the surroundings (`region:village`), as they are for this unit. */
  codelists: Type.Unsafe<Readonly<Record<string, readonly CodelistItem[]>>>({}),
  /** Code lists that all units share (`gbt4754:class`), each by the stamp under which it is read once and kept. */
  sharedLists: Type.Unsafe<Readonly<Partial<Record<OutsideList, string>>>>({}),
})
export type FormToRun = Static<typeof FormToRun>

export const FormHead = Type.Object({
  formVersionId: Id,
  formCode: Type.String(),
  formTitle: Type.Unsafe<FormText>({}),
  period: Period,
  subject: Type.String(),
})

export const ReportPath = Type.Object({ collectionId: Id, unitId: Id })

/** Which reports of a collection; every list, bulk action and reminder takes the same filter. */
export const ReportFilter = {
  region: Type.Optional(RegionCode),
  states: Type.Optional(Type.Array(ReportState, { maxItems: 6 })),
  findings: Type.Optional(
    Type.Union([
      Type.Literal('none'),
      Type.Literal('any'),
      Type.Literal('fatal'),
      Type.Literal('query'),
      Type.Literal('unreviewed'),
      Type.Literal('doubted'),
    ]),
  ),
  /** With an inquiry that waits for the unit, or one that waits for the office. */
  inquiry: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('answered')])),
  /** Reports with an open finding of this rule. */
  rule: Type.Optional(Type.String({ maxLength: 64 })),
  industry: Type.Optional(Type.String({ pattern: '^([0-9]{2,4})$' })),
  sizeClass: Type.Optional(Type.String({ maxLength: 10 })),
  /** Owed, past the due time and not submitted. */
  overdue: Type.Optional(Type.Boolean()),
  /** Came in by the collection's close, or after it, and stands. */
  onTime: Type.Optional(Type.Boolean()),
  search: Type.Optional(Type.String({ maxLength: 100 })),
}

const stateNames = ReportState.anyOf.map(one => one.const).join('|')

/** The same filter in an address: states as a comma-separated list. */
export const ReportFilterQuery = {
  ...ReportFilter,
  states: Type.Optional(Type.String({ pattern: `^(${stateNames})(,(${stateNames}))*$` })),
}
