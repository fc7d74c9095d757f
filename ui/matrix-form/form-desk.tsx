/** A form with its tools and findings: what both the reporter's page and the office's view are made of. */
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  type Ref,
  useImperativeHandle,
  useRef,
  useState,
} from 'react'
import { flushSync } from 'react-dom'
import type { Explanation, Finding, FormSession } from '#engines/form/index.ts'
import { IconButton } from '../components/button.tsx'
import { useText } from '../i18n/text.ts'
import {
  blockersOf,
  type Explanations,
  findingId,
  findingToExplain,
  type Insistence,
  savedExplanations,
  stopsOf,
} from './findings.ts'
import { BlockerSummary, FindingsPanel } from './findings-panel.tsx'
import { formText } from './locale/text.ts'
import { MatrixForm, type MatrixFormHandle, type MatrixFormProps } from './matrix-form.tsx'
import { asksToFind } from './use-find.ts'
import { useInsistence } from './use-insistence.ts'
import { useStops } from './use-stops.ts'
import './form-desk.css'

export type FormDeskHandle = Readonly<{
  jump: (key: string) => void
  /** They would go on with what is not finished: blanks count as errors from now on, and the first error is shown. */
  insist: () => void
}>

export type FormDeskProps = Omit<MatrixFormProps, 'ref' | 'enterGoes' | 'beside' | 'insistence'> &
  Readonly<{
    /** What was said about each finding and whether it explains. */
    explanations?: Explanations
    onExplain?: (finding: Finding, said: Explanation) => void
    /** What comes once nothing stands in the way; submitting where it is not said. */
    act?: string
    /** Saved at, submit, download …: right of the tools. */
    actions?: ReactNode
    ref?: Ref<FormDeskHandle>
  }>

const noExplanations = savedExplanations(() => undefined)

type Beside = NonNullable<MatrixFormProps['beside']>
type EnterGoes = NonNullable<MatrixFormProps['enterGoes']>

const enterKey = 'zhitong.form.enter'

function rememberedEnter(): EnterGoes {
  try {
    return localStorage.getItem(enterKey) === 'right' ? 'right' : 'down'
  } catch {
    return 'down'
  }
}

function useEnterGoes(): readonly [EnterGoes, (next: EnterGoes) => void] {
  const [enterGoes, setEnterGoes] = useState(rememberedEnter)
  const choose = (next: EnterGoes) => {
    setEnterGoes(next)
    try {
      localStorage.setItem(enterKey, next)
    } catch {
      // Holds for this visit.
    }
  }
  return [enterGoes, choose]
}

type ToolsProps = FormDeskProps &
  Readonly<{
    insistence: Insistence
    beside: Beside
    setBeside: (beside: Beside) => void
    enterGoes: EnterGoes
    setEnterGoes: (enterGoes: EnterGoes) => void
    onFind: () => void
  }>

const cellKeyOf = (element: Element): string | null =>
  element.closest('[data-cell]')?.getAttribute('data-cell') ?? null

