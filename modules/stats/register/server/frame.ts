/** The frame: which units a criterion selects on a day, with their attributes of that day. */
import { sql } from 'kysely'
import { lastDay } from '#engines/form/index.ts'
import type { WriteContext } from '#kernel/context.ts'
import { type ReadTx, regionPrefix } from '#kernel/db/tx.ts'
import { shanghaiDay } from '#kernel/time/shanghai.ts'
import type { FrameCriterion, UnitKind } from '../contract.ts'
import { insertFrozenDay, lockFrames } from './application/application-queries.ts'
import { industryPrefixes } from './industry-queries.ts'
import { frameRows } from './queries.ts'

export type FrameRow = Readonly<{
  unitId: number
  kind: UnitKind
  name: string
  /** For look-up, of today's name. */
  pinyin: string
  creditCode: string | null
  regionCode: string
  industryCode: string | null
  registerType: string | null
  sizeClass: string | null
  aboveThreshold: boolean
}>

/**
 * The units that meet `criterion` as they stood on `at` (a day): entered by then, not yet out, with the region,
 * industry, type and size of that day. Whole register; the caller answers for who may see the result.
 */
export async function selectFrame(
  tx: ReadTx,
  criterion: FrameCriterion,
  at: string,
): Promise<readonly FrameRow[]> {
  const conditions = [
    listed('u.kind', criterion.kinds),
    listed('a.size_class', criterion.sizeClasses),
    listed('a.register_type', criterion.registerTypes),
    below('a.region_code', criterion.regions?.length ? criterion.regions.map(regionPrefix) : undefined),
    below(
      'a.industry_code',
      criterion.industries?.length ? await industryPrefixes(tx, criterion.industries) : undefined,
    ),
    criterion.aboveThreshold === undefined
      ? null
      : sql<boolean>`a.above_threshold = ${criterion.aboveThreshold}`,
  ].filter(condition => condition !== null)
  const rows = await frameRows(tx, at, conditions)
  return rows.map(row => ({
    unitId: row.unit_id,
    kind: row.kind as UnitKind,
    name: row.name,
    pinyin: row.pinyin,
    creditCode: row.credit_code,
    regionCode: row.region_code,
    industryCode: row.industry_code,
    registerType: row.register_type,
    sizeClass: row.size_class,
    aboveThreshold: row.above_threshold,
  }))
}

/** The day whose register a collection is drawn from: the period's last, or that of issue while the period lasts. */
export const frameDay = (period: string, issuedAt: Date): string => {
  const [end, issued] = [lastDay(period), shanghaiDay(issuedAt)]
  return end < issued ? end : issued
}

/** Before a frame is drawn to be frozen: no approval comes between, until the transaction ends. */
export const holdApprovals = ({ tx }: Pick<WriteContext, 'tx'>): Promise<void> => lockFrames(tx, 'freeze')

/** A collection has frozen the frame of this day: what is approved from now on holds from later days only. */
export const freezeFrame = ({ tx, now }: Pick<WriteContext, 'tx' | 'now'>, at: string): Promise<void> =>
  insertFrozenDay(tx, at, now)

const listed = (column: string, codes: readonly string[] | undefined) =>
  codes?.length ? sql<boolean>`${sql.ref(column)} = any(${sql.val(codes)}::text[])` : null

// A section nobody knows has no prefixes and so selects nothing.
const below = (column: string, prefixes: readonly string[] | undefined) =>
  prefixes
    ? sql<boolean>`${sql.ref(column)} like any(${sql.val(prefixes.map(prefix => `${prefix}%`))}::text[])`
    : null
