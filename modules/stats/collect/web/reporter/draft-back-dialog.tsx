/** Gives the form back to whoever filled it in: why, and about which cells. */
import { type ReactElement, useMemo, useState } from 'react'
import { formCells } from '#engines/form/index.ts'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { Select, TextArea } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { listMyReports, type ReportSteps, STEP_NOTE_MAX, sendDraftBack } from '../../contract.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import { codelistsOf } from '../form-program.ts'
import { placeName } from '../place-name.ts'
import type { Opened } from './filling.ts'
import { addressOf } from './words.ts'

type Props = Readonly<{
  opened: Opened
  steps: ReportSteps
  /** Where the caret was last. */
  cell: string | null
  onClose: () => void
  onMoved: () => void
}>

export function DraftBackDialog({ opened, steps, cell, onClose, onMoved }: Props): ReactElement {
  const t = useText(reporterText)
  const [note, setNote] = useState('')
  const [cells, setCells] = useState<readonly string[]>(cell === null ? [] : [cell])
  const { collectionId, unitId } = opened.report
  const people = steps.signatures[0]?.name ?? ''
  const back = useWrite(sendDraftBack, {
    changes: [listMyReports],
    onDone: () => {
      showToast(t('steps.done.back', { people }))
      onClose()
      onMoved()
    },
  })
  return (
    <Dialog
      title={t('steps.back.title')}
      open
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('upload.action.cancel')}</Button>
          <Button
            look="danger"
            disabled={note.trim() === ''}
            busy={back.isPending}
            onClick={() =>
              back.mutate({
                params: { collectionId, unitId },
                body: { draftVersion: opened.draftVersion, note: note.trim(), cells: [...cells] },
              })
            }
          >
            {t('steps.action.sendBack')}
          </Button>
        </>
      }
    >
      <TextArea
        label={t('steps.back.note')}
        required
        maxLength={STEP_NOTE_MAX}
        value={note}
        onChange={setNote}
      />
      <Cells opened={opened} cells={cells} onChange={setCells} />
      {back.isError && <ErrorState error={back.error} compact />}
    </Dialog>
  )
}

type CellsProps = Readonly<{
  opened: Opened
  cells: readonly string[]
  onChange: (cells: readonly string[]) => void
}>

function Cells({ opened, cells, onChange }: CellsProps): ReactElement {
  const t = useText(reporterText)
  const locale = useLocale()
  const nameOf = (key: string) => placeName(opened.spec, addressOf(key), locale, codelistsOf(opened))
  const choices = useMemo(
    () =>
      formCells(opened.spec).filter(
        one => one.part === 'section' && !one.repeated && one.spec.kind !== 'closed',
      ),
    [opened.spec],
  )
  return (
    <>
      <Select
        label={t('steps.back.cells')}
        blank={t('steps.back.add')}
        value=""
        options={choices
          .filter(one => !cells.includes(one.code))
          .map(one => ({ value: one.code, label: `${one.code} ${nameOf(one.code)}` }))}
        onChange={code => code && onChange([...cells, code])}
      />
      <p className="zr-flagged">
        {cells.map(key => (
          <button
            key={key}
            type="button"
            aria-label={t('steps.back.remove', { cell: nameOf(key) })}
            onClick={() => onChange(cells.filter(one => one !== key))}
          >
            {nameOf(key)} {'×'}
          </button>
        ))}
      </p>
    </>
  )
}
