/** What open screens are told, as the database carries it. */
import pg from 'pg'
import type { LiveNotice } from '#kernel/context.ts'
import { LIVE_CHANNEL } from '#kernel/db/write.ts'
import type { City } from './city.ts'

export async function listenTo(city: City, topic: string) {
  const heard: LiveNotice[] = []
  const listener = new pg.Client({
    connectionString: city.services.database.pool.options.connectionString as string,
  })
  listener.on('error', () => {})
  await listener.connect()
  listener.on('notification', one => heard.push(JSON.parse(one.payload ?? '') as LiveNotice))
  await listener.query(`listen ${LIVE_CHANNEL}`)
  return {
    /** What was told since it was last asked. */
    async told(): Promise<readonly LiveNotice[]> {
      await listener.query('select 1')
      return heard.splice(0).filter(one => one.topic === topic)
    },
    end: () => listener.end(),
  }
}
