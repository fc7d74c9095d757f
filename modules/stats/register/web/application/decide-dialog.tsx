/** Approve or refuse a selection; what could not be settled is listed with its reason and stays selected. */
import { type ReactElement, useState } from 'react'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { useWrite } from '#ui/api/queries.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { TextArea } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import {
  type ApplicationRow,
  approveApplications,
  countApplications,
  listApplications,
  listUnits,
  MAX_DECIDED,
  readApplication,
  readUnit,
  refuseApplications,
} from '../../contract.ts'
import { applicationText } from '../../locale/application-text.ts'

export type Decision = 'approve' | 'refuse'
export type Decided = Pick<ApplicationRow, 'applicationId' | 'name' | 'effectiveOn'>
type Outcome = ReplyOf<typeof approveApplications>

const changes = [listApplications, countApplications, readApplication, listUnits, readUnit]

type Props = Readonly<{
  act: Decision
  rows: readonly Decided[]
  /** The ids of those that could not be settled. */
  onDecided?: (refused: readonly number[]) => void
  onClose: () => void
}>

export function DecideDialog(props: Partial<Props> & Pick<Props, 'onClose'>): ReactElement {
  const t = useText(applicationText)
  const { act, rows = [], onClose, onDecided } = props
  return (
    <Dialog title={act ? t(`decide.${act}.title`) : ''} open={act !== undefined} onClose={onClose}>
      {act && <DecideForm act={act} rows={rows} onClose={onClose} {...(onDecided && { onDecided })} />}
    </Dialog>
  )
}

function DecideForm({ act, rows: given, onDecided, onClose }: Props): ReactElement {
  const t = useText(applicationText)
  const [note, setNote] = useState('')
  // What is decided on is what was shown when the dialog opened, whatever the list does meanwhile.
  const [rows] = useState(given)
  const decide = useDecision(act, onClose, onDecided)
  if (decide.outcome) return <Outcomes outcome={decide.outcome} rows={rows} onClose={onClose} />
  const count = rows.length
  const refusing = act === 'refuse'
  const tooMany = count > MAX_DECIDED
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        decide.send(rows, note.trim())
      }}
    >
      <p>{t(`decide.${act}.text`, { count })}</p>
      <ul className="zr-names">
        {rows.slice(0, 10).map(row => (
          <li key={row.applicationId}>
            {row.name} <span className="zr-code zr-soft">{row.effectiveOn}</span>
          </li>
        ))}
        {count > 10 && <li>…</li>}
      </ul>
      <TextArea
        label={refusing ? t('decide.refuse.reason') : t('decide.approve.note')}
        {...(refusing && { hint: t('decide.refuse.reasonHint') })}
        required={refusing}
        rows={3}
        maxLength={500}
        value={note}
        onChange={setNote}
      />
      {tooMany && <Banner look="query">{t('decide.limit.text', { max: MAX_DECIDED })}</Banner>}
      {decide.error !== null && <ErrorState error={decide.error} compact />}
      <div className="zr-actions">
        <Button onClick={onClose}>{t('decide.action.cancel')}</Button>
        <Button
          look={refusing ? 'danger' : 'primary'}
          submit
          busy={decide.busy}
          disabled={tooMany || (refusing ? note.trim().length < 2 : note.trim().length === 1)}
        >
          {t(`decide.${act}.title`)}
        </Button>
      </div>
    </form>
  )
}

function useDecision(act: Decision, onClose: () => void, onDecided: Props['onDecided']) {
  const t = useText(applicationText)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const onDone = (reply: Outcome) => {
    onDecided?.(reply.refused.map(one => one.applicationId))
    if (reply.refused.length > 0) return setOutcome(reply)
    showToast(t(`decide.${act}.done`, { count: reply.settled }))
    onClose()
  }
  const approve = useWrite(approveApplications, { changes, onDone })
  const refuse = useWrite(refuseApplications, { changes, onDone })
  return {
    outcome,
    error: act === 'approve' ? approve.error : refuse.error,
    busy: approve.isPending || refuse.isPending,
    send: (rows: readonly Decided[], note: string) => {
      if (act === 'refuse') {
        refuse.mutate({ body: { applicationIds: rows.map(row => row.applicationId), reason: note } })
        return
      }
      const applications = rows.map(row => ({
        applicationId: row.applicationId,
        effectiveOn: row.effectiveOn ?? '',
      }))
      approve.mutate({ body: { applications, ...(note && { note }) } })
    },
  }
}

function Outcomes(
  props: Readonly<{ outcome: Outcome; rows: readonly Decided[]; onClose: () => void }>,
): ReactElement {
  const t = useText(applicationText)
  const locale = useLocale()
  const { settled, refused } = props.outcome
  const nameOf = (id: number) => props.rows.find(row => row.applicationId === id)?.name ?? String(id)
  return (
    <>
      <Banner look="query">{t('decide.result.some', { settled, count: refused.length })}</Banner>
      <ul className="zr-names">
        {refused.map(one => (
          <li key={one.applicationId}>
            <b>{nameOf(one.applicationId)}</b>
            <p className="zr-soft">{one.message[locale]}</p>
          </li>
        ))}
      </ul>
      <div className="zr-actions zr-actions-end">
        <Button look="primary" onClick={props.onClose}>
          {t('decide.action.close')}
        </Button>
      </div>
    </>
  )
}
