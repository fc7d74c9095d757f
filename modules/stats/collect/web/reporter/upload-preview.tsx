import type { ReactElement } from 'react'
import type { FileChange, FormReading, SheetProblem } from '#engines/exchange/form-workbook/index.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { localText, useText } from '#ui/i18n/text.ts'
import { reporterText } from '../../locale/reporter/text.ts'
import { codelistsOf } from '../form-program.ts'
import { placeName } from '../place-name.ts'
import type { Opened } from './filling.ts'
import { valueWords } from './words.ts'

type PreviewProps = Readonly<{
  opened: Opened
  name: string
  reading: FormReading
  changes: readonly FileChange[]
  chosen: ReadonlySet<string>
  onChoose: (chosen: ReadonlySet<string>) => void
  /** Over what is left out though it is no error. */
  ignoredTitle?: string
}>

/** Errors first: they are what the person has to go back to the file for. */
export function UploadPreview(props: PreviewProps): ReactElement {
  const { opened, name, reading, changes } = props
  const t = useText(reporterText)
  const { problems, ignored } = reading
  const counts = { name, changes: changes.length, problems: problems.length }
  return (
    <div className="zr-upload">
      <p role="status">
        {t(problems.length > 0 ? 'upload.preview.problems' : 'upload.preview.text', counts)}
      </p>
      {problems.length > 0 && (
        <ProblemTable opened={opened} title={t('upload.problems.title')} look="fatal" problems={problems} />
      )}
      {changes.length > 0 && <ChangeTable {...props} />}
      {changes.length === 0 && <p>{t('upload.preview.same')}</p>}
      {ignored.length > 0 && (
        <ProblemTable
          opened={opened}
          title={props.ignoredTitle ?? t('upload.ignored.title')}
          look="notice"
          problems={ignored}
        />
      )}
    </div>
  )
}

function ChangeTable({ opened, changes, chosen, onChoose }: PreviewProps): ReactElement {
  const t = useText(reporterText)
  const all = changes.every(({ id }) => chosen.has(id))
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    onChoose(next)
  }
  return (
    <table className="zr-table zr-uploaded">
      <caption className="zr-uploaded-title">{t('upload.changes.title')}</caption>
      <thead>
        <tr>
          <th scope="col" className="zr-uploaded-tick">
            <input
              type="checkbox"
              aria-label={t('upload.changes.all')}
              checked={all}
              onChange={() => onChoose(new Set(all ? [] : changes.map(({ id }) => id)))}
            />
          </th>
          <th scope="col">{t('upload.column.where')}</th>
          <th scope="col">{t('trail.column.place')}</th>
          <th scope="col" className="zt-number">
            {t('upload.column.before')}
          </th>
          <th scope="col" className="zt-number">
            {t('upload.column.after')}
          </th>
        </tr>
      </thead>
      <tbody>
        {changes.map(one => (
          <ChangeRow
            key={one.id}
            opened={opened}
            one={one}
            chosen={chosen.has(one.id)}
            onToggle={() => toggle(one.id)}
          />
        ))}
      </tbody>
    </table>
  )
}

type RowProps = Readonly<{ opened: Opened; one: FileChange; chosen: boolean; onToggle: () => void }>

function ChangeRow({ opened, one, chosen, onToggle }: RowProps): ReactElement {
  const t = useText(reporterText)
  const locale = useLocale()
  const lists = codelistsOf(opened)
  const place = placeName(opened.spec, one, locale, lists)
  const words = (value: FileChange['before']) =>
    valueWords(opened.spec, one.cell, value, locale, lists) || t('conflict.value.blank')
  return (
    <tr>
      <td className="zr-uploaded-tick">
        <input type="checkbox" aria-label={place} checked={chosen} onChange={onToggle} />
      </td>
      <td>{one.where ?? '—'}</td>
      <th scope="row">
        {place}
        {one.told && <span className="zr-soft zr-uploaded-note">{localText(one.told, locale)}</span>}
        {one.untouched && <span className="zr-soft zr-uploaded-note">{t('upload.change.untouched')}</span>}
      </th>
      {one.kind === 'cell' ? (
        <>
          <td className="zt-number">{words(one.before)}</td>
          <td className="zt-number">
            <b>{words(one.after)}</b>
          </td>
        </>
      ) : (
        <td colSpan={2} className="zt-number">
          {t(one.kind === 'row-added' ? 'trail.row.added' : 'trail.row.removed')}
        </td>
      )}
    </tr>
  )
}

type ProblemProps = Readonly<{
  opened: Opened
  title: string
  look: 'fatal' | 'notice'
  problems: readonly SheetProblem[]
}>

function ProblemTable({ opened, title, look, problems }: ProblemProps): ReactElement {
  const t = useText(reporterText)
  const locale = useLocale()
  const lists = codelistsOf(opened)
  return (
    <table className={`zr-table zr-uploaded zr-uploaded-${look}`}>
      <caption className="zr-uploaded-title">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{t('upload.column.where')}</th>
          <th scope="col">{t('trail.column.place')}</th>
          <th scope="col">{t('upload.column.text')}</th>
          <th scope="col">{t('upload.column.why')}</th>
        </tr>
      </thead>
      <tbody>
        {problems.map(({ where, at, section, text, code, message }) => (
          <tr key={`${where} ${code} ${at?.cell ?? ''}`}>
            <td>{where}</td>
            <th scope="row">
              {at ? placeName(opened.spec, { ...at, ...(section && { section }) }, locale, lists) : '—'}
            </th>
            <td>{text.slice(0, 60) || t('conflict.value.blank')}</td>
            <td>{localText(message, locale)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
