/**
 * A statutory form on screen: the layout the law prints, filled from the keyboard. It holds no data of its
 * own; each edit gives the next session to `onChange`.
 */
import { type ReactElement, type Ref, useImperativeHandle, useMemo, useRef, useState } from 'react'
import {
  addressKey,
  type Codelists,
  codelistsOf,
  type FormSession,
  type FormValues,
  type LocalText,
  type Refused,
} from '#engines/form/index.ts'
import { showToast } from '../components/toast.tsx'
import { useLocale } from '../i18n/locale.ts'
import { localText, useLocalText, useText } from '../i18n/text.ts'
import { findingKeys } from './address.ts'
import { type Board, boardOf } from './board.ts'
import { FieldList } from './field-list.tsx'
import { FindBar } from './find-bar.tsx'
import { findingsByCell, type Insistence, isToFill, nothingInsisted } from './findings.ts'
import { type Flags, FormContext, type FormSurroundings, useForm } from './form-host.ts'
import type { FormKeysOptions, PastedUnit } from './form-live.ts'
import { type FormNow, FormNowContext } from './form-now.ts'
import { GridSection } from './grid-section.tsx'
import { LegalHead } from './legal-head.tsx'
import { formText } from './locale/text.ts'
import { RowsBlock } from './rows-section.tsx'
import { StatusLine } from './status-line.tsx'
import { useFormSearch } from './use-find.ts'
import { useFormKeys } from './use-form-keys.ts'
import './matrix-form.css'

export type MatrixFormHandle = Readonly<{
  /** Puts the caret into a cell (`M13`, or `cell@row`) and brings it into view. */
  jump: (key: string) => void
  /** Opens the search in this form, as Ctrl+F. */
  find: () => void
}>

export type MatrixFormProps = Readonly<{
  session: FormSession
  period: string
  onChange?: (session: FormSession) => void
  readOnly?: boolean
  enterGoes?: 'down' | 'right'
  /** Shown in the status line, and small under each value while chosen as `beside`. */
  previous?: FormValues
  yearAgo?: FormValues
  beside?: 'previous' | 'yearAgo' | 'none'
  /** An earlier revision: cells that differ from it are marked with what they held. */
  baseline?: FormValues
  /** Cells somebody pointed at, by key, a column of a table by its code: marked, and said while the caret is there. */
  flagged?: Flags
  /** Blank required cells that are held against the respondent; none where it is not said. */
  insistence?: Insistence
  /** What somebody asks about cells, by their keys: marked, and read while the caret is there. */
  asked?: ReadonlyMap<string, string>
  codelists?: Codelists
  ref?: Ref<MatrixFormHandle>
}>

/** More columns than these are printed on paper laid across. */
const columnsUpright = 7

type PasteNote = Readonly<{ text: string; unit: PastedUnit | null; session: FormSession | null }>
const noNote: PasteNote = { text: '', unit: null, session: null }

const linesTold = 5

/** Stays until it is closed: what is missing is looked up in the spreadsheet while the form is filled on. */
function lineWords(
  lines: readonly Refused[],
  local: (text: LocalText) => string,
  t: ReturnType<typeof useText<(typeof formText)['zh-CN']>>,
): string {
  const told = lines.slice(0, linesTold).map(one => local(one.message))
  const more = lines.length > linesTold ? [t('form.paste.more', { count: lines.length - linesTold })] : []
  return t('form.paste.lines', { count: lines.length, lines: [...told, ...more].join('; ') })
}

/** Stands until the form changes, whoever changes it. */
function usePasteNote(now: FormSession) {
  const t = useText(formText)
  const [note, setNote] = useState(noNote)
  const local = useLocalText()
  const onPasted: FormKeysOptions['onPasted'] = ({
    session,
    filled,
    pasted,
    added,
    refused,
    unread,
    unit,
  }) => {
    const lines = refused.filter(one => one.wholeLine)
    const outside = refused.filter(one => one.outside).length
    const kept = refused.length - outside - lines.length
    const parts = [t(filled ? 'form.fill.done' : 'form.paste.done', { count: pasted })]
    if (added > 0) parts.push(t('form.paste.added', { count: added }))
    if (unread > 0) parts.push(t('form.paste.unread', { count: unread }))
    if (kept > 0) parts.push(t('form.paste.kept', { count: kept }))
    if (outside > 0) parts.push(t('form.paste.outside', { count: outside }))
    if (lines.length > 0) showToast(lineWords(lines, local, t), 'fatal')
    setNote({ text: parts.join('; '), unit, session })
  }
  return { note: note.session === now ? note : noNote, onPasted, forget: () => setNote(noNote) }
}

