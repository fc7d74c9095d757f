import { type PointerEvent, type ReactElement, useState } from 'react'
import {
  areaPath,
  dotPath,
  highestOf,
  linePath,
  roundBinaryTop,
  roundTop,
  type Values,
  xOf,
  yOf,
} from './sparkline-path.ts'
import './sparkline.css'

export type SparkLine = Readonly<{ label: string; values: Values; look?: 'main' | 'soft' | 'faint' }>

type SparklineProps = Readonly<{
  label: string
  /** The first is drawn on top; all have the same times. */
  lines: readonly SparkLine[]
  format: (value: number) => string
  /** What stands for the time of a value. */
  timeOf: (index: number) => string
  /** Shown while no value is known. */
  empty: string
  /** The scale's top is at least this, so that noise does not look like a mountain. */
  least?: number
  /** For amounts counted in KiB and MiB. */
  binary?: boolean
}>

/** How something went of late: one or a few lines on a common scale; the pointer reads a moment off. */
export function Sparkline(props: SparklineProps): ReactElement {
  const { label, lines, format, least = 1 } = props
  const [at, setAt] = useState<number | null>(null)
  const all = lines.map(line => line.values)
  const count = all[0]?.length ?? 0
  const known = all.some(values => values.some(value => value !== null))
  if (!known) return <p className="zt-spark-empty">{props.empty}</p>
  const top = (props.binary ? roundBinaryTop : roundTop)(highestOf(all), least)
  const read = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const share = (event.clientX - box.left) / box.width
    setAt(Math.max(0, Math.min(count - 1, Math.round(share * (count - 1)))))
  }
  return (
    <figure className="zt-spark">
      <div className="zt-spark-plot" onPointerMove={read} onPointerLeave={() => setAt(null)}>
        <span className="zt-spark-top" aria-hidden="true">
          {format(top)}
        </span>
        <svg
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          role="img"
          aria-label={`${label}: ${latestOf(lines, format)}`}
        >
          <path className="zt-spark-area" d={areaPath(all[0] ?? [], top)} />
          {lines.toReversed().map(line => (
            <g key={line.label} className={`zt-spark-line zt-spark-${line.look ?? 'main'}`}>
              <path d={linePath(line.values, top)} />
              <path className="zt-spark-alone" d={dotPath(line.values, top)} />
            </g>
          ))}
        </svg>
        {at !== null && <Cursor lines={lines} at={at} count={count} top={top} />}
      </div>
      <figcaption className="zt-spark-foot">
        {at === null ? (
          <>
            <span>{props.timeOf(0)}</span>
            {lines.length > 1 && <Legend lines={lines} />}
            <span>{props.timeOf(count - 1)}</span>
          </>
        ) : (
          <span className="zt-spark-read">
            {props.timeOf(at)}
            {lines.map(line => (
              <b key={line.label}>
                {lines.length > 1 && `${line.label} `}
                {valueText(line.values[at] ?? null, format)}
              </b>
            ))}
          </span>
        )}
      </figcaption>
    </figure>
  )
}

const valueText = (value: number | null, format: SparklineProps['format']): string =>
  value === null ? '—' : format(value)

const latestOf = (lines: readonly SparkLine[], format: SparklineProps['format']): string =>
  lines
    .map(line => `${line.label} ${valueText(line.values.findLast(value => value !== null) ?? null, format)}`)
    .join(', ')

function Legend({ lines }: Readonly<{ lines: readonly SparkLine[] }>): ReactElement {
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

function Cursor(
  props: Readonly<{ lines: readonly SparkLine[]; at: number; count: number; top: number }>,
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
              style={{ left, top: `${yOf(value, props.top)}%` }}
            />
          )
        )
      })}
    </>
  )
}
