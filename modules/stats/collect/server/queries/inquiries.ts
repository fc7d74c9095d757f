/** What was asked about reports and answered. Nothing is taken away. */
import { sql } from 'kysely'
import type { ReadTx, WriteTx } from '#kernel/db/tx.ts'
import { INQUIRY_MESSAGES, type Inquiry } from '../../contract.ts'
import { ofFound, type ReportKey } from './reports.ts'

export type InquiryState = Inquiry['state']
export type NewMessage = Readonly<{
  side: 'office' | 'unit'
  accountId: number
  at: Date
  text: string
}>

type Row = Omit<Inquiry, 'messages'> &
  Readonly<{ messages: readonly Readonly<Record<'side' | 'by' | 'at' | 'text', string>>[] }>

/** Those of one report, the latest asked first; one of them where `inquiryId` says so. */
export async function readInquiries(
  tx: ReadTx,
  key: ReportKey,
  inquiryId?: number,
): Promise<readonly Inquiry[]> {
  const only = inquiryId === undefined ? sql`true` : sql`i.id = ${inquiryId}`
  const { rows } = await sql<Row>`select i.id as "inquiryId", i.cells, i.revision_no as "revisionNo", i.state,
      (select json_agg(json_build_object('side', m.side, 'by', a.display_name, 'at', m.at, 'text', m.text) order by m.no)
        from collect.inquiry_message m join identity.account a on a.id = m.account_id
        where m.inquiry_id = i.id) as messages
    from collect.inquiry i
    where i.unit_id = ${key.unitId} and i.collection_id = ${key.collectionId} and ${only}
    order by i.id desc`.execute(ofFound(tx))
  return rows.map(row => ({
    ...row,
    messages: row.messages.map(one => ({
      ...one,
      side: one.side as NewMessage['side'],
      at: new Date(one.at).toISOString(),
    })),
  }))
}

/** Its state, locked; null where this report has no such inquiry. */
export async function lockInquiry(
  tx: WriteTx,
  key: ReportKey,
  inquiryId: number,
): Promise<InquiryState | null> {
  const row = await ofFound(tx)
    .selectFrom('collect.inquiry')
    .select('state')
    .where('id', '=', inquiryId)
    .where('unit_id', '=', key.unitId)
    .where('collection_id', '=', key.collectionId)
    .forUpdate()
    .executeTakeFirst()
  return (row?.state as InquiryState | undefined) ?? null
}

export async function countStanding(tx: ReadTx, key: ReportKey): Promise<number> {
  const { count } = await ofFound(tx)
    .selectFrom('collect.inquiry')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('unit_id', '=', key.unitId)
    .where('collection_id', '=', key.collectionId)
    .where('state', '<>', 'closed')
    .executeTakeFirstOrThrow()
  return Number(count)
}

export async function insertInquiry(
  tx: WriteTx,
  key: ReportKey,
  one: Readonly<{ cells: readonly string[]; revisionNo: number; askedAt: Date }>,
): Promise<number> {
  const { id } = await tx
    .insertInto('collect.inquiry')
    .values({
      unit_id: key.unitId,
      collection_id: key.collectionId,
      cells: [...one.cells],
      revision_no: one.revisionNo,
      asked_at: one.askedAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export const setInquiryState = (tx: WriteTx, inquiryId: number, state: InquiryState): Promise<unknown> =>
  ofFound(tx).updateTable('collect.inquiry').set({ state }).where('id', '=', inquiryId).execute()

/** Adds to a locked inquiry; false where it has grown as long as one may. */
export async function addMessage(tx: WriteTx, inquiryId: number, one: NewMessage): Promise<boolean> {
  const { rows } = await sql`insert into collect.inquiry_message (inquiry_id, no, side, account_id, at, text)
    select ${inquiryId}::int, count(*) + 1, ${one.side}, ${one.accountId}::int, ${one.at}::timestamptz, ${one.text}
    from collect.inquiry_message where inquiry_id = ${inquiryId}
    having count(*) < ${INQUIRY_MESSAGES} returning no`.execute(ofFound(tx))
  return rows.length > 0
}

/** Everyone of the office who asked there, whatever they may do now. */
export async function readAskers(tx: ReadTx, inquiryId: number): Promise<readonly number[]> {
  const rows = await ofFound(tx)
    .selectFrom('collect.inquiry_message')
    .select('account_id')
    .distinct()
    .where('inquiry_id', '=', inquiryId)
    .where('side', '=', 'office')
    .execute()
  return rows.map(row => row.account_id)
}