function useBoard(session: FormSession, codelists: Codelists): Board {
  const rows = Object.entries(session.values.rows ?? {})
    .map(([id, list]) => `${id}:${list.map(row => row.key).join(',')}`)
    .join(';')
  // biome-ignore lint/correctness/useExhaustiveDependencies: which rows there are is all that matters of the values
  return useMemo(() => boardOf(session, codelists), [session.spec, rows, codelists])
}

export function MatrixForm(props: MatrixFormProps): ReactElement {
  const { session, readOnly = false, baseline, enterGoes = 'down', beside = 'none' } = props
  const { spec } = session
  const locale = useLocale()
  const root = useRef<HTMLElement>(null)
  const codelists = useMemo(() => codelistsOf(spec, props.codelists), [spec, props.codelists])
  const board = useBoard(session, codelists)
  const { note, onPasted, forget } = usePasteNote(session)
  const keys = useFormKeys(
    {
      session,
      board,
      readOnly,
      enterGoes,
      onPasted,
      onChange: next => {
        forget()
        props.onChange?.(next)
      },
    },
    root,
  )
  const { find, words, input, openFind, onKeyDown } = useFormSearch(session, board, codelists, root, keys)
  useImperativeHandle(props.ref, () => ({ jump: keys.jump, find: openFind }), [keys.jump, openFind])

  const shownBeside = beside === 'none' ? undefined : props[beside]
  const surroundings = useMemo(
    (): FormSurroundings => ({
      spec,
      host: keys.host,
      readOnly,
      codelists,
      local: text => localText(text, locale),
      beside: shownBeside,
      baseline,
      flagged: props.flagged,
      asked: props.asked,
    }),
    [spec, keys.host, readOnly, codelists, locale, shownBeside, baseline, props.flagged, props.asked],
  )
  const now = useFormNow(session, keys, find.found, props.insistence)
  const wide = board.blocks.some(({ grid }) => grid && grid.columnCount > columnsUpright)
  const names = ['zt-form', (shownBeside || baseline) && 'zt-form-tall', wide && 'zt-form-wide']
  return (
    <FormContext value={surroundings}>
      <FormNowContext value={now}>
        <article onKeyDown={onKeyDown} ref={root} className={names.filter(Boolean).join(' ')} lang={locale}>
          {find.search !== null && <FindBar find={find} words={words} input={input} />}
          <section
            className="zt-form-paper"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
            tabIndex={0}
            aria-label={localText(spec.title, locale)}
          >
            <LegalHead period={props.period}>
              <FieldList fields={spec.header} block={board.blocks[0]!} look="header" />
            </LegalHead>
            <FormSections board={board} />
            <FieldList fields={spec.signers} block={board.blocks.at(-1)!} look="signers" />
          </section>
          <StatusLine
            slot={keys.current}
            explained={keys.explained}
            note={note.text}
            pasted={note.unit}
            {...(props.previous && { previous: props.previous })}
            {...(props.yearAgo && { yearAgo: props.yearAgo })}
          />
        </article>
      </FormNowContext>
    </FormContext>
  )
}

function useFormNow(
  session: FormSession,
  { editing, range, wanted }: Pick<FormNow, 'editing' | 'range' | 'wanted'>,
  found: FormNow['found'],
  insistence: Insistence = nothingInsisted,
): FormNow {
  return useMemo(
    () => ({
      session,
      editing,
      range,
      wanted,
      byCell: findingsByCell(session.spec, session.findings, insistence),
      toFill: new Set(
        session.findings
          .filter(finding => isToFill(finding, insistence))
          .flatMap(finding => findingKeys(session.spec, finding)),
      ),
      unread: new Map(session.problems.map(problem => [addressKey(problem), problem])),
      found,
    }),
    [session, editing, range, wanted, found, insistence],
  )
}

function FormSections({ board }: Readonly<{ board: Board }>): ReactElement {
  const t = useText(formText)
  const locale = useLocale()
  const { spec } = useForm()
  return (
    <>
      {spec.sections.map((section, i) => {
        const block = board.blocks[i + 1]!
        const title = section.title && localText(section.title, locale)
        const label = title
          ? t('form.grid.label', { title: localText(spec.title, locale), section: title })
          : localText(spec.title, locale)
        return (
          <section key={section.id} className="zt-form-section">
            {title && <h2 className="zt-form-section-title">{title}</h2>}
            {section.kind === 'record' && <FieldList fields={section.fields} block={block} look="record" />}
            {section.kind === 'matrix' && <GridSection block={block} blockIndex={i + 1} label={label} />}
            {section.kind === 'rows' && (
              <RowsBlock section={section} block={block} blockIndex={i + 1} label={label} />
            )}
          </section>
        )
      })}
    </>
  )
}
