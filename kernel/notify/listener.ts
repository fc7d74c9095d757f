/** One LISTEN connection on the live channel, apart from the pool, with a pulse that notices a silent death. */
import pg from 'pg'
import { LIVE_CHANNEL } from '../db/write.ts'

export type Listener = Readonly<{ close(): Promise<void> }>

const PULSE_MS = 15_000

/**
 * @param onLost called once, when the connection is gone for whatever reason but `close`
 * @returns after LISTEN is in force; rejects when the database is not there
 */
export async function listenLive(
  connectionString: string,
  onNotice: (payload: string) => void,
  onLost: () => void,
): Promise<Listener> {
  const client = new pg.Client({
    connectionString,
    application_name: 'zhitong-live',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  })
  let over = false
  const lose = () => {
    if (over) return
    over = true
    clearInterval(pulse)
    client.end().catch(() => {})
    onLost()
  }
  client.on('error', lose)
  client.on('end', lose)
  client.on('notification', message => onNotice(message.payload ?? ''))
  const pulse = setInterval(() => {
    const late = setTimeout(lose, PULSE_MS / 2)
    client.query('select 1').then(() => clearTimeout(late), lose)
  }, PULSE_MS)
  pulse.unref()
  try {
    await client.connect()
    await client.query(`listen ${LIVE_CHANNEL}`)
  } catch (error) {
    over = true
    clearInterval(pulse)
    client.end().catch(() => {})
    throw error
  }
  return {
    close: async () => {
      over = true
      clearInterval(pulse)
      await client.end().catch(() => {})
    },
  }
}
