/** The outlines an office loaded for an edition of the regions: kept with what must stand under every map of them. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { WriteContext } from '../context.ts'
import { Problem, problems } from '../contract/index.ts'
import type { ReadTx } from '../db/tx.ts'
import type { OutlineDrawing } from './outline-drawing.ts'
import type { DrawnRegions } from './outline-match.ts'
import { outlineProblems } from './outline-problems.ts'

export type OutlineCredit = Readonly<{ approvalNumber: string; source: string }>

export type NewOutlines = OutlineCredit &
  Readonly<{ edition: string; fileName: string; drawn: readonly DrawnRegions[] }>

const stampOf = (outlines: NewOutlines): string =>
  createHash('sha256').update(JSON.stringify(outlines)).digest('hex').slice(0, 16)

/** In place of those the edition had. */
export async function keepOutlines(context: WriteContext, outlines: NewOutlines): Promise<void> {
  const { edition, approvalNumber, source, fileName, drawn } = outlines
  const regions = drawn.reduce((sum, one) => sum + one.regions.length, 0)
  if (regions === 0) throw new Problem(outlineProblems.noneMatched, { edition })
  const set = {
    approval_number: approvalNumber,
    source,
    file_name: fileName,
    regions,
    stamp: stampOf(outlines),
    loaded_by: context.actor.accountId,
    loaded_at: context.now.toISOString(),
  }
  await context.tx
    .insertInto('org.outline_set')
    .values({ edition, ...set })
    .onConflict(conflict => conflict.column('edition').doUpdateSet(set))
    .execute()
  await context.tx.deleteFrom('org.outline').where('edition', '=', edition).execute()
  await context.tx
    .insertInto('org.outline')
    .values(
      drawn.map(({ parent, drawing }) => ({
        edition,
        parent_code: parent.code,
        drawing: JSON.stringify(drawing),
      })),
    )
    .execute()
  context.audit({
    action: 'org.outline.load',
    subject: { kind: 'region-edition', id: edition },
    detail: { approvalNumber, source, fileName, regions },
  })
}

export async function removeOutlines(context: WriteContext, edition: string): Promise<void> {
  const removed = await context.tx
    .deleteFrom('org.outline_set')
    .where('edition', '=', edition)
    .returning(['approval_number', 'regions'])
    .executeTakeFirst()
  if (!removed) throw new Problem(problems.notFound)
  context.audit({
    action: 'org.outline.remove',
    subject: { kind: 'region-edition', id: edition },
    detail: { approvalNumber: removed.approval_number, regions: removed.regions },
  })
}

export async function outlineSets(tx: ReadTx) {
  const rows = await tx
    .selectFrom('org.outline_set as s')
    .innerJoin('identity.account as a', 'a.id', 's.loaded_by')
    .select(['s.edition', 's.approval_number', 's.source', 's.file_name', 's.regions', 's.loaded_at'])
    .select('a.display_name')
    .select(
      sql<{ code: string; name: string }[]>`(
        select json_agg(json_build_object('code', o.parent_code, 'name', coalesce(r.name, '')) order by o.parent_code)
        from org.outline o left join org.region r on r.edition = o.edition and r.code = o.parent_code
        where o.edition = s.edition)`.as('parents'),
    )
    .orderBy('s.edition', 'desc')
    .execute()
  return rows.map(row => ({
    edition: row.edition,
    approvalNumber: row.approval_number,
    source: row.source,
    fileName: row.file_name,
    regions: row.regions,
    loadedBy: row.display_name,
    loadedAt: row.loaded_at.toISOString(),
    parents: row.parents ?? [],
  }))
}

/** Null where the edition has none. */
export async function outlineStamp(tx: ReadTx, edition: string): Promise<string | null> {
  const row = await tx
    .selectFrom('org.outline_set')
    .select('stamp')
    .where('edition', '=', edition)
    .executeTakeFirst()
  return row?.stamp ?? null
}

/** The regions below a place, with what is to be printed under them; no drawing where the set has none of them. */
export async function outlinesBelow(
  tx: ReadTx,
  edition: string,
  parent: string,
): Promise<(OutlineCredit & Readonly<{ stamp: string; drawing: OutlineDrawing | null }>) | null> {
  const row = await tx
    .selectFrom('org.outline_set as s')
    .leftJoin('org.outline as o', join =>
      join.onRef('o.edition', '=', 's.edition').on('o.parent_code', '=', parent),
    )
    .select(['s.stamp', 's.approval_number', 's.source', 'o.drawing'])
    .where('s.edition', '=', edition)
    .executeTakeFirst()
  if (!row) return null
  return {
    stamp: row.stamp,
    approvalNumber: row.approval_number,
    source: row.source,
    drawing: row.drawing as OutlineDrawing | null,
  }
}
