/** Every process writes down how it does, so that whichever is asked can show them all. */
import { hostname } from 'node:os'
import type { Services } from '#kernel/services.ts'
import { instanceFigures } from './figures.ts'
import { dropForgotten, dropInstance, type InstanceRow, putInstance } from './queries.ts'

const EVERY_MS = 10_000

export type Announcement = Readonly<{
  /** Writes it down now. */
  tell(): Promise<void>
  /** Takes the line away. */
  stop(): Promise<void>
}>

type Announced = Pick<Services, 'database' | 'measures' | 'sampler' | 'log'>

export function announceInstance(
  services: Announced,
  about: Pick<InstanceRow, 'role' | 'version'>,
): Announcement {
  const { database, measures, sampler, log } = services
  const tell = async (): Promise<void> => {
    const sample = await sampler.current(EVERY_MS / 2)
    await putInstance(database.db, {
      ...about,
      id: measures.instance,
      host: hostname(),
      process: process.pid,
      startedAt: measures.startedAt,
      figures: instanceFigures(measures.timeline, sample),
    })
    await dropForgotten(database.db)
  }
  let telling: Promise<void> = Promise.resolve()
  const tellInTurn = (): Promise<void> => {
    telling = telling.then(tell).catch(error => log.debug({ err: error }, 'the instance could not be noted'))
    return telling
  }
  void tellInTurn()
  const timer = setInterval(tellInTurn, EVERY_MS)
  timer.unref()
  return {
    tell: tellInTurn,
    stop: async () => {
      clearInterval(timer)
      await telling
      await dropInstance(database.db, measures.instance).catch(() => {})
    },
  }
}
