/** What a simple condition can be about, and how it is written. */
import type { Predicate } from '#engines/table/index.ts'
import type { tabulateText } from '../locale/text.ts'
import type { Source } from './draft.ts'

type Leaf = Exclude<Predicate, { op: 'and' | 'or' | 'not' }>
export type CodeDimension =
  | 'region'
  | 'industry'
  | 'size_class'
  | 'register_type'
  | 'unit_kind'
  | 'above_threshold'

export type Subject = Readonly<{
  id: string
  label: keyof (typeof tabulateText)['zh-CN'] | Readonly<{ 'zh-CN': string; en?: string }>
  /** Values are codes of this dimension; `digits` picks a level. */
  codes?: Readonly<{ dimension: CodeDimension; isOfLevel: (code: string) => boolean }>
  kind: 'codes' | 'number' | 'text'
}>

const anyCode = () => true

const coded: readonly Subject[] = [
  {
    id: '@region:county',
    label: 'predicate.subject.county',
    kind: 'codes',
    codes: { dimension: 'region', isOfLevel: code => /^\d{4}(?!00)\d\d0{6}$/.test(code) },
  },
  {
    id: '@region:township',
    label: 'predicate.subject.township',
    kind: 'codes',
    codes: { dimension: 'region', isOfLevel: code => /^\d{6}(?!000)\d{3}000$/.test(code) },
  },
  {
    id: '@industry:section',
    label: 'predicate.subject.section',
    kind: 'codes',
    codes: { dimension: 'industry', isOfLevel: code => code.length === 1 },
  },
  {
    id: '@industry:division',
    label: 'predicate.subject.division',
    kind: 'codes',
    codes: { dimension: 'industry', isOfLevel: code => code.length === 2 },
  },
  {
    id: '@industry:class',
    label: 'predicate.subject.class',
    kind: 'codes',
    codes: { dimension: 'industry', isOfLevel: code => code.length === 4 },
  },
  {
    id: 'size_class',
    label: 'dimension.size.name',
    kind: 'codes',
    codes: { dimension: 'size_class', isOfLevel: anyCode },
  },
  {
    id: 'register_type',
    label: 'dimension.registerType.name',
    kind: 'codes',
    codes: { dimension: 'register_type', isOfLevel: anyCode },
  },
  {
    id: 'unit_kind',
    label: 'dimension.unitKind.name',
    kind: 'codes',
    codes: { dimension: 'unit_kind', isOfLevel: anyCode },
  },
  {
    id: 'above_threshold',
    label: 'dimension.threshold.name',
    kind: 'codes',
    codes: { dimension: 'above_threshold', isOfLevel: anyCode },
  },
]

/** Whoever sees totals only cannot ask about what was reported. */
export const subjectsOf = (source: Source): readonly Subject[] => [
  ...coded,
  ...(source.seesUnits ? source.columns : [])
    .filter(column => column.type.kind !== 'boolean')
    .map(
      (column): Subject => ({
        id: column.name,
        label: column.label ?? { 'zh-CN': column.name },
        kind: column.type.kind === 'decimal' ? 'number' : 'text',
      }),
    ),
]

export const isSimple = (predicate: Predicate): predicate is Leaf =>
  !['and', 'or', 'not'].includes(predicate.op)

export function subjectId(leaf: Leaf): string {
  if (leaf.op === 'inRegion') return `@region:${leaf.level}`
  if (leaf.op === 'inIndustry') return `@industry:${leaf.level}`
  return leaf.column
}

/** A condition on a subject that nothing has been said about yet. */
export function freshLeaf(subject: Subject): Leaf {
  const [family, level] = subject.id.split(':')
  if (family === '@region') return { op: 'inRegion', level: level as never, codes: [] }
  if (family === '@industry') return { op: 'inIndustry', level: level as never, codes: [] }
  if (subject.kind === 'codes') return { op: 'in', column: subject.id, values: [] }
  if (subject.kind === 'number') return { op: 'gt', column: subject.id, value: '0' }
  return { op: 'notNull', column: subject.id }
}

/** Without a value it would select nothing, or not be valid: it waits until there is one. */
export function isComplete(predicate: Predicate): boolean {
  if (predicate.op === 'and' || predicate.op === 'or') return predicate.of.every(isComplete)
  if (predicate.op === 'not') return isComplete(predicate.of)
  if (predicate.op === 'inRegion' || predicate.op === 'inIndustry') return predicate.codes.length > 0
  if (predicate.op === 'in') return predicate.values.length > 0
  return !('value' in predicate) || predicate.value.trim() !== ''
}
