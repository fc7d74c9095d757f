import { Select as CodeSelect } from 'antd'
import type { ReactElement } from 'react'
import type { Predicate } from '#engines/table/index.ts'
import { useRead } from '#ui/api/queries.ts'
import { Button, IconButton } from '#ui/components/button.tsx'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { listCodes } from '../contract.ts'
import { tabulateText } from '../locale/text.ts'
import type { Builder } from './builder.ts'
import { conjunction, conjuncts } from './draft.ts'
import { freshLeaf, isSimple, type Subject, subjectId, subjectsOf } from './predicate-subjects.ts'

type Props = Builder &
  Readonly<{ value: Predicate | undefined; onValue: (value: Predicate | undefined) => void }>

type Leaf = ReturnType<typeof freshLeaf>

/** Conditions that all must hold; combined ones made elsewhere are kept and can be removed. */
export function PredicateEditor({ value, onValue, ...builder }: Props): ReactElement {
  const t = useText(tabulateText)
  const parts = conjuncts(value)
  const subjects = subjectsOf(builder.source)
  const put = (next: readonly Predicate[]) => onValue(conjunction(next))
  return (
    <div className="tb-predicate">
      {parts.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
        <div key={at} className="tb-leaf">
          {isSimple(part) ? (
            <LeafEditor
              subjects={subjects}
              edition={builder.definition.edition}
              leaf={part}
              onLeaf={leaf => put(parts.with(at, leaf))}
            />
          ) : (
            <span className="tb-leaf-complex">{t('design.filter.complex')}</span>
          )}
          <IconButton
            icon="close"
            label={t('predicate.remove.label')}
            onClick={() => put(parts.toSpliced(at, 1))}
          />
        </div>
      ))}
      <Button look="quiet" icon="plus" onClick={() => put([...parts, freshLeaf(subjects[0]!)])}>
        {t('design.filter.add')}
      </Button>
    </div>
  )
}

type LeafProps = Readonly<{
  subjects: readonly Subject[]
  edition: string
  leaf: Leaf
  onLeaf: (leaf: Leaf) => void
}>

const operators = {
  codes: ['in'],
  number: ['gt', 'ge', 'lt', 'le', 'eq', 'ne', 'isNull', 'notNull'],
  text: ['eq', 'ne', 'isNull', 'notNull'],
} as const

function LeafEditor({ subjects, edition, leaf, onLeaf }: LeafProps): ReactElement {
  const t = useText(tabulateText)
  const local = useLocalText()
  const subject = subjects.find(one => one.id === subjectId(leaf))
  const nameOf = (one: Subject) => (typeof one.label === 'string' ? t(one.label as never) : local(one.label))
  const kind = subject?.kind ?? 'text'
  return (
    <div className="tb-leaf-fields">
      <select
        className="zt-input"
        aria-label={t('predicate.subject.label')}
        value={subjectId(leaf)}
        onChange={event => onLeaf(freshLeaf(subjects.find(one => one.id === event.target.value)!))}
      >
        {!subject && <option value={subjectId(leaf)}>{subjectId(leaf)}</option>}
        {subjects.map(one => (
          <option key={one.id} value={one.id}>
            {nameOf(one)}
          </option>
        ))}
      </select>
      {kind === 'codes' && subject?.codes ? (
        <Codes leaf={leaf} codes={subject.codes} edition={edition} onLeaf={onLeaf} />
      ) : (
        'column' in leaf && (
          <>
            <select
              className="zt-input tb-leaf-op"
              aria-label={t('predicate.op.label')}
              value={leaf.op}
              onChange={event => onLeaf(withOperator(leaf, event.target.value))}
            >
              {operators[kind].map(op => (
                <option key={op} value={op}>
                  {t(`predicate.op.${op}`)}
                </option>
              ))}
            </select>
            {'value' in leaf && (
              <input
                className="zt-input tb-leaf-value"
                aria-label={t('predicate.value.label')}
                inputMode={kind === 'number' ? 'decimal' : 'text'}
                value={leaf.value}
                onChange={event => onLeaf({ ...leaf, value: event.target.value })}
              />
            )}
          </>
        )
      )}
    </div>
  )
}

function withOperator(leaf: Leaf & { column: string }, op: string): Leaf {
  if (op === 'isNull' || op === 'notNull') return { op, column: leaf.column }
  return { op, column: leaf.column, value: 'value' in leaf ? leaf.value : '' } as Leaf
}

/** Codes that people know, such as a region's or an industry's; not the words of a short list. */
const shortCode = (code: string): readonly string[] =>
  /\d|^[A-Z]$/.test(code) ? [code.replace(/0{3,}$/, '')] : []

const codesOf = (leaf: Leaf): readonly string[] =>
  'codes' in leaf ? leaf.codes : 'values' in leaf ? leaf.values : []

const withCodes = (leaf: Leaf, codes: readonly string[]): Leaf =>
  'codes' in leaf ? { ...leaf, codes } : 'values' in leaf ? { ...leaf, values: codes } : leaf

function Codes(
  props: Readonly<{
    leaf: Leaf
    codes: NonNullable<Subject['codes']>
    edition: string
    onLeaf: (leaf: Leaf) => void
  }>,
): ReactElement {
  const { leaf, codes, edition, onLeaf } = props
  const t = useText(tabulateText)
  const local = useLocalText()
  const known = useRead(listCodes, { query: { dimension: codes.dimension, edition } }, { staleTime: 600_000 })
  return (
    <CodeSelect
      className="tb-leaf-codes"
      mode="multiple"
      aria-label={t('predicate.value.label')}
      placeholder={t('predicate.value.pick')}
      value={[...codesOf(leaf)]}
      loading={known.isPending}
      optionFilterProp="label"
      options={(known.data?.codes ?? [])
        .filter(one => codes.isOfLevel(one.code))
        .map(one => ({ value: one.code, label: [local(one.label), ...shortCode(one.code)].join(' ') }))}
      onChange={(chosen: string[]) => onLeaf(withCodes(leaf, chosen))}
    />
  )
}