/** Undo of the form from a button or an empty box of it; a box with a text undoes its own. */
function undoneBy({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent, from: Element, session: FormSession) {
  const letter = key.toLowerCase()
  if (!(ctrlKey || metaKey) || (letter !== 'z' && letter !== 'y')) return null
  if ('value' in from && from.value !== '') return null
  return letter === 'y' || shiftKey ? session.redo() : session.undo()
}

/** The caret stays in its cell, where the next key is meant. */
const keepCaret = (event: MouseEvent) => event.preventDefault()

function Tools(props: ToolsProps): ReactElement {
  const t = useText(formText)
  const { session, onChange, readOnly, insistence, explanations = noExplanations } = props
  return (
    <div className="zt-desk-tools" role="toolbar" aria-label={t('form.tools.label')}>
      {!readOnly && (
        <>
          <IconButton
            icon="undo"
            label={t('form.tools.undo')}
            aria-disabled={!session.canUndo}
            onMouseDown={keepCaret}
            onClick={() => onChange?.(session.undo())}
          />
          <IconButton
            icon="redo"
            label={t('form.tools.redo')}
            aria-disabled={!session.canRedo}
            onMouseDown={keepCaret}
            onClick={() => onChange?.(session.redo())}
          />
        </>
      )}
      <IconButton icon="search" label={t('form.tools.find')} onClick={props.onFind} />
      {(props.previous || props.yearAgo) && (
        <label className="zt-desk-choice">
          {t('form.tools.compare')}
          <select value={props.beside} onChange={event => props.setBeside(event.target.value as Beside)}>
            <option value="none">{t('form.tools.compareNone')}</option>
            {props.previous && <option value="previous">{t('form.tools.comparePrevious')}</option>}
            {props.yearAgo && <option value="yearAgo">{t('form.tools.compareYearAgo')}</option>}
          </select>
        </label>
      )}
      {!readOnly && (
        <label className="zt-desk-choice zt-desk-enter">
          {t('form.tools.enter')}
          <select
            value={props.enterGoes}
            onChange={event => props.setEnterGoes(event.target.value as EnterGoes)}
          >
            <option value="down">{t('form.tools.enterDown')}</option>
            <option value="right">{t('form.tools.enterRight')}</option>
          </select>
        </label>
      )}
      <div className="zt-desk-actions">{props.actions}</div>
      {!readOnly && (
        <div className="zt-desk-blockers">
          <BlockerSummary
            blockers={blockersOf(session.findings, explanations, session.problems.length, insistence)}
            {...(props.act && { act: props.act })}
          />
        </div>
      )}
    </div>
  )
}

export function FormDesk(props: FormDeskProps): ReactElement {
  const { session, explanations = noExplanations } = props
  const held = useInsistence(session, props.onChange)
  const { insistence, change, left } = held
  const [beside, setBeside] = useState<Beside>('none')
  const [enterGoes, setEnterGoes] = useEnterGoes()
  const form = useRef<MatrixFormHandle>(null)
  const jump = (key: string) => form.current?.jump(key)
  const { current, setCurrent, goNext, insist } = useStops(session, held, jump)
  useImperativeHandle(props.ref, () => ({ jump, insist }))
  const root = useRef<HTMLDivElement>(null)
  const goExplain = (from: Element) => {
    const finding = findingToExplain(session, explanations, cellKeyOf(from), current)
    if (!finding) return
    const id = findingId(finding)
    // Its box has the caret before the next key comes: the reason first, where one is to be chosen.
    flushSync(() => setCurrent(id))
    const item = root.current?.querySelector(`[data-finding="${CSS.escape(id)}"]`)
    const reason = item?.querySelector('select')
    const place = reason?.value === '' ? reason : item?.querySelector('textarea')
    place?.focus()
  }
  const goBack = (from: Element): boolean => {
    const id =
      from.closest('select, textarea') && from.closest('[data-finding]')?.getAttribute('data-finding')
    const stop = stopsOf(session).find(one => one.id === id)
    if (stop?.key !== undefined) jump(stop.key)
    return stop?.key !== undefined
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.defaultPrevented || event.nativeEvent.isComposing) return
    const from = event.target as Element
    const undone = props.readOnly ? null : undoneBy(event, from, session)
    if (undone) change(undone)
    else if (asksToFind(event)) form.current?.find()
    else if (event.key === 'F8') goNext(event.shiftKey)
    else if (event.key === 'Enter' && event.altKey) goExplain(from)
    else if (event.key !== 'Escape' || !goBack(from)) return
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: F8, Alt+Enter and Ctrl+F work wherever the caret is
    <div className="zt-desk" ref={root} onKeyDown={onKeyDown} onBlur={left}>
      <Tools
        {...props}
        onChange={change}
        insistence={insistence}
        beside={beside}
        setBeside={setBeside}
        enterGoes={enterGoes}
        setEnterGoes={setEnterGoes}
        onFind={() => form.current?.find()}
      />
      <div className="zt-desk-body">
        <MatrixForm
          {...props}
          onChange={change}
          insistence={insistence}
          ref={form}
          beside={beside}
          enterGoes={enterGoes}
        />
        <FindingsPanel
          session={session}
          insistence={insistence}
          {...(props.codelists && { codelists: props.codelists })}
          readOnly={props.readOnly ?? false}
          {...(props.act && { act: props.act })}
          explanations={explanations}
          {...(props.onExplain && !props.readOnly ? { onExplain: props.onExplain } : {})}
          current={current}
          onCurrent={setCurrent}
          onJump={jump}
          onNext={() => goNext()}
        />
      </div>
    </div>
  )
}
