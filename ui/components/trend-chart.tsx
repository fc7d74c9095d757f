import type { ReactElement } from 'react'
import { Cursor, Legend, latestOf, type SparkLine, usePointed, valueText } from './line-parts.tsx'
import { dotPath, linePath, scaleMarks, xOf, yOf } from './sparkline-path.ts'
import './sparkline.css'
import './trend-chart.css'

type TrendChartProps = Readonly<{
  label: string
  /** The first is drawn on top; all have the same times. */
  lines: readonly SparkLine[]
  /** Amounts on the axis, and where nothing more exact is known. */
  format: (value: number) => string
  /** The amount itself, of a line at a time, which a double may not hold. */
  exact: (line: number, index: number) => string | null
  timeOf: (index: number) => string
  /** Where the axis of time is marked. */
  timeMarks: readonly Readonly<{ at: number; text: string }>[]
  /** Shown while no value is known. */
  empty: string
}>

/** Lines over time with both axes, nought always in sight; the pointer reads a moment off. A table belongs beside it. */
export function TrendChart(props: TrendChartProps): ReactElement {
  const { label, lines, format } = props
  const all = lines.map(line => line.values)
  const count = all[0]?.length ?? 0
  const { at, on } = usePointed(count)
  if (!all.some(values => values.some(value => value !== null)))
    return <p className="zt-spark-empty">{props.empty}</p>
  const marks = scaleMarks(all)
  const base = marks[0] as number
  const top = marks.at(-1) as number
  return (
    <figure className="zt-trend">
      <div className="zt-trend-box">
        <div className="zt-trend-amounts" aria-hidden="true">
          {marks.map(mark => (
            <span key={mark} style={{ top: `${yOf(mark, top, base)}%` }}>
              {format(mark)}
            </span>
          ))}
          {/* Takes the room of the widest. */}
          {marks.map(mark => (
            <i key={mark}>{format(mark)}</i>
          ))}
        </div>
        <div className="zt-trend-plot" {...on}>
          {marks.map(mark => (
            <span
              key={mark}
              className={mark === 0 ? 'zt-trend-grid zt-trend-nought' : 'zt-trend-grid'}
              style={{ top: `${yOf(mark, top, base)}%` }}
            />
          ))}
          <svg
            viewBox="0 0 100 100"
            preserveAspectRatio="none"
            role="img"
            aria-label={`${label}: ${latestOf(lines, format)}`}
          >
            {lines.toReversed().map(line => (
              <g key={line.label} className={`zt-spark-line zt-spark-${line.look ?? 'main'}`}>
                <path d={linePath(line.values, top, base)} />
                <path className="zt-spark-alone" d={dotPath(line.values, top, base)} />
              </g>
            ))}
          </svg>
          {at !== null && <Cursor lines={lines} at={at} count={count} top={top} base={base} />}
        </div>
        <div className="zt-trend-times" aria-hidden="true">
          {props.timeMarks.map(mark => (
            <span key={mark.at} style={{ left: `${xOf(mark.at, count)}%` }}>
              {mark.text}
            </span>
          ))}
        </div>
      </div>
      <figcaption className="zt-spark-foot">
        {at === null ? (
          <Legend lines={lines} />
        ) : (
          <span className="zt-spark-read">
            {props.timeOf(at)}
            {lines.map((line, index) => (
              <b key={line.label}>
                {`${line.label} ${props.exact(index, at) ?? valueText(line.values[at] ?? null, format)}`}
              </b>
            ))}
          </span>
        )}
      </figcaption>
    </figure>
  )
}
