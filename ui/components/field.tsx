import {
  type InputHTMLAttributes,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  type Ref,
  useId,
} from 'react'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import './field.css'

type FrameProps = Readonly<{ label: ReactNode; hint?: ReactNode; problem?: ReactNode; required?: boolean }>

type Wiring = Readonly<{
  id: string
  required?: boolean
  'aria-invalid'?: true
  'aria-describedby'?: string
}>

/** Label, control, hint and problem wired together, for any control. */
export function FieldFrame(
  props: FrameProps & Readonly<{ children: (wiring: Wiring) => ReactNode }>,
): ReactElement {
  const t = useText(uiText)
  const id = useId()
  const described = [props.hint ? `${id}-hint` : '', props.problem ? `${id}-problem` : ''].filter(Boolean)
  return (
    <div className="zt-field">
      <label className="zt-field-label" htmlFor={id}>
        {props.label}
        {props.required && (
          <span className="zt-field-required" title={t('ui.field.required')}>
            {'*'}
          </span>
        )}
      </label>
      {props.children({
        id,
        ...(props.required && { required: true }),
        ...(props.problem ? { 'aria-invalid': true as const } : {}),
        ...(described.length > 0 && { 'aria-describedby': described.join(' ') }),
      })}
      {props.hint && (
        <p id={`${id}-hint`} className="zt-field-hint">
          {props.hint}
        </p>
      )}
      {props.problem && (
        <p id={`${id}-problem`} className="zt-field-problem" role="alert">
          {props.problem}
        </p>
      )}
    </div>
  )
}

type FieldProps = FrameProps &
  Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'required'> &
  Readonly<{ ref?: Ref<HTMLInputElement> }>

export function Field({ label, hint, problem, required, ...input }: FieldProps): ReactElement {
  return (
    <FieldFrame label={label} hint={hint} problem={problem} required={required ?? false}>
      {wiring => <input type="text" {...input} {...wiring} className="zt-input" />}
    </FieldFrame>
  )
}

export function TextArea(
  props: FrameProps &
    Readonly<{
      value: string
      onChange: (value: string) => void
      rows?: number
      maxLength?: number
      onKeyDown?: (event: KeyboardEvent<HTMLTextAreaElement>) => void
      ref?: Ref<HTMLTextAreaElement>
    }>,
): ReactElement {
  const { value, onChange, rows = 3, maxLength, onKeyDown, ref, ...frame } = props
  return (
    <FieldFrame {...frame}>
      {wiring => (
        <textarea
          {...wiring}
          className="zt-input zt-textarea"
          rows={rows}
          maxLength={maxLength}
          value={value}
          onChange={event => onChange(event.target.value)}
          onKeyDown={onKeyDown}
          ref={ref}
        />
      )}
    </FieldFrame>
  )
}

export type SelectOption = Readonly<{ value: string; label: string; disabled?: boolean }>

export function Select(
  props: FrameProps &
    Readonly<{
      value: string
      options: readonly SelectOption[]
      onChange: (value: string) => void
      blank?: string
    }>,
): ReactElement {
  const { value, options, onChange, blank, ...frame } = props
  return (
    <FieldFrame {...frame}>
      {wiring => (
        <select
          {...wiring}
          className="zt-input"
          value={value}
          onChange={event => onChange(event.target.value)}
        >
          {blank !== undefined && <option value="">{blank}</option>}
          {options.map(option => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  )
}

export function Checkbox(
  props: Readonly<{ label: ReactNode; checked: boolean; onChange: (checked: boolean) => void }>,
): ReactElement {
  return (
    <label className="zt-check">
      <input
        type="checkbox"
        checked={props.checked}
        onChange={event => props.onChange(event.target.checked)}
      />
      {props.label}
    </label>
  )
}
