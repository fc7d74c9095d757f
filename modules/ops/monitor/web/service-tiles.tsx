import type { ReactElement } from 'react'
import { formatCount } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { monitorText } from '../locale/text.ts'
import { concernsOf } from './attention.ts'
import { formatRate, formatSeconds } from './read-figures.ts'
import { Curve, Tile, type Told } from './tile.tsx'

/** What people get: answers, how quick, and their reports in. */
export function ServiceTiles({ told }: Readonly<{ told: Told }>): ReactElement {
  const concerns = concernsOf(told)
  return (
    <>
      <Throughput told={told} concern={concerns.has('failures')} />
      <Latency told={told} concern={concerns.has('latency')} />
      <Submissions told={told} concern={concerns.has('submission')} />
    </>
  )
}

type TileProps = Readonly<{ told: Told; concern: boolean }>

function Throughput({ told, concern }: TileProps): ReactElement {
  const t = useText(monitorText)
  const { request, failure } = told.spells
  return (
    <Tile
      title={t('tile.throughput.title')}
      figure={formatRate(request.perSecond)}
      unit={t('tile.throughput.unit')}
      concern={concern}
      facts={[
        [t('tile.throughput.count'), formatCount(request.count)],
        [t('tile.throughput.failed'), formatCount(failure.count)],
      ]}
    >
      <Curve
        told={told}
        label={t('tile.throughput.curve')}
        format={formatRate}
        lines={[
          { label: t('tile.throughput.all'), values: told.curves.requests },
          { label: t('tile.throughput.failures'), values: told.curves.failures, look: 'soft' },
        ]}
      />
    </Tile>
  )
}

function Latency({ told, concern }: TileProps): ReactElement {
  const t = useText(monitorText)
  const { p50, p95, p99 } = told.spells.request
  return (
    <Tile
      title={t('tile.latency.title')}
      figure={formatSeconds(p95)}
      unit={t('tile.latency.unit')}
      concern={concern}
      facts={[
        [t('tile.latency.p50'), formatSeconds(p50)],
        [t('tile.latency.p99'), formatSeconds(p99)],
      ]}
    >
      <Curve
        told={told}
        label={t('tile.latency.curve')}
        format={formatSeconds}
        {...(p95 === null &&
          told.curves.requests.some(rate => rate !== null) && { empty: t('page.curve.none') })}
        least={0.05}
        lines={[
          { label: 'p95', values: told.curves.p95 },
          { label: 'p99', values: told.curves.p99, look: 'soft' },
          { label: 'p50', values: told.curves.p50, look: 'faint' },
        ]}
      />
    </Tile>
  )
}

function Submissions({ told, concern }: TileProps): ReactElement {
  const t = useText(monitorText)
  const { submission, submissionItems, submissionWait, rules } = told.spells
  return (
    <Tile
      title={t('tile.submission.title')}
      figure={formatRate(submission.perSecond)}
      unit={t('tile.submission.unit')}
      concern={concern}
      facts={[
        [t('tile.submission.p95'), formatSeconds(submission.p95)],
        [t('tile.submission.items'), formatRate(submissionItems.mean)],
        [t('tile.submission.wait'), formatSeconds(submissionWait.p95)],
        [t('tile.submission.rules'), formatSeconds(rules.mean)],
      ]}
    >
      <Curve
        told={told}
        label={t('tile.submission.curve')}
        format={formatRate}
        lines={[{ label: t('tile.submission.curve'), values: told.curves.submissions }]}
      />
    </Tile>
  )
}
