import type { ReactElement, ReactNode } from 'react'
import { useParams } from 'react-router'
import { type CellPlace, type FormSpec, formCells } from '#engines/form/index.ts'
import { readVersion } from '#modules/stats/catalog/contract.ts'
import { useRead } from '#ui/api/queries.ts'
import { ReadFailure, Unread } from '#ui/components/read-states.tsx'
import { EmptyState } from '#ui/components/states.tsx'
import { useText } from '#ui/i18n/text.ts'
import { getCollection } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { useCollectionName } from './collection-picker.tsx'
import type { CollectionItem } from './counts.ts'
import './office.css'

const steps = ['file', 'mapping', 'preview', 'done'] as const
export type Step = (typeof steps)[number]

export function Steps({ step }: Readonly<{ step: Step }>): ReactElement {
  const t = useText(officeText)
  return (
    <ol className="co-stepper">
      {steps.map(one => (
        <li key={one} aria-current={one === step ? 'step' : undefined}>
          {t(`import.step.${one}`)}
        </li>
      ))}
    </ol>
  )
}

/** The cells a file can fill. */
const fillable = (spec: FormSpec): readonly CellPlace[] =>
  formCells(spec).filter(
    ({ repeated, spec: cell }) => !repeated && cell.kind !== 'closed' && cell.kind !== 'computed',
  )

/** The collection of the address with its form, around the pages of an import. */
export function ImportFrame(
  props: Readonly<{ children: (collection: CollectionItem, places: readonly CellPlace[]) => ReactNode }>,
): ReactElement {
  const t = useText(officeText)
  const nameOf = useCollectionName()
  const collectionId = Number(useParams().collectionId)
  const collection = useRead(getCollection, { params: { collectionId } })
  const versionId = collection.data?.formVersionId ?? 0
  const version = useRead(readVersion, { params: { versionId } }, { enabled: versionId > 0 })
  if (!collection.data) return <Unread read={collection} lines={8} />
  if (!version.data) return <Unread read={version} lines={8} />
  const spec = version.data.spec as FormSpec | null | undefined
  return (
    <div className="co-screen co-narrow">
      <header className="co-head">
        <h1>{t('import.title.page')}</h1>
        <span className="co-soft">{nameOf(collection.data)}</span>
      </header>
      <ReadFailure read={collection} />
      <ReadFailure read={version} />
      {spec ? (
        props.children(collection.data, fillable(spec))
      ) : (
        <EmptyState title={t('office.collection.none')}>{t('office.collection.noneHint')}</EmptyState>
      )}
    </div>
  )
}
