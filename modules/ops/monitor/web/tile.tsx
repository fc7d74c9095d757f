import type { ReactElement, ReactNode } from 'react'
import type { Static } from 'typebox'
import { Sparkline } from '#ui/components/sparkline.tsx'
import { Badge } from '#ui/components/tag.tsx'
import { formatTime } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import type { Operations } from '../contract.ts'
import { monitorText } from '../locale/text.ts'

export type Told = Static<typeof Operations>

/** One thing watched: its figure, a few facts, how it went. */
export function Tile(
  props: Readonly<{
    title: string
    figure: string
    unit: string
    concern?: boolean
    facts?: readonly (readonly [name: string, value: string])[]
    children?: ReactNode
  }>,
): ReactElement {
  const t = useText(monitorText)
  return (
    <section className={props.concern ? 'zm-tile zm-tile-concern' : 'zm-tile'}>
      <header className="zm-tile-head">
        <h2>{props.title}</h2>
        {props.concern && <Badge look="query">{t('page.attention.mark')}</Badge>}
      </header>
      <p className="zm-figure">
        <b>{props.figure}</b> <span>{props.unit}</span>
      </p>
      {props.children}
      {props.facts && (
        <dl className="zm-facts">
          {props.facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}

type CurveLine = Readonly<{
  label: string
  values: readonly (number | null)[]
  look?: 'main' | 'soft' | 'faint'
}>

/** The last quarter of an hour. */
export function Curve(
  props: Readonly<{
    told: Told
    label: string
    lines: readonly CurveLine[]
    format: (value: number) => string
    least?: number
    binary?: boolean
    empty?: string
  }>,
): ReactElement {
  const t = useText(monitorText)
  const { from, seconds } = props.told.curves
  return (
    <Sparkline
      label={props.label}
      lines={props.lines}
      format={props.format}
      timeOf={index => formatTime(Date.parse(from) + index * seconds * 1_000)}
      empty={props.empty ?? t('page.curve.empty')}
      least={props.least ?? 1}
      binary={props.binary ?? false}
    />
  )
}
