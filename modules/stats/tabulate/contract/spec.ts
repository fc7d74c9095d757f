/**
 * The shape of a tabulation spec as it arrives: what may be said, how deep, how much. Whether it makes sense for a
 * form (columns, levels, keys) is the table engine's to say, with a diagnostic for each place.
 */
import { type TSchema, Type } from 'typebox'
import type { TabulationSpec } from '#engines/table/index.ts'
import { Nullable, Period } from '#kernel/contract/index.ts'

const Key = Type.String({ minLength: 1, maxLength: 64 })
const Label = Type.Object({
  'zh-CN': Type.String({ maxLength: 200 }),
  en: Type.Optional(Type.String({ maxLength: 200 })),
})
const oneOf = (...values: readonly string[]) => Type.Union(values.map(value => Type.Literal(value)))
const RegionLevel = oneOf('city', 'county', 'township', 'village')
const IndustryLevel = oneOf('section', 'division', 'group', 'class')
const State = oneOf('owed', 'draft', 'submitted', 'accepted:county', 'accepted:city')
const Codes = Type.Array(Type.String({ maxLength: 64 }), { maxItems: 500 })

const Comparison = Type.Union([
  Type.Object({
    op: oneOf('eq', 'ne', 'lt', 'le', 'gt', 'ge'),
    column: Key,
    value: Type.String({ maxLength: 100 }),
  }),
  Type.Object({ op: Type.Literal('in'), column: Key, values: Codes }),
  Type.Object({ op: oneOf('isNull', 'notNull'), column: Key }),
  Type.Object({ op: Type.Literal('inRegion'), level: RegionLevel, codes: Codes }),
  Type.Object({ op: Type.Literal('inIndustry'), level: IndustryLevel, codes: Codes }),
])

/** Conditions nest three deep: enough for (a or b) and not c, and a bound on what a request can ask. */
const nested = (inner: TSchema): TSchema =>
  Type.Union([
    Comparison,
    Type.Object({ op: oneOf('and', 'or'), of: Type.Array(inner, { minItems: 1, maxItems: 20 }) }),
    Type.Object({ op: Type.Literal('not'), of: inner }),
  ])
const Predicate = nested(nested(Comparison))

const crossed = { crossed: Type.Optional(Type.Boolean()) }
const RowDimension = Type.Union([
  Type.Object({ kind: Type.Literal('region'), levels: Type.Array(RegionLevel, { maxItems: 4 }), ...crossed }),
  Type.Object({
    kind: Type.Literal('industry'),
    levels: Type.Array(IndustryLevel, { maxItems: 4 }),
    ...crossed,
  }),
  Type.Object({ kind: Type.Literal('attribute'), column: Key, ...crossed }),
  Type.Object({ kind: Type.Literal('period'), ...crossed }),
  Type.Object({
    kind: Type.Literal('conditions'),
    conditions: Type.Array(Type.Object({ key: Key, label: Label, where: Predicate }), { maxItems: 50 }),
    ...crossed,
  }),
])

const Basis = oneOf('yago', 'prev')
const restricted = { where: Type.Optional(Predicate), state: Type.Optional(State) }
const Measure = Type.Union([
  Type.Object({ kind: oneOf('units', 'reports'), ...restricted }),
  Type.Object({ kind: oneOf('sum', 'mean', 'min', 'max'), column: Key, ...restricted }),
  Type.Object({ kind: Type.Literal('weightedMean'), column: Key, weight: Key, ...restricted }),
  Type.Object({ kind: Type.Literal('earlier'), of: Key, basis: Basis }),
  Type.Object({ kind: Type.Literal('share'), of: Key, within: oneOf('parent', 'total', 'across') }),
  Type.Object({
    kind: oneOf('growth', 'change'),
    of: Key,
    on: Type.Union([Basis, Type.Object({ column: Key })]),
  }),
  Type.Object({
    kind: Type.Literal('ratio'),
    numerator: Key,
    denominator: Key,
    percent: Type.Optional(Type.Boolean()),
  }),
])

const MeasureColumn = Type.Object({
  key: Key,
  label: Label,
  measure: Measure,
  unitOfMeasure: Type.Optional(Type.String({ maxLength: 40 })),
  decimals: Type.Optional(Type.Integer({ minimum: 0, maximum: 9 })),
  hidden: Type.Optional(Type.Boolean()),
})
const grouped = (inner: TSchema): TSchema =>
  Type.Union([
    MeasureColumn,
    Type.Object({ label: Label, columns: Type.Array(inner, { minItems: 1, maxItems: 60 }) }),
  ])
const Column = grouped(grouped(MeasureColumn))

const Across = Type.Object({
  by: Type.Union([
    Type.Object({ kind: Type.Literal('period') }),
    Type.Object({ kind: Type.Literal('attribute'), column: Key }),
    Type.Object({ kind: Type.Literal('region'), level: RegionLevel }),
    Type.Object({ kind: Type.Literal('industry'), level: IndustryLevel }),
  ]),
  values: Type.Optional(Codes),
  total: Type.Optional(Type.Boolean()),
  outer: Type.Optional(oneOf('values', 'measures')),
})

/** What a person defines; the source is the server's to add, from the form version. */
export type TabulationDefinition = Omit<TabulationSpec, 'source' | 'disclosure'>

/** The whole shape; checked where a definition is taken in, by one function (`parseDefinition`). */
export const DefinitionShape = Type.Object(
  {
    edition: Type.String({ maxLength: 20 }),
    splits: Type.Optional(oneOf('assign', 'allocate')),
    periods: Type.Array(Period, { minItems: 1, maxItems: 60 }),
    minState: Type.Optional(State),
    filter: Type.Optional(Predicate),
    rows: Type.Array(RowDimension, { maxItems: 5 }),
    total: Type.Optional(Type.Boolean()),
    totalLabel: Type.Optional(Label),
    columns: Type.Array(Column, { minItems: 1, maxItems: 60 }),
    across: Type.Optional(Across),
    order: Type.Optional(Type.Object({ column: Key, direction: oneOf('asc', 'desc') })),
  },
  { additionalProperties: false },
)

/**
 * A definition on its way through a contract. Its shape repeats conditions at every depth, which would make each
 * contract's validator a hundred kilobytes; so the contracts carry an object and `DefinitionShape` is applied once.
 */
export const Definition = Type.Unsafe<TabulationDefinition>({ type: 'object', additionalProperties: true })

const PathStep = Type.Object({ dimension: Key, level: Key, code: Type.String({ maxLength: 64 }) })
export const CellTarget = Type.Object({
  path: Type.Array(PathStep, { maxItems: 20 }),
  column: Key,
  across: Type.Optional(Nullable(Type.String({ maxLength: 64 }))),
})
