/** Every query on units; only files named queries know the module's tables. */
import { type RawBuilder, sql } from 'kysely'
import { type Reach, type ReadTx, regionPrefix, unscoped, type WriteTx, within } from '#kernel/db/tx.ts'
import { searchPinyin } from '#kernel/search-pinyin.ts'
import type { Search } from '#kernel/search-text.ts'
import type { UnitListQuery } from '../contract.ts'
import type { DatedState } from './dated-state.ts'
import { columnsOf, type DatedColumns, fieldsOf, type StoredUnit } from './unit-values.ts'

export type UnitFilter = Readonly<{
  region?: string | undefined
  /** Prefixes of industry codes; sections are already resolved. */
  industries?: readonly string[] | undefined
  size?: string | undefined
  kind?: string | undefined
  registerType?: string | undefined
  aboveThreshold?: boolean | undefined
  state: 'active' | 'exited' | 'all'
  search: Search | null
  today: string
}>

const starts = (prefix: string): string => `${prefix}%`

const listColumns = [
  'u.unit_id',
  'u.credit_code',
  'u.local_code',
  'u.name',
  'u.kind',
  'u.region_code',
  'u.industry_code',
  'u.register_type',
  'u.size_class',
  'u.above_threshold',
  'u.valid_from',
  'u.exited_on',
  'u.exit_reason',
] as const

const filtered = (tx: ReadTx, reach: Reach, filter: UnitFilter) => {
  let query = within(tx, reach).units()
  if (filter.region) query = query.where('u.region_code', 'like', starts(regionPrefix(filter.region)))
  if (filter.industries) {
    query = query.where(
      sql<boolean>`u.industry_code like any(${sql.val(filter.industries.map(starts))}::text[])`,
    )
  }
  if (filter.size) query = query.where('u.size_class', '=', filter.size)
  if (filter.kind) query = query.where('u.kind', '=', filter.kind)
  if (filter.registerType) query = query.where('u.register_type', '=', filter.registerType)
  if (filter.aboveThreshold !== undefined) {
    query = query.where('u.above_threshold', '=', filter.aboveThreshold)
  }
  // An exit in the future has not happened yet.
  if (filter.state === 'active') {
    query = query.where(eb => eb.or([eb('u.exited_on', 'is', null), eb('u.exited_on', '>', filter.today)]))
  }
  if (filter.state === 'exited') query = query.where('u.exited_on', '<=', filter.today)
  const { search } = filter
  if (!search) return query
  return query.where(eb =>
    eb.or([
      eb('u.name', 'ilike', `%${search.name}%`),
      ...(search.pinyin ? [eb('u.pinyin', 'like', `%${search.pinyin}%`)] : []),
      ...(search.code
        ? [
            eb('u.credit_code', 'like', starts(search.code.toUpperCase())),
            eb('u.local_code', 'like', starts(search.code)),
          ]
        : []),
    ]),
  )
}

