import type { ReactElement } from 'react'
import { formatBytes, formatCount, formatShare } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { monitorText } from '../locale/text.ts'
import { concernsOf } from './attention.ts'
import { formatRate, formatSeconds } from './read-figures.ts'
import { Curve, Tile, type Told } from './tile.tsx'

/** What the answers rest on: mirror, jobs, database, process, disk, backup. */
export function StoreTiles({ told }: Readonly<{ told: Told }>): ReactElement {
  const concerns = concernsOf(told)
  return (
    <>
      <Mirror told={told} concern={concerns.has('mirror')} />
      <Jobs told={told} concern={concerns.has('jobs')} />
      <Connections told={told} concern={concerns.has('database')} />
      <Process told={told} concern={concerns.has('process')} />
      <div className="zm-stack">
        <Disk told={told} concern={concerns.has('disk')} />
        <Backup />
      </div>
    </>
  )
}

type TileProps = Readonly<{ told: Told; concern: boolean }>

function Mirror({ told, concern }: TileProps): ReactElement {
  const t = useText(monitorText)
  const { drain, tabulation } = told.spells
  return (
    <Tile
      title={t('tile.mirror.title')}
      figure={formatSeconds(told.levels.mirrorLag)}
      unit={t('tile.mirror.unit')}
      concern={concern}
      facts={[
        [t('tile.mirror.drain'), formatSeconds(drain.p95)],
        [t('tile.mirror.tabulation'), formatSeconds(tabulation.p95)],
      ]}
    >
      <Curve
        told={told}
        label={t('tile.mirror.curve')}
        format={formatSeconds}
        least={5}
        lines={[{ label: t('tile.mirror.curve'), values: told.curves.mirrorLag }]}
      />
    </Tile>
  )
}

function Jobs({ told, concern }: TileProps): ReactElement {
  const t = useText(monitorText)
  const { jobs } = told.levels
  const total = (state: 'waiting' | 'running' | 'failed') =>
    jobs === null ? '—' : formatCount(jobs.reduce((sum, job) => sum + job[state], 0))
  const waits = (jobs ?? []).flatMap(job => job.oldestWaitingSeconds ?? [])
  return (
    <Tile
      title={t('tile.jobs.title')}
      figure={total('waiting')}
      unit={t('tile.jobs.unit')}
      concern={concern}
      facts={[
        [t('tile.jobs.running'), total('running')],
        [t('tile.jobs.failed'), total('failed')],
        [t('tile.jobs.oldest'), formatSeconds(waits.length === 0 ? null : Math.max(...waits))],
      ]}
    >
      <Curve
        told={told}
        label={t('tile.jobs.curve')}
        format={formatCount}
        least={10}
        lines={[{ label: t('tile.jobs.curve'), values: told.curves.jobsWaiting }]}
      />
    </Tile>
  )
}

function Connections({ told, concern }: TileProps): ReactElement {
  const t = useText(monitorText)
  const { pool, databaseBytes } = told.levels
  return (
    <Tile
      title={t('tile.database.title')}
      figure={formatCount(pool.open - pool.idle)}
      unit={t('tile.database.unit', { max: pool.max })}
      concern={concern}
      facts={[
        [t('tile.database.waiting'), formatCount(pool.waiting)],
        [t('tile.database.sessions'), formatRate(told.spells.sessionItems.mean)],
        [t('tile.database.size'), databaseBytes === null ? '—' : formatBytes(databaseBytes)],
      ]}
    >
      <Curve
        told={told}
        label={t('tile.database.curve')}
        format={formatCount}
        least={pool.max}
        lines={[{ label: t('tile.database.curve'), values: told.curves.poolBusy }]}
      />
    </Tile>
  )
}

function Process({ told, concern }: TileProps): ReactElement {
  const t = useText(monitorText)
  const { memory, loopDelay } = told.levels
  return (
    <Tile
      title={t('tile.process.title')}
      figure={formatBytes(memory)}
      unit={t('tile.process.unit')}
      concern={concern}
      facts={[
        [t('tile.process.loop'), formatSeconds(loopDelay)],
        [t('tile.process.uptime'), formatSeconds(uptimeOf(told))],
      ]}
    >
      <Curve
        told={told}
        label={t('tile.process.curve')}
        format={formatBytes}
        least={2 ** 28}
        binary
        lines={[{ label: t('tile.process.curve'), values: told.curves.memory }]}
      />
    </Tile>
  )
}

function uptimeOf({ at, instances }: Told): number | null {
  const own = instances.find(one => one.self)
  return own ? Math.max(0, Date.parse(at) - Date.parse(own.startedAt)) / 1_000 : null
}

function Disk({ told, concern }: TileProps): ReactElement {
  const t = useText(monitorText)
  const { disks } = told.levels
  const known = disks.flatMap(({ space }) => space ?? [])
  const scarcest = known.toSorted((a, b) => a.free / a.total - b.free / b.total)[0]
  return (
    <Tile
      title={t('tile.disk.title')}
      figure={scarcest ? formatBytes(scarcest.free) : '—'}
      unit={scarcest ? t('tile.disk.unit') : t('page.unknown.value')}
      concern={concern}
    >
      {disks.map(disk => (
        <DiskUse key={disk.stores.join()} disk={disk} />
      ))}
    </Tile>
  )
}

function DiskUse({ disk }: Readonly<{ disk: Told['levels']['disks'][number] }>): ReactElement {
  const t = useText(monitorText)
  const { stores, space } = disk
  const names = stores.map(store => t(`tile.disk.${store}`)).join(t('tile.disk.separator'))
  if (!space) return <p className="zm-note">{t('tile.disk.unknown', { names })}</p>
  const used = formatShare(1 - space.free / space.total)
  return (
    <>
      <div className="zm-bar" aria-hidden="true">
        <span style={{ width: used }} />
      </div>
      <p className="zm-note">
        {t('tile.disk.used', { names, share: used, total: formatBytes(space.total) })}
      </p>
    </>
  )
}

function Backup(): ReactElement {
  const t = useText(monitorText)
  return (
    <Tile title={t('tile.backup.title')} figure={t('tile.backup.none')} unit="">
      <p className="zm-note">{t('tile.backup.text')}</p>
    </Tile>
  )
}
