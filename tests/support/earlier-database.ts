/** A database for the test of a migration: rows of an earlier release can be put in without all they would hang on. */
import pg from 'pg'
import { cloneDatabase } from './postgres.ts'

export type EarlierDatabase = Readonly<{ url: string; client: pg.Client; drop(): Promise<void> }>

export async function openEarlierDatabase(): Promise<EarlierDatabase> {
  const clone = await cloneDatabase()
  const client = new pg.Client({ connectionString: clone.url })
  await client.connect()
  // Neither foreign keys nor triggers for what this connection writes.
  await client.query('set session_replication_role = replica')
  return {
    url: clone.url,
    client,
    drop: async () => {
      await client.end()
      await clone.drop()
    },
  }
}
