import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type BaseContext, EVERYWHERE, type WriteContext } from '#kernel/context.ts'
import { type DatabaseHandle, openDatabase } from '#kernel/db/pool.ts'
import { readTransaction, writeTransaction } from '#kernel/db/tx.ts'
import { writeAs } from '#kernel/db/write.ts'
import { systemActor } from '#kernel/identity/resolve-session.ts'
import { cloneDatabase } from '#tests/support/postgres.ts'
import { importCommittedRegions } from './import-regions.ts'
import {
  changeOrganisation,
  createOrganisation,
  listOrganisations,
  type Organisation,
  removeOrganisation,
} from './organisations.ts'

const [CITY, HETANG, LUSONG] = ['430200000000', '430202000000', '430203000000']
const quiet = { debug() {}, info() {}, warn() {}, error() {} }

describe('two changes of the tree of organisations at once', () => {
  let clone: Awaited<ReturnType<typeof cloneDatabase>>
  let database: DatabaseHandle
  let office: Organisation

  beforeAll(async () => {
    clone = await cloneDatabase()
    database = openDatabase(clone.url, { max: 4 })
    await writeTransaction(database.db, tx => importCommittedRegions(tx))
  })
  afterAll(async () => {
    await database.close()
    await clone.drop()
  })
  beforeEach(async () => {
    await sql`truncate org.organisation cascade`.execute(database.db)
    office = await write(context => createOrganisation(context, EVERYWHERE, draftOf(null, '统计局', HETANG)))
  })

  const write = <T>(work: (context: WriteContext) => Promise<T>): Promise<T> => {
    const base: BaseContext = {
      actor: systemActor(0, []),
      now: new Date('2026-11-28T01:00:00Z'),
      log: quiet,
      requestId: 'test',
      reach: () => EVERYWHERE,
    }
    return writeAs(database.db, base, work)
  }
  const draftOf = (parentId: number | null, name: string, regionCode: string) =>
    ({ parentId, name, kind: 'bureau', regionCode }) as const

  /** The second begins when the first is done but not committed. Gives the code of the second's refusal, or `done`. */
  async function together(
    first: (context: WriteContext) => Promise<unknown>,
    second: (context: WriteContext) => Promise<unknown>,
  ): Promise<string> {
    const [done, commit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const one = write(async context => {
      await first(context)
      done.resolve()
      await commit.promise
    })
    await Promise.race([done.promise, one])
    const other = write(second).then(
      () => 'done',
      (error: { type?: { code: string } }) => error.type?.code ?? String(error),
    )
    await waiting()
    commit.resolve()
    await one
    return other
  }

  async function waiting(): Promise<void> {
    for (;;) {
      const { rows } = await sql`select 1 from pg_stat_activity
        where wait_event_type = 'Lock' and datname = current_database()`.execute(database.db)
      if (rows.length > 0) return
      await wait(20)
    }
  }

  it('should not leave one outside its parent that was made while the parent moved away', async () => {
    const moved = draftOf(null, '统计局', LUSONG)
    const below = draftOf(office.id, '统计站', HETANG)
    expect(
      await together(
        context => createOrganisation(context, EVERYWHERE, below),
        context => changeOrganisation(context, EVERYWHERE, office.id, moved),
      ),
    ).toBe('ORG_REGION_LEAVES_CHILDREN')
    await write(context => changeOrganisation(context, EVERYWHERE, office.id, draftOf(null, '统计局', CITY)))
    const [, station] = await readTransaction(database.db, tx => listOrganisations(tx, EVERYWHERE))
    await write(context => removeOrganisation(context, EVERYWHERE, station!.id))
    expect(
      await together(
        context => changeOrganisation(context, EVERYWHERE, office.id, moved),
        context => createOrganisation(context, EVERYWHERE, below),
      ),
    ).toBe('ORG_REGION_OUTSIDE_PARENT')
  })

  it('should judge a move by where the one before it led, for the roles held and for the reach', async () => {
    const account = await database.db
      .insertInto('identity.account')
      .values({ sign_in_name: 'one', display_name: '一', kind: 'staff', organisation_id: office.id })
      .returning('id')
      .executeTakeFirstOrThrow()
    const moved = (regionCode: string) => draftOf(null, '统计局', regionCode)
    await sql`insert into permission.role (code, name, permissions) values ('r', '{"zh-CN": "角色"}', '{}')`.execute(
      database.db,
    )
    await sql`insert into permission.grant (account_id, role_code, region_code)
      values (${account.id}, 'r', ${LUSONG})`.execute(database.db)
    expect(
      await together(
        context => changeOrganisation(context, EVERYWHERE, office.id, moved(CITY)),
        context => changeOrganisation(context, EVERYWHERE, office.id, moved(HETANG)),
      ),
    ).toBe('ORG_REGION_LEAVES_GRANTS')
    const hetangOnly = { everything: false, nodes: [{ region: HETANG, subjects: null }] }
    await sql`delete from permission.grant`.execute(database.db)
    await write(context => changeOrganisation(context, EVERYWHERE, office.id, moved(HETANG)))
    expect(
      await together(
        context => changeOrganisation(context, EVERYWHERE, office.id, moved(CITY)),
        context => changeOrganisation(context, hetangOnly, office.id, moved(HETANG)),
      ),
    ).toBe('NOT_FOUND')
  })
})
