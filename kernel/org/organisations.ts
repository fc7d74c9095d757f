/** Offices: statistics bureaus, departments, governments, in a tree whose region codes give each its place. */

import { sql } from 'kysely'
import type { WriteContext } from '../context.ts'
import { Problem, problems } from '../contract/index.ts'
import { covers, type Reach, type ReadTx, regionPrefix, type WriteTx } from '../db/tx.ts'
import { accountsLeft, placementRefusal } from './organisation-policy.ts'
import { orgProblems } from './problems.ts'

export type OrganisationKind = 'bureau' | 'department' | 'government'
export type Organisation = Readonly<{
  id: number
  parentId: number | null
  name: string
  kind: OrganisationKind
  regionCode: string
}>
export type OrganisationDraft = Omit<Organisation, 'id'>

const toOrganisation = (row: {
  id: number
  parent_id: number | null
  name: string
  kind: string
  region_code: string
}): Organisation => ({
  id: row.id,
  parentId: row.parent_id,
  name: row.name,
  kind: row.kind as OrganisationKind,
  regionCode: row.region_code,
})

export async function organisationName(tx: ReadTx, id: number): Promise<string | null> {
  const row = await tx.selectFrom('org.organisation').select('name').where('id', '=', id).executeTakeFirst()
  return row?.name ?? null
}

/** Every organisation whose region lies within the reach, in tree order by region and name. */
export async function listOrganisations(tx: ReadTx, reach: Reach): Promise<readonly Organisation[]> {
  const rows = await tx
    .selectFrom('org.organisation')
    .selectAll()
    .where(reach.everything ? sql<boolean>`true` : inRegions(reach))
    .orderBy('region_code')
    .orderBy('id')
    .execute()
  return rows.map(toOrganisation)
}

const inRegions = (reach: Reach) => {
  const prefixes = reach.nodes.flatMap(node => ('region' in node ? [`${regionPrefix(node.region)}%`] : []))
  return sql<boolean>`region_code like any(${sql.val(prefixes)}::text[])`
}

export async function createOrganisation(
  ctx: WriteContext,
  reach: Reach,
  draft: OrganisationDraft,
): Promise<Organisation> {
  refuseOutside(reach, draft)
  await lockTree(ctx.tx)
  await refuseMisplaced(ctx.tx, null, draft)
  const row = await ctx.tx
    .insertInto('org.organisation')
    .values({
      parent_id: draft.parentId,
      name: draft.name,
      kind: draft.kind,
      region_code: draft.regionCode,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  ctx.audit({
    action: 'org.organisation.create',
    subject: { kind: 'organisation', id: row.id },
    regionCode: draft.regionCode,
    detail: { ...draft },
  })
  return toOrganisation(row)
}

/** Of one out of reach: NOT_FOUND. */
export async function changeOrganisation(
  ctx: WriteContext,
  reach: Reach,
  id: number,
  draft: OrganisationDraft,
): Promise<Organisation> {
  await lockTree(ctx.tx)
  const before = await organisationInReach(ctx.tx, reach, id)
  refuseOutside(reach, draft)
  await refuseMisplaced(ctx.tx, id, draft)
  await refuseLeavingGrants(ctx.tx, id, before.regionCode, draft.regionCode)
  const row = await ctx.tx
    .updateTable('org.organisation')
    .set({
      parent_id: draft.parentId,
      name: draft.name,
      kind: draft.kind,
      region_code: draft.regionCode,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  ctx.audit({
    action: 'org.organisation.change',
    subject: { kind: 'organisation', id },
    regionCode: draft.regionCode,
    detail: { ...draft },
  })
  return toOrganisation(row)
}

/** Of one out of reach: NOT_FOUND. */
export async function removeOrganisation(ctx: WriteContext, reach: Reach, id: number): Promise<void> {
  await lockTree(ctx.tx)
  const { regionCode, name } = await organisationInReach(ctx.tx, reach, id)
  await ctx.tx.deleteFrom('org.organisation').where('id', '=', id).execute()
  ctx.audit({
    action: 'org.organisation.remove',
    subject: { kind: 'organisation', id },
    regionCode,
    detail: { name },
  })
}

export async function findOrganisation(tx: ReadTx, id: number): Promise<Organisation | null> {
  const row = await tx.selectFrom('org.organisation').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toOrganisation(row) : null
}

/**
 * One change of the tree at a time, each judged by what the one before it left: two moves at once make no circle, and
 * none is made below one that moves away. What is to be judged is read after the lock.
 */
const lockTree = (tx: WriteTx) => sql`lock table org.organisation in share row exclusive mode`.execute(tx)

function refuseOutside(reach: Reach, { regionCode }: OrganisationDraft): void {
  if (!covers(reach, { regionCode, unitId: null })) throw new Problem(problems.forbidden)
}

async function organisationInReach(tx: ReadTx, reach: Reach, id: number): Promise<Organisation> {
  const found = await findOrganisation(tx, id)
  if (!found || !covers(reach, { regionCode: found.regionCode, unitId: null }))
    throw new Problem(problems.notFound)
  return found
}

async function refuseMisplaced(tx: ReadTx, id: number | null, draft: OrganisationDraft): Promise<void> {
  const known = await tx
    .selectFrom('org.region')
    .select('code')
    .where('code', '=', draft.regionCode)
    .limit(1)
    .executeTakeFirst()
  if (!known) throw new Problem(orgProblems.regionUnknown, { code: draft.regionCode })
  const rows = await tx.selectFrom('org.organisation').selectAll().orderBy('id').execute()
  const refusal = placementRefusal(rows.map(toOrganisation), id, draft)
  if (refusal?.kind === 'parentUnknown') throw new Problem(problems.notFound)
  if (refusal?.kind === 'leavesChildren') {
    throw new Problem(orgProblems.leavesChildren, { name: refusal.name })
  }
  if (refusal) throw new Problem(orgProblems[refusal.kind])
}

async function refuseLeavingGrants(tx: ReadTx, id: number, from: string, to: string): Promise<void> {
  const grants = await tx
    .selectFrom('permission.grant as g')
    .innerJoin('identity.account as a', 'a.id', 'g.account_id')
    .where('a.organisation_id', '=', id)
    .select(['g.account_id', 'g.region_code'])
    .execute()
  const held = grants.flatMap(({ account_id, region_code }) =>
    region_code === null ? [] : [{ accountId: account_id, regionCode: region_code }],
  )
  const count = accountsLeft(held, from, to)
  if (count > 0) throw new Problem(orgProblems.leavesGrants, { count })
}
