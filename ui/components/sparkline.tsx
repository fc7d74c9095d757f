import type { ReactElement } from 'react'
import { Cursor, Legend, latestOf, type SparkLine, usePointed, valueText } from './line-parts.tsx'
import { areaPath, dotPath, highestOf, linePath, roundBinaryTop, roundTop } from './sparkline-path.ts'
import './sparkline.css'

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
  const all = lines.map(line => line.values)
  const count = all[0]?.length ?? 0
  const { at, on } = usePointed(count)
  const known = all.some(values => values.some(value => value !== null))
  if (!known) return <p className="zt-spark-empty">{props.empty}</p>
  const top = (props.binary ? roundBinaryTop : roundTop)(highestOf(all), least)
  return (
    <figure className="zt-spark">
      <div className="zt-spark-plot" {...on}>
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