export async function countUnits(tx: ReadTx, reach: Reach, filter: UnitFilter): Promise<number> {
  const row = await filtered(tx, reach, filter)
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

const sortColumns = {
  name: 'u.pinyin',
  creditCode: 'u.credit_code',
  regionCode: 'u.region_code',
  industryCode: 'u.industry_code',
  validFrom: 'u.valid_from',
} as const

export const pageOfUnits = (
  tx: ReadTx,
  reach: Reach,
  filter: UnitFilter,
  page: Pick<UnitListQuery, 'page' | 'pageSize' | 'sort' | 'order'>,
) =>
  filtered(tx, reach, filter)
    .select(listColumns)
    .orderBy(sortColumns[page.sort], page.order)
    .orderBy('u.unit_id', page.order)
    .limit(page.pageSize)
    .offset((page.page - 1) * page.pageSize)
    .execute()

/** The filtered units after `unitId`, in the order of their keys: a stable way through a list of any length. */
export const unitsAfter = (tx: ReadTx, reach: Reach, filter: UnitFilter, unitId: number, limit: number) =>
  filtered(tx, reach, filter)
    .select([...listColumns, 'u.attributes'])
    .where('u.unit_id', '>', unitId)
    .orderBy('u.unit_id')
    .limit(limit)
    .execute()

export async function findUnit(
  tx: ReadTx,
  reach: Reach,
  unitId: number,
  lock: 'lock' | 'look' = 'look',
): Promise<StoredUnit | null> {
  const query = within(tx, reach).units().selectAll('u').where('u.unit_id', '=', unitId)
  const row = await (lock === 'lock' ? query.forUpdate() : query).executeTakeFirst()
  return (row as StoredUnit | undefined) ?? null
}

/** What hangs on a unit, or a change of it: its key came out of a search within reach. */
const ofFound = <T extends ReadTx>(tx: T) => unscoped(tx, 'the key of a unit that was found within reach')

export async function readHistory(tx: ReadTx, unitId: number) {
  return ofFound(tx)
    .selectFrom('register.unit_attribute as a')
    .leftJoin('identity.account as c', 'c.id', 'a.changed_by')
    .selectAll('a')
    .select('c.display_name')
    .where('a.unit_id', '=', unitId)
    .orderBy('a.valid_from')
    .orderBy('a.changed_at')
    .execute()
}

export const readEvents = (tx: ReadTx, unitId: number) =>
  ofFound(tx)
    .selectFrom('register.unit_event as e')
    .leftJoin('identity.account as c', 'c.id', 'e.account_id')
    .select(['e.kind', 'e.on_date', 'e.exit_reason', 'e.note', 'e.at', 'c.display_name'])
    .where('e.unit_id', '=', unitId)
    .orderBy('e.id', 'desc')
    .execute()

/** The states in force of each unit, ascending: of several for one date the last written. */
export async function readStates(
  tx: ReadTx,
  unitIds: readonly number[],
): Promise<ReadonlyMap<number, readonly DatedState[]>> {
  const rows = await ofFound(tx)
    .selectFrom('register.unit_attribute')
    .select(['unit_id', 'valid_from', 'name', 'region_code', 'industry_code', 'register_type'])
    .select(['size_class', 'above_threshold', 'attributes'])
    .distinctOn(['unit_id', 'valid_from'])
    .where('unit_id', '=', sql<number>`any(${sql.val(unitIds)}::int[])`)
    .orderBy('unit_id')
    .orderBy('valid_from')
    .orderBy('changed_at', 'desc')
    .execute()
  const states = new Map<number, DatedState[]>()
  for (const row of rows) {
    const list = states.get(row.unit_id) ?? []
    list.push({ validFrom: row.valid_from, fields: fieldsOf(row) })
    states.set(row.unit_id, list)
  }
  return states
}

export type NewRow = Readonly<{
  creditCode: string | null
  localCode: string | null
  kind: string
  validFrom: string
  state: DatedColumns
}>

/** Enters units; the ids stand in the order of the rows. */
export async function insertUnits(tx: WriteTx, rows: readonly NewRow[]): Promise<readonly number[]> {
  const inserted = await tx
    .insertInto('register.unit')
    .values(
      rows.map(row => ({
        credit_code: row.creditCode,
        local_code: row.localCode,
        kind: row.kind,
        valid_from: row.validFrom,
        pinyin: searchPinyin(row.state.name),
        ...row.state,
        attributes: JSON.stringify(row.state.attributes),
      })),
    )
    .returning(['unit_id', 'credit_code', 'local_code'])
    .execute()
  const ids = new Map(inserted.map(row => [`${row.credit_code}|${row.local_code}`, row.unit_id]))
  return rows.map(row => ids.get(`${row.creditCode}|${row.localCode}`)!)
}

export type StateRow = Readonly<{ unitId: number; state: DatedState; note: string | null; by: number | null }>

/** Appends states; nothing written before is ever changed. */
export async function insertStates(tx: WriteTx, rows: readonly StateRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 2_000) {
    await tx
      .insertInto('register.unit_attribute')
      .values(
        rows.slice(at, at + 2_000).map(row => {
          const columns = columnsOf(row.state.fields)
          return {
            unit_id: row.unitId,
            valid_from: row.state.validFrom,
            ...columns,
            attributes: JSON.stringify(columns.attributes),
            changed_by: row.by,
            changed_at: sql<Date>`clock_timestamp()`,
            note: row.note,
          }
        }),
      )
      .execute()
  }
}

export type EventRow = Readonly<{
  unitId: number
  kind: 'entered' | 'changed' | 'codes' | 'exited' | 'reinstated'
  on: string
  exitReason?: number
  note: string | null
  by: number | null
  at: Date
}>

export async function insertEvents(tx: WriteTx, rows: readonly EventRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 5_000) {
    await tx
      .insertInto('register.unit_event')
      .values(
        rows.slice(at, at + 5_000).map(row => ({
          unit_id: row.unitId,
          kind: row.kind,
          on_date: row.on,
          exit_reason: row.exitReason ?? null,
          note: row.note,
          account_id: row.by,
          at: row.at,
        })),
      )
      .execute()
  }
}

export type CurrentRow = Readonly<{ unitId: number; state: DatedColumns }>

/** Puts the state of today into the units' rows and counts their versions on. */
export async function updateCurrent(tx: WriteTx, rows: readonly CurrentRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 2_000) {
    const chunk = rows.slice(at, at + 2_000).map(({ unitId, state }) => ({
      unit_id: unitId,
      ...state,
      pinyin: searchPinyin(state.name),
    }))
    await sql`update register.unit u set name = x.name, pinyin = x.pinyin, region_code = x.region_code,
        industry_code = x.industry_code, register_type = x.register_type, size_class = x.size_class,
        above_threshold = x.above_threshold, attributes = x.attributes, version = u.version + 1
      from jsonb_to_recordset(${JSON.stringify(chunk)}::jsonb) as x(unit_id int, name text, pinyin text,
        region_code text, industry_code text, register_type text, size_class text, above_threshold boolean,
        attributes jsonb)
      where u.unit_id = x.unit_id`.execute(ofFound(tx))
  }
}

