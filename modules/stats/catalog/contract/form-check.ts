/** What an import finds in a form's YAML, and what the form is. */
import { type Static, Type } from 'typebox'
import { LocalText } from '#kernel/contract/index.ts'

export const Diagnostic = Type.Object({
  code: Type.String(),
  severity: Type.Union([Type.Literal('error'), Type.Literal('warning')]),
  line: Type.Integer(),
  column: Type.Integer(),
  message: LocalText,
  cell: Type.Optional(Type.String()),
  rule: Type.Optional(Type.String()),
})
export type Diagnostic = Static<typeof Diagnostic>

export const Rule = Type.Object({
  code: Type.String(),
  level: Type.Union([Type.Literal('fatal'), Type.Literal('query'), Type.Literal('notice')]),
  /** As written, in VTL. */
  text: Type.String(),
  message: LocalText,
  cells: Type.Array(Type.String()),
  /** Other data it looks at, as `source#name`; the source is `prev`, `yago`, `unit` or a form's name in rules. */
  looksAt: Type.Array(Type.String()),
  template: Type.Optional(Type.String()),
})
export type Rule = Static<typeof Rule>

/** One difference between two versions; `before` and `after` are readable text. */
export const Difference = Type.Object({
  kind: Type.Union([
    Type.Literal('form'),
    Type.Literal('mark'),
    Type.Literal('section'),
    Type.Literal('column'),
    Type.Literal('row'),
    Type.Literal('cell'),
    Type.Literal('codelist'),
    Type.Literal('rule'),
    Type.Literal('reason'),
  ]),
  change: Type.Union([Type.Literal('added'), Type.Literal('removed'), Type.Literal('changed')]),
  key: Type.String(),
  /** What of it, where something changed. */
  member: Type.Optional(Type.String()),
  before: Type.Optional(Type.String()),
  after: Type.Optional(Type.String()),
})
export type Difference = Static<typeof Difference>

export const FormSummary = Type.Object({
  code: Type.String(),
  title: LocalText,
  subject: Type.String(),
  frequency: Type.String(),
  marks: Type.Object({
    tableNumber: Type.String(),
    issuer: Type.String(),
    approvalNumber: Type.String(),
    validUntil: Type.String(),
    approver: Type.Optional(Type.String()),
  }),
  sections: Type.Integer(),
  cells: Type.Integer(),
  computed: Type.Integer(),
  prefilled: Type.Integer(),
  rules: Type.Object({ fatal: Type.Integer(), query: Type.Integer(), notice: Type.Integer() }),
})
export type FormSummary = Static<typeof FormSummary>
