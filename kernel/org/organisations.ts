/** Offices: statistics bureaus, departments, governments, in a tree whose region codes give each its place. */

import { sql } from 'kysely'
import type { WriteContext } from '../context.ts'
import { Problem, problems } from '../contract/index.ts'
import { type Reach, type ReadTx, regionPrefix } from '../db/tx.ts'
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

export async function createOrganisation(ctx: WriteContext, draft: OrganisationDraft): Promise<Organisation> {
  await refuseMisplaced(ctx.tx, draft)
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

export async function changeOrganisation(
  ctx: WriteContext,
  id: number,
  draft: OrganisationDraft,
): Promise<Organisation> {
  await refuseMisplaced(ctx.tx, draft)
  if (draft.parentId !== null && (await isBelow(ctx.tx, draft.parentId, id))) {
    throw new Problem(orgProblems.cycle)
  }
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
    .executeTakeFirst()
  if (!row) throw new Problem(problems.notFound)
  ctx.audit({
    action: 'org.organisation.change',
    subject: { kind: 'organisation', id },
    regionCode: draft.regionCode,
    detail: { ...draft },
  })
  return toOrganisation(row)
}

export async function removeOrganisation(ctx: WriteContext, id: number): Promise<void> {
  const row = await ctx.tx
    .deleteFrom('org.organisation')
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw new Problem(problems.notFound)
  ctx.audit({
    action: 'org.organisation.remove',
    subject: { kind: 'organisation', id },
    regionCode: row.region_code,
    detail: { name: row.name },
  })
}

export async function findOrganisation(tx: ReadTx, id: number): Promise<Organisation | null> {
  const row = await tx.selectFrom('org.organisation').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toOrganisation(row) : null
}

async function refuseMisplaced(tx: ReadTx, draft: OrganisationDraft): Promise<void> {
  const known = await tx
    .selectFrom('org.region')
    .select('code')
    .where('code', '=', draft.regionCode)
    .limit(1)
    .executeTakeFirst()
  if (!known) throw new Problem(orgProblems.regionUnknown, { code: draft.regionCode })
  if (draft.parentId === null) return
  const parent = await findOrganisation(tx, draft.parentId)
  if (!parent) throw new Problem(problems.notFound)
  if (!draft.regionCode.startsWith(regionPrefix(parent.regionCode))) {
    throw new Problem(orgProblems.outsideParent)
  }
}

async function isBelow(tx: ReadTx, id: number, ancestor: number): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    with recursive up as (
      select id, parent_id from org.organisation where id = ${id}
      union select o.id, o.parent_id from org.organisation o join up on o.id = up.parent_id
    ) select exists (select from up where id = ${ancestor}) as found`.execute(tx)
  return rows[0]?.found ?? false
}
