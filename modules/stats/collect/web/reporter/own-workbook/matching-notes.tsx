import type { ReactElement } from 'react'
import type { MatchingNote } from '#engines/exchange/own-workbook/index.ts'
import { Banner } from '#ui/components/banner.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { localText, useText } from '#ui/i18n/text.ts'
import { ownWorkbookText } from '../../../locale/own-workbook/text.ts'
import { codelistsOf } from '../../form-program.ts'
import { placeName } from '../../place-name.ts'
import type { Opened } from '../filling.ts'
import type { Matched } from './own-workbook-file.ts'

/** Where the matching comes from, and what of a remembered one moved or no longer fits. */
export function MatchingNotes({
  opened,
  matched,
}: Readonly<{ opened: Opened; matched: Matched }>): ReactElement {
  const t = useText(ownWorkbookText)
  const { from, notes, book } = matched
  const left = notes.filter(({ kind }) => kind === 'left')
  const followed = notes.filter(({ kind }) => kind === 'followed')
  return (
    <>
      {from && (
        <p role="status">
          {t('own.used.recalled', { name: from.name, by: from.savedBy, time: formatDateTime(from.savedAt) })}
        </p>
      )}
      {left.length > 0 && (
        <Banner look="query">
          <b>{t('own.notes.left', { count: left.length })}</b>
          <NoteList opened={opened} notes={left} />
        </Banner>
      )}
      {followed.length > 0 && (
        <Banner>
          <b>{t('own.notes.followed')}</b>
          <NoteList opened={opened} notes={followed} />
        </Banner>
      )}
      {book.hidden.length > 0 && (
        <p className="zr-soft">{t('own.file.hidden', { names: book.hidden.join(t('own.notes.and')) })}</p>
      )}
    </>
  )
}

/** Cells of one row move together: what is said of them is said once. */
function NoteList({
  opened,
  notes,
}: Readonly<{ opened: Opened; notes: readonly MatchingNote[] }>): ReactElement {
  const t = useText(ownWorkbookText)
  const locale = useLocale()
  const lists = codelistsOf(opened)
  const grouped = Map.groupBy(notes, note => localText(note.message, locale))
  return (
    <ul className="zr-own-notes">
      {[...grouped].map(([text, alike]) => {
        const names = alike.flatMap(({ cell }) =>
          cell === undefined ? [] : [placeName(opened.spec, { cell }, locale, lists)],
        )
        return (
          <li key={text}>
            {text}
            {names.length > 0 && <span className="zr-soft">{` ${names.join(t('own.notes.and'))}`}</span>}
          </li>
        )
      })}
    </ul>
  )
}
