import { type ReactElement, useId } from 'react'
import './segments.css'

type Segment<Value extends string> = Readonly<{ value: Value; label: string }>

/** One of a few, all in sight; arrows choose, as in every group of radio buttons. */
export function Segments<Value extends string>(
  props: Readonly<{
    label: string
    value: Value
    items: readonly Segment<Value>[]
    onChange: (value: Value) => void
  }>,
): ReactElement {
  const name = useId()
  return (
    <fieldset className="zt-segments">
      <legend>{props.label}</legend>
      <span className="zt-segments-list">
        {props.items.map(({ value, label }) => (
          <label key={value}>
            <input
              type="radio"
              name={name}
              checked={value === props.value}
              onChange={() => props.onChange(value)}
            />
            {label}
          </label>
        ))}
      </span>
    </fieldset>
  )
}
