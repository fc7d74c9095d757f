import type { ReactElement } from 'react'
import { formatPeriod } from '#engines/form/index.ts'
import { useWrite } from '#ui/api/queries.ts'
import { Banner } from '#ui/components/banner.tsx'
import { Button, IconButton } from '#ui/components/button.tsx'
import { Card } from '#ui/components/card.tsx'
import { Field, TextArea } from '#ui/components/field.tsx'
import { FileDrop } from '#ui/components/file-drop.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { changeMyUnit, MAX_PAPERS, readMyUnit, unitField, uploadMyPaper } from '../../contract.ts'
import { ownUnitText } from '../../locale/own-unit-text.ts'
import { PaperList } from '../application/paper-list.tsx'
import { usePaperUpload } from '../application/use-paper-upload.ts'
import { useLabels } from '../labels.ts'
import {
  askedFields,
  bodyOf,
  changedFields,
  needsPaper,
  type OwnDraft,
  type OwnUnit,
  registered,
} from './own-change.ts'

type Props = Readonly<{
  unit: OwnUnit
  month: string
  draft: OwnDraft
  onChange: (change: (draft: OwnDraft | null) => OwnDraft | null) => void
  onClose: () => void
}>

export function ChangeForm({ unit, month, draft, onChange, onClose }: Props): ReactElement {
  const t = useText(ownUnitText)
  const locale = useLocale()
  const put = (change: (draft: OwnDraft) => Partial<OwnDraft>) =>
    onChange(now => (now === null ? null : { ...now, ...change(now) }))
  const send = useWrite(changeMyUnit, {
    changes: [readMyUnit],
    onDone: () => {
      showToast(t('change.done.toast'))
      onClose()
    },
  })
  const fields = changedFields(unit, draft)
  const missing = needsPaper(fields) && draft.papers.length === 0
  const ready = fields.length > 0 && draft.note.trim().length >= 2 && !missing
  return (
    <Card title={t('change.title.text')}>
      <form
        className="zp-form"
        onSubmit={event => {
          event.preventDefault()
          if (ready) send.mutate({ body: bodyOf(unit, draft) })
        }}
      >
        <p className="zp-soft">{t('change.lead.text', { month: formatPeriod(month, locale) })}</p>
        <Values draft={draft} put={put} />
        <TextArea
          label={t('change.note.label')}
          hint={t('change.note.hint')}
          required
          rows={3}
          maxLength={500}
          value={draft.note}
          onChange={note => put(() => ({ note }))}
        />
        <Papers draft={draft} put={put} needed={needsPaper(fields)} />
        <Summary unit={unit} draft={draft} fields={fields} />
        {send.isError && <ErrorState error={send.error} compact />}
        <p className="zp-acts">
          <Button look="primary" submit disabled={!ready} busy={send.isPending}>
            {t('change.action.send')}
          </Button>
          <Button onClick={onClose}>{t('change.action.cancel')}</Button>
        </p>
      </form>
    </Card>
  )
}

type Put = (change: (draft: OwnDraft) => Partial<OwnDraft>) => void

function Values({ draft, put }: Readonly<{ draft: OwnDraft; put: Put }>): ReactElement {
  const labels = useLabels()
  return (
    <div className="zp-values">
      {askedFields.map(name => {
        const field = unitField(name)!
        const measure = field.unitOfMeasure && ` (${labels.say(field.unitOfMeasure)})`
        return (
          <Field
            key={name}
            label={`${labels.say(field.text)}${measure ?? ''}`}
            type={field.type === 'date' ? 'date' : 'text'}
            inputMode={field.type === 'integer' || field.type === 'decimal' ? 'decimal' : undefined}
            maxLength={field.maxLength}
            required={name === 'name'}
            value={draft.values[name] ?? ''}
            onChange={event => {
              const { value } = event.target
              put(now => ({ values: { ...now.values, [name]: value } }))
            }}
          />
        )
      })}
    </div>
  )
}

function Papers({
  draft,
  put,
  needed,
}: Readonly<{ draft: OwnDraft; put: Put; needed: boolean }>): ReactElement {
  const t = useText(ownUnitText)
  const labels = useLabels()
  const room = MAX_PAPERS - draft.papers.length
  const upload = usePaperUpload(uploadMyPaper, {
    room,
    onPaper: paper => put(now => (now.papers.length < MAX_PAPERS ? { papers: [...now.papers, paper] } : {})),
  })
  return (
    <section className="zp-papers" aria-label={t('change.papers.title')}>
      <h3>{t('change.papers.title')}</h3>
      <p className="zp-soft">{t(needed ? 'change.papers.needed' : 'change.papers.optional')}</p>
      <PaperList
        papers={draft.papers}
        action={paper => (
          <IconButton
            icon="trash"
            label={t('change.papers.remove', { name: paper.name })}
            onClick={() => put(now => ({ papers: now.papers.filter(one => one.fileId !== paper.fileId) }))}
          />
        )}
      />
      {room > 0 && (
        <FileDrop
          accept=".pdf,.ofd,.jpg,.jpeg,.png"
          multiple
          testId="own-paper-file"
          onFiles={upload.take}
          title={
            upload.busy === null ? t('change.papers.drop') : t('change.papers.busy', { name: upload.busy })
          }
          hint={t('change.papers.hint', { max: MAX_PAPERS })}
        />
      )}
      {upload.beyond.length > 0 && (
        <Banner look="query">
          {t('change.papers.beyond', { max: MAX_PAPERS, names: upload.beyond.join(labels.comma) })}
        </Banner>
      )}
      {upload.failed.map(({ name, error }) => (
        <div key={name}>
          <b>{name}</b>
          <ErrorState error={error} compact />
        </div>
      ))}
    </section>
  )
}

function Summary(
  props: Readonly<{ unit: OwnUnit; draft: OwnDraft; fields: readonly string[] }>,
): ReactElement {
  const t = useText(ownUnitText)
  const labels = useLabels()
  const { unit, draft, fields } = props
  if (fields.length === 0) return <p role="status">{t('change.summary.none')}</p>
  return (
    <table className="zp-summary">
      <caption>{t('change.summary.label')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('change.summary.field')}</th>
          <th scope="col">{t('change.summary.before')}</th>
          <th scope="col">{t('change.summary.after')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(name => (
          <tr key={name}>
            <th scope="row">{labels.field(name)}</th>
            <td>{registered(unit, name) || t('facts.value.blank')}</td>
            <td>{draft.values[name]?.trim() || t('facts.value.blank')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
