import { type ReactElement, useEffect, useState } from 'react'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { TextArea } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useText } from '#ui/i18n/text.ts'
import { changeDates, getCollection, getProgress, listCollections } from '../../contract.ts'
import { officeText } from '../../locale/office-text.ts'
import { useCollectionName } from './collection-picker.tsx'
import { type CollectionTimes, type DateKey, movedDates, noTimes, timesOf } from './collection-times.ts'
import type { CollectionItem } from './counts.ts'
import { DateFields } from './date-fields.tsx'

const passed: Readonly<Record<CollectionItem['phase'], readonly DateKey[]>> = {
  'not-open': [],
  open: ['opens'],
  closed: ['opens', 'closes'],
}

/** Moves the dates that have not passed, for everyone who owes the collection. */
export function DatesDialog(
  props: Readonly<{ collection: CollectionItem | null; onClose: () => void }>,
): ReactElement {
  const t = useText(officeText)
  const nameOf = useCollectionName()
  const { collection, onClose } = props
  const [times, setTimes] = useState<CollectionTimes>(noTimes)
  const [note, setNote] = useState('')
  const change = useWrite(changeDates, {
    changes: [listCollections, getCollection, getProgress],
    onDone: () => {
      showToast(t('collections.dates.done'))
      onClose()
    },
  })
  const { reset } = change
  useEffect(() => {
    reset()
    setTimes(collection ? timesOf(collection) : noTimes)
    setNote('')
  }, [collection, reset])
  const set = collection && movedDates(times, collection)
  const changed = collection && JSON.stringify(times) !== JSON.stringify(timesOf(collection))
  const ready = set && changed && note.trim() !== ''
  const save = () =>
    ready &&
    change.mutate({
      params: { collectionId: collection.collectionId },
      body: { ...set, note: note.trim() },
    })
  return (
    <Dialog
      title={t('collections.action.dates')}
      open={collection !== null}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('office.action.cancel')}</Button>
          <Button look="primary" busy={change.isPending} disabled={!ready} onClick={save}>
            {t('collections.dates.save')}
          </Button>
        </>
      }
    >
      <div className="co-fields">
        <p>{collection && nameOf(collection)}</p>
        {collection && collection.phase !== 'not-open' && (
          <p className="co-soft">{t(`collections.dates.${collection.phase}`)}</p>
        )}
        <DateFields times={times} fixed={collection ? passed[collection.phase] : []} onChange={setTimes} />
        <TextArea
          label={t('collections.dates.note')}
          required
          maxLength={1000}
          value={note}
          onChange={setNote}
        />
        {change.isError && <ErrorState compact error={change.error} />}
      </div>
    </Dialog>
  )
}
