/** A server with the regions and industries that tests of the statistics modules stand on, and people of each level. */

import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { NOWHERE, type WriteContext } from '#kernel/context.ts'
import { writeTransaction } from '#kernel/db/tx.ts'
import { writeAs } from '#kernel/db/write.ts'
import { systemActor } from '#kernel/identity/resolve-session.ts'
import { importCommittedRegions } from '#kernel/org/import-regions.ts'
import type { Services } from '#kernel/services.ts'
import { someone, type TestGrant } from '#tests/support/people.ts'
import {
  type Caller,
  startTestServer,
  type TestServer,
  type TestServerOptions,
} from '#tests/support/server.ts'
import { composeCreditCode } from '../credit-code.ts'
import { importIndustries, readIndustryFile } from '../server/index.ts'

export const CITY = '430200000000'
export const HETANG = '430202000000'
export const LUSONG = '430203000000'
export const HETANG_VILLAGE = '430202001001'

export type Office = TestServer &
  Readonly<{
    /** Someone who holds `permissions` at a region (or for subjects there). */
    person(permissions: readonly string[], at: Omit<TestGrant, 'role'>): Promise<Caller>
    system<T>(work: (context: WriteContext) => Promise<T>, permissions?: readonly string[]): Promise<T>
  }>

const industries = resolve(import.meta.dirname, '../data/industry-gbt4754-2017.csv')

export async function openOffice(
  now = new Date('2026-11-21T02:00:00Z'),
  options: Pick<TestServerOptions, 'databaseUrl' | 'role'> = {},
): Promise<Office> {
  const server = await startTestServer({ now, ...options })
  const { db } = server.services.database
  const system = systemOf(server.services)
  await bringReferenceData(server.services)
  const person: Office['person'] = async (permissions, at) => {
    const code = `test-${randomUUID()}`
    const name = JSON.stringify({ 'zh-CN': code, en: code })
    await db
      .insertInto('permission.role')
      .values({ code, name, permissions: [...permissions] })
      .execute()
    return someone(server, { role: code, ...at })
  }
  return { ...server, person, system }
}

/** Runs use-cases as the installation itself. */
export const systemOf =
  (services: Services): Office['system'] =>
  (work, permissions = []) => {
    const actor = systemActor(0, permissions)
    const base = {
      actor,
      now: services.clock(),
      log: services.log,
      requestId: 'test',
      reach: (permission: string) => actor.permissions.get(permission) ?? NOWHERE,
    }
    return writeAs(services.database.db, base, work)
  }

/** Regions and industries. */
export async function bringReferenceData(services: Services): Promise<void> {
  await writeTransaction(services.database.db, tx => importCommittedRegions(tx))
  await systemOf(services)(context => importIndustries(context, readIndustryFile(readFileSync(industries))))
}

/** A different valid credit code for every number. */
export const creditCode = (n: number, region = '430202'): string =>
  composeCreditCode('91', region, `MA${String(n).padStart(6, '0')}`)

/** The body and headers of a file upload, sent as `Caller` sends them. */
export function multipart(
  file: Readonly<{ name: string; bytes: Buffer }> | null,
  fields: Readonly<Record<string, string>> = {},
): Readonly<{ payload: Buffer; headers: Readonly<Record<string, string>> }> {
  const boundary = 'zhitong-test-boundary'
  const parts = Object.entries(fields).map(([name, value]) =>
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  )
  if (file) {
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: text/csv\r\n\r\n`
    parts.push(Buffer.concat([Buffer.from(head), file.bytes, Buffer.from('\r\n')]))
  }
  return {
    payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  }
}