type UnitColumns = Readonly<{
  credit_code?: string | null
  local_code?: string | null
  exited_on?: string | null
  exit_reason?: number | null
}>

export async function updateUnit(tx: WriteTx, unitId: number, columns: UnitColumns): Promise<number> {
  const row = await ofFound(tx)
    .updateTable('register.unit')
    .set({ ...columns, version: sql<number>`version + 1` })
    .where('unit_id', '=', unitId)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}

/** Whether a code is taken, by a unit of any area. */
export async function isCreditCodeTaken(tx: ReadTx, code: string): Promise<boolean> {
  const row = await unscoped(tx, 'answers only whether a code is taken')
    .selectFrom('register.unit')
    .select('unit_id')
    .where('credit_code', '=', code)
    .executeTakeFirst()
  return row !== undefined
}

export type KnownUnit = Pick<
  StoredUnit,
  'unit_id' | 'credit_code' | 'local_code' | 'kind' | 'region_code' | 'valid_from' | 'exited_on' | 'version'
>

/** The units behind codes, in any area: rows outside the reach are refused by name of their code only. */
export async function unitsByCode(
  tx: ReadTx,
  creditCodes: readonly string[],
  localCodes: readonly string[],
  lock: 'lock' | 'look',
): Promise<readonly KnownUnit[]> {
  const query = unscoped(tx, 'finds which codes of a file are taken; the plan refuses units out of reach')
    .selectFrom('register.unit')
    .select(['unit_id', 'credit_code', 'local_code', 'kind', 'region_code', 'valid_from', 'exited_on'])
    .select('version')
    .where(eb =>
      eb.or([
        eb('credit_code', '=', sql<string>`any(${sql.val(creditCodes)}::text[])`),
        eb('local_code', '=', sql<string>`any(${sql.val(localCodes)}::text[])`),
      ]),
    )
    .orderBy('unit_id')
  return (lock === 'lock' ? query.forUpdate() : query).execute()
}

/** Register fields of units, for prefill and rules; system work on behalf of reports already in reach. */
export async function unitsForHeader(tx: ReadTx, unitIds: readonly number[]): Promise<readonly StoredUnit[]> {
  const rows = await unscoped(tx, 'headers of reports whose access the caller has checked')
    .selectFrom('register.unit')
    .selectAll()
    .where('unit_id', '=', sql<number>`any(${sql.val(unitIds)}::int[])`)
    .execute()
  return rows as readonly StoredUnit[]
}

/** Units with their state of a day, under further conditions on unit `u` and state `a`. */
export const frameRows = (tx: ReadTx, at: string, conditions: readonly RawBuilder<boolean>[]) =>
  unscoped(tx, 'the frame of a collection is drawn from the whole register')
    .selectFrom('register.unit as u')
    .innerJoinLateral(
      eb =>
        eb
          .selectFrom('register.unit_attribute as s')
          .selectAll('s')
          .whereRef('s.unit_id', '=', 'u.unit_id')
          .where('s.valid_from', '<=', at)
          .orderBy('s.valid_from', 'desc')
          .orderBy('s.changed_at', 'desc')
          .limit(1)
          .as('a'),
      join => join.onTrue(),
    )
    .select([
      'u.unit_id',
      'u.kind',
      'u.pinyin',
      'u.credit_code',
      'a.name',
      'a.region_code',
      'a.industry_code',
    ])
    .select(['a.register_type', 'a.size_class', 'a.above_threshold'])
    .where('u.valid_from', '<=', at)
    .where(eb => eb.or([eb('u.exited_on', 'is', null), eb('u.exited_on', '>', at)]))
    .where(eb => eb.and([...conditions]))
    .orderBy('u.unit_id')
    .execute()

/** Holds units still until the transaction ends, in the order of their keys; their states are read after that. */
export async function lockUnits(tx: WriteTx, unitIds: readonly number[]): Promise<void> {
  await unscoped(
    tx,
    'holds units still and shows nothing of them; callers serve every unit or have checked the reach',
  )
    .selectFrom('register.unit')
    .select('unit_id')
    .where('unit_id', '=', sql<number>`any(${sql.val(unitIds)}::int[])`)
    .orderBy('unit_id')
    .forUpdate()
    .execute()
}

/** Units that have a state from this very day. */
export async function unitsReaching(tx: ReadTx, day: string): Promise<readonly number[]> {
  const rows = await unscoped(tx, 'the day is reached by every unit')
    .selectFrom('register.unit_attribute')
    .select('unit_id')
    .distinct()
    .where('valid_from', '=', day)
    .execute()
  return rows.map(row => row.unit_id)
}
