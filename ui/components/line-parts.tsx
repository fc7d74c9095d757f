/** What charts of lines share: their legend, and what the pointer reads off. */
import { type PointerEvent, type ReactElement, useState } from 'react'
import { type Values, xOf, yOf } from './sparkline-path.ts'

export type SparkLine = Readonly<{ label: string; values: Values; look?: 'main' | 'soft' | 'faint' }>

type Format = (value: number) => string

/** The place under the pointer, among `count` from left to right. */
export function usePointed(count: number) {
  const [at, setAt] = useState<number | null>(null)
  const read = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const share = (event.clientX - box.left) / box.width
    setAt(Math.max(0, Math.min(count - 1, Math.round(share * (count - 1)))))
  }
  return { at, on: { onPointerMove: read, onPointerDown: read, onPointerLeave: () => setAt(null) } }
}

export const valueText = (value: number | null, format: Format): string =>
  value === null ? '—' : format(value)

export const latestOf = (lines: readonly SparkLine[], format: Format): string =>
  lines
    .map(line => `${line.label} ${valueText(line.values.findLast(value => value !== null) ?? null, format)}`)
    .join(', ')

export function Legend({ lines }: Readonly<{ lines: readonly SparkLine[] }>): ReactElement {
  return (
    <span className="zt-spark-legend">
      {lines.map(line => (
        <span key={line.label}>
          <i className={`zt-spark-key zt-spark-key-${line.look ?? 'main'}`} aria-hidden="true" />
          {line.label}
        </span>
      ))}
    </span>
  )
}

export function Cursor(
  props: Readonly<{ lines: readonly SparkLine[]; at: number; count: number; top: number; base?: number }>,
): ReactElement {
  const left = `${xOf(props.at, props.count)}%`
  return (
    <>
      <span className="zt-spark-cursor" style={{ left }} />
      {props.lines.map(line => {
        const value = line.values[props.at] ?? null
        return (
          value !== null && (
            <span
              key={line.label}
              className={`zt-spark-dot zt-spark-dot-${line.look ?? 'main'}`}
              style={{ left, top: `${yOf(value, props.top, props.base)}%` }}
            />
          )
        )
      })}
    </>
  )
}
