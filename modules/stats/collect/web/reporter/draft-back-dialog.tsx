/** Gives the form back to whoever filled it in: why, and about which cells. */
import { type ReactElement, useMemo, useState } from 'react'
import { addressKey, type FormValues, formCells } from '#engines/form/index.ts'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Combobox } from '#ui/components/combobox.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { FieldFrame, TextArea } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { listMyReports, type ReportSteps, STEP_CELLS, STEP_NOTE_MAX, sendDraftBack } from '../../contract.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import { codelistsOf } from '../form-program.ts'
import { keyName } from '../place-name.ts'
import type { Opened } from './filling.ts'

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

/** Every cell that may be pointed at, those of tables row by row. */
function keysIn({ spec, values }: Readonly<{ spec: Opened['spec']; values: FormValues }>): readonly string[] {
  const cells = formCells(spec).filter(one => one.part === 'section' && one.spec.kind !== 'closed')
  const columns = Map.groupBy(
    cells.filter(one => one.repeated),
    one => one.section,
  )
  const once = cells.filter(one => !one.repeated).map(one => one.code)
  const inRows = [...columns].flatMap(([section, places]) =>
    (values.rows?.[section] ?? []).flatMap(({ key }) =>
      places.map(({ code }) => addressKey({ cell: code, row: key })),
    ),
  )
  return [...once, ...inRows]
}

type CellsProps = Readonly<{
  opened: Opened
  cells: readonly string[]
  onChange: (cells: readonly string[]) => void
}>

function Cells({ opened, cells, onChange }: CellsProps): ReactElement {
  const t = useText(reporterText)
  const locale = useLocale()
  const lists = codelistsOf(opened)
  const nameOf = (key: string) => keyName(opened.spec, key, locale, lists)
  const choices = useMemo(
    () => keysIn(opened).map(code => ({ code, name: keyName(opened.spec, code, locale, lists) })),
    [opened, locale, lists],
  )
  return (
    <>
      <FieldFrame label={t('steps.back.cells')}>
        {({ id }) => (
          <Combobox
            id={id}
            label={t('steps.back.cells')}
            placeholder={t('steps.back.add')}
            value={null}
            disabled={cells.length >= STEP_CELLS}
            items={choices.filter(one => !cells.includes(one.code))}
            onChoose={code => code !== null && onChange([...cells, code])}
          />
        )}
      </FieldFrame>
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
