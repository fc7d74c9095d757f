import { type ChangeEvent, memo, type ReactElement, useLayoutEffect, useMemo, useRef } from 'react'
import type { Scalar } from '#engines/form/index.ts'
import { Combobox } from '../components/combobox.tsx'
import { Severity, type SeverityLevel } from '../components/tag.tsx'
import { useText } from '../i18n/text.ts'
import type { Slot } from './board.ts'
import { useForm } from './form-host.ts'
import { formText } from './locale/text.ts'
import { groupTyped } from './typed-number.ts'

export type CellInputProps = Readonly<{
  slot: Slot
  /** What stands in the cell now: typed text, or the value as people write it. */
  text: string
  value: Scalar
  label: string
  severity: SeverityLevel | undefined
  /** Required, and nobody has come to it yet. */
  toFill: boolean
  unread: boolean
  flagged: boolean
  /** It is asked about, and the answer is awaited. */
  asked: boolean
  /** Found by a search; `now` is the one looked at. */
  hit: 'hit' | 'now' | undefined
  /** The value beside, and the earlier revision's where it differs; undefined where not shown. */
  beside: string | undefined
  /** How much more or less than that beside. */
  change: string | undefined
  was: string | undefined
}>

function useGroupedTyping(onType: (text: string) => void, decimal: boolean) {
  const ref = useRef<HTMLInputElement>(null)
  const caret = useRef<number | null>(null)
  useLayoutEffect(() => {
    if (caret.current === null) return
    ref.current?.setSelectionRange(caret.current, caret.current)
    caret.current = null
  })
  const onChange = (event: ChangeEvent<HTMLInputElement>) => {
    const { value, selectionStart } = event.target
    const composing = (event.nativeEvent as InputEvent).isComposing
    if (!decimal || composing || selectionStart === null) return onType(value)
    const typed = groupTyped(value, selectionStart)
    caret.current = typed.caret
    onType(typed.text)
  }
  return { ref, onChange }
}

/** Said of a cell exactly where it is shown as wrong. */
const isInvalid = ({ severity, unread }: CellInputProps): true | undefined =>
  severity === 'fatal' || unread || undefined

function TextInput(props: CellInputProps & Readonly<{ editable: boolean }>): ReactElement {
  const { slot, text, label, editable, toFill } = props
  const t = useText(formText)
  const { host } = useForm()
  const { kind } = slot.place.spec.type
  const typing = useGroupedTyping(next => host.type(slot, next), kind === 'decimal')
  return (
    <input
      ref={typing.ref}
      data-cell={slot.key}
      className={kind === 'decimal' ? 'zt-cell-input zt-number' : 'zt-cell-input'}
      type="text"
      inputMode={kind === 'decimal' ? 'decimal' : undefined}
      autoComplete="off"
      spellCheck={false}
      aria-label={label}
      aria-invalid={isInvalid(props)}
      aria-required={slot.place.spec.required || undefined}
      readOnly={!editable}
      tabIndex={editable ? 0 : -1}
      placeholder={kind === 'date' && editable ? 'YYYY-MM-DD' : toFill ? t('form.cell.required') : undefined}
      value={text}
      onChange={typing.onChange}
    />
  )
}

function ChoiceInput(props: CellInputProps & Readonly<{ editable: boolean }>): ReactElement {
  const { slot, value, label, editable } = props
  const t = useText(formText)
  const { host } = useForm()
  return (
    <select
      data-cell={slot.key}
      className="zt-cell-input"
      aria-label={label}
      aria-invalid={isInvalid(props)}
      aria-required={slot.place.spec.required || undefined}
      disabled={!editable}
      value={value === null ? '' : String(value)}
      onChange={event => host.set(slot, event.target.value === '' ? null : event.target.value === 'true')}
    >
      <option value="">{''}</option>
      <option value="true">{t('form.cell.yes')}</option>
      <option value="false">{t('form.cell.no')}</option>
    </select>
  )
}

function CodeInput(props: CellInputProps & Readonly<{ list: string }>): ReactElement {
  const { slot, value, label, list } = props
  const { host, codelists, local } = useForm()
  const items = useMemo(
    () =>
      (codelists(list) ?? []).map(item => ({
        code: item.code,
        name: local(item.name),
        ...(item.within && { note: local(item.within) }),
      })),
    [codelists, list, local],
  )
  return (
    <Combobox
      label={label}
      className="zt-cell-input"
      items={items}
      cell={slot.key}
      invalid={isInvalid(props) ?? false}
      required={slot.place.spec.required ?? false}
      value={typeof value === 'string' ? value : null}
      onChoose={code => host.set(slot, code)}
      onKeyDown={event => host.keyDown(slot, event)}
      onFocus={() => host.focused(slot)}
    />
  )
}

function Control(props: CellInputProps): ReactElement {
  const { spec, readOnly, codelists } = useForm()
  const editable = !readOnly && props.slot.editable
  const { type } = props.slot.place.spec
  if (type.kind === 'boolean') return <ChoiceInput {...props} editable={editable} />
  const listed = type.kind === 'code' && (spec.codelists?.[type.codelist] ?? codelists(type.codelist))
  if (listed && editable) return <CodeInput {...props} list={type.codelist} />
  return <TextInput {...props} editable={editable} />
}

/** One value with its marks: finding, origin, the value beside it and the one it replaced. */
export const CellInput = memo(function CellInput(props: CellInputProps): ReactElement {
  const { slot, text, severity, toFill, unread, flagged, asked, hit, beside, change, was } = props
  const t = useText(formText)
  const { host } = useForm()
  const { kind, locked, type } = slot.place.spec
  const names = [
    'zt-cell',
    `zt-cell-is-${kind}`,
    type.kind === 'decimal' && 'zt-cell-decimal',
    locked && 'zt-cell-locked',
    severity && `zt-cell-${severity}`,
    toFill && !severity && 'zt-cell-to-fill',
    unread && 'zt-cell-unread',
    (flagged || asked) && 'zt-cell-flagged',
    was !== undefined && 'zt-cell-changed',
    hit && 'zt-cell-hit',
    hit === 'now' && 'zt-cell-hit-now',
  ]
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys and clipboard of the input inside
    <div
      className={names.filter(Boolean).join(' ')}
      data-print={text}
      onFocus={() => host.focused(slot)}
      onBlur={() => host.blurred(slot)}
      onKeyDown={event => host.keyDown(slot, event)}
      onMouseDown={event => host.pressed(slot, event)}
      onMouseEnter={event => host.dragged(slot, event)}
      onCopy={host.copy}
      onCut={host.cut}
      onPaste={event => host.paste(slot, event)}
    >
      {severity && (
        <span className="zt-cell-mark">
          <Severity level={severity} mark />
        </span>
      )}
      {kind === 'computed' && (
        <span className="zt-cell-origin" title={t('form.cell.computed')} aria-hidden="true">
          {'ƒ'}
        </span>
      )}
      <Control {...props} />
      {beside !== undefined && (
        <span className="zt-cell-beside zt-number">
          {beside || '—'}
          {change !== undefined && <span className="zt-cell-change">{` ${change}`}</span>}
        </span>
      )}
      {was !== undefined && (
        <span className="zt-cell-was zt-number">
          <span className="zt-hidden">{t('form.cell.was', { value: was || t('form.cell.blank') })}</span>
          <s aria-hidden="true">{was || t('form.cell.blank')}</s>
        </span>
      )}
    </div>
  )
})
