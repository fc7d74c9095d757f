/** What units settled about their steps, and how far a draft has come in them. */
import { sql } from 'kysely'
import { type ReadTx, unscoped, type WriteTx } from '#kernel/db/tx.ts'
import type { Step } from '../../contract.ts'
import type { Arrangement, Person, Progress, Signature } from '../step-policy.ts'
import { ofFound, type ReportKey } from './reports.ts'

export type StoredSteps = Arrangement &
  Readonly<{ unitId: number; version: number; changedBy: string; changedAt: Date }>

const ofOwn = <T extends ReadTx>(tx: T) =>
  unscoped(tx, 'the steps of a unit whose own account asks, or whose report was found within reach')

/** By unit, also of those that have turned every step off. */
export async function readSteps(
  tx: ReadTx,
  unitIds: readonly number[],
): Promise<ReadonlyMap<number, StoredSteps>> {
  const { rows } = await sql<StoredSteps>`select s.unit_id as "unitId", s.review, s.sign, s.version,
      a.display_name as "changedBy", s.changed_at as "changedAt",
      coalesce((select json_agg(json_build_object('accountId', p.account_id, 'name', p.name, 'steps', p.steps)
        order by p.account_id) from collect.unit_person p where p.unit_id = s.unit_id), '[]') as people
    from collect.unit_steps s join identity.account a on a.id = s.changed_by
    where s.unit_id = any(${sql.val(unitIds)}::int[])`.execute(ofOwn(tx))
  return new Map(rows.map(row => [row.unitId, row]))
}

/** Of units that work by steps; the others are missing. Under the report's lock it stays as it is. */
export async function readArrangements(
  tx: ReadTx,
  unitIds: readonly number[],
): Promise<ReadonlyMap<number, Arrangement>> {
  const found = await readSteps(tx, unitIds)
  return new Map([...found].filter(([, { review, sign }]) => review || sign))
}

/** @returns false where another has settled them since `version`. */
export async function storeSteps(
  tx: WriteTx,
  unitId: number,
  { review, sign, people }: Arrangement,
  { version, by, at }: Readonly<{ version: number; by: number; at: Date }>,
): Promise<boolean> {
  const { rows } =
    await sql`insert into collect.unit_steps (unit_id, review, sign, version, changed_by, changed_at)
    select ${unitId}, ${review}, ${sign}, 1, ${by}, ${at}
      where ${version} = 0 or exists (select from collect.unit_steps where unit_id = ${unitId})
    on conflict (unit_id) do update set review = excluded.review, sign = excluded.sign,
      version = collect.unit_steps.version + 1, changed_by = excluded.changed_by, changed_at = excluded.changed_at
      where collect.unit_steps.version = ${version}
    returning unit_id`.execute(ofOwn(tx))
  if (rows.length === 0) return false
  await ofOwn(tx).deleteFrom('collect.unit_person').where('unit_id', '=', unitId).execute()
  const named = people.map(({ accountId, name, steps }: Person) => ({
    unit_id: unitId,
    account_id: accountId,
    name,
    steps: [...steps],
  }))
  if (named.length > 0) await tx.insertInto('collect.unit_person').values(named).execute()
  return true
}

/** Every act upon a report holds its lock: whoever holds those of a unit is alone with its steps. */
export async function lockReportsOf(tx: WriteTx, unitId: number): Promise<void> {
  await sql`select from collect.report where unit_id = ${unitId} order by collection_id for update`.execute(
    ofOwn(tx),
  )
}

/** Drafts on their way go back to be filled in, for nobody has signed by the new steps. */
export async function returnDraftsOf(tx: WriteTx, unitId: number): Promise<readonly ReportKey[]> {
  const { rows } = await sql<ReportKey>`update collect.draft
    set turn = 'fill', signatures = '[]', signed_sha256 = null, version = version + 1
    where unit_id = ${unitId} and turn <> 'fill'
    returning unit_id as "unitId", collection_id as "collectionId"`.execute(ofOwn(tx))
  return rows
}

export type UnitAccount = Readonly<{
  accountId: number
  signInName: string
  displayName: string
  active: boolean
}>

/** Accounts of a unit; active are those that can sign in and fill in for it. */
export async function readAccountsOf(
  tx: ReadTx,
  unitId: number,
  permission: string,
): Promise<readonly UnitAccount[]> {
  const { rows } = await sql<UnitAccount>`select a.id as "accountId", a.sign_in_name as "signInName",
      a.display_name as "displayName", a.disabled_at is null and exists (
        select from permission.grant g join permission.role r on r.code = g.role_code
        where g.account_id = a.id and g.unit_id = ${unitId} and ${permission} = any(r.permissions)) as active
    from identity.account a where a.unit_id = ${unitId} order by a.id`.execute(ofOwn(tx))
  return rows
}

/** As a draft's row holds it. */
export const progressOf = (
  row: Readonly<{ turn: string; signatures: unknown; sha256: string | null }>,
): Progress => ({
  turn: row.turn as Step,
  signatures: row.signatures as readonly Signature[],
  sha256: row.sha256,
})

export async function moveDraft(
  tx: WriteTx,
  key: ReportKey,
  version: number,
  { turn, signatures, sha256 }: Progress,
): Promise<void> {
  await sql`update collect.draft set version = ${version}, turn = ${turn},
      signatures = ${JSON.stringify(signatures)}::jsonb, signed_sha256 = decode(${sha256}, 'hex')
    where unit_id = ${key.unitId} and collection_id = ${key.collectionId}`.execute(ofFound(tx))
}
