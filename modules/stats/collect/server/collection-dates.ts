/** When a collection opens and closes: what it is issued with, changed to, ended by; and everyone concerned hears of it. */
import type { WriteContext } from '#kernel/context.ts'
import { type BodyOf, Problem, problems, type ReplyOf } from '#kernel/contract/index.ts'
import { wallClock } from '#kernel/time/shanghai.ts'
import { type changeDates as changeRoute, collectPermissions, collectProblems } from '../contract.ts'
import { tellScreens } from './live-notices.ts'
import { datesRefusal } from './policy.ts'
import {
  type CollectionDates,
  liesWithin,
  lockCollection,
  pageOfCollections,
  readFramePlaces,
  setClosed,
  setDates,
} from './queries/collections.ts'

export function datesOf(input: Omit<BodyOf<typeof changeRoute>, 'note'>): CollectionDates {
  const at = (text: string | undefined) => (text === undefined ? null : new Date(text))
  const dates = {
    opensAt: new Date(input.opensAt),
    closesAt: new Date(input.closesAt),
    countyAcceptsBy: at(input.countyAcceptsBy),
    cityAcceptsBy: at(input.cityAcceptsBy),
  }
  const given = Object.values(dates).filter(date => date !== null)
  const ordered = given.every((date, index) => {
    const before = given[index - 1]
    return before === undefined || (index === 1 ? before < date : before <= date)
  })
  if (!ordered) throw new Problem(collectProblems.datesInvalid)
  return dates
}

/** Dates hold for every unit, so only someone answerable for all of them may set them. */
async function lockWhole(context: WriteContext, collectionId: number) {
  const { tx, now } = context
  const reach = context.reach(collectPermissions.manage.code)
  const seen = await pageOfCollections(tx, reach, { collectionId }, { page: 1, pageSize: 1 }, now)
  const row = seen.total > 0 ? await lockCollection(tx, collectionId) : undefined
  if (!row) throw new Problem(problems.notFound)
  if (!(await liesWithin(tx, reach, collectionId))) throw new Problem(problems.forbidden)
  return row
}

const texts = (dates: CollectionDates) => ({
  opensAt: dates.opensAt.toISOString(),
  closesAt: dates.closesAt.toISOString(),
  countyAcceptsBy: dates.countyAcceptsBy?.toISOString() ?? null,
  cityAcceptsBy: dates.cityAcceptsBy?.toISOString() ?? null,
})

export async function changeDates(
  context: WriteContext,
  collectionId: number,
  { note, ...input }: BodyOf<typeof changeRoute>,
): Promise<ReplyOf<typeof changeRoute>> {
  const { tx, now } = context
  const row = await lockWhole(context, collectionId)
  const before = {
    opensAt: row.opens_at,
    closesAt: row.closes_at,
    closedAt: row.closed_at,
    countyAcceptsBy: row.county_accepts_by,
    cityAcceptsBy: row.city_accepts_by,
  }
  const after = datesOf(input)
  const refusal = datesRefusal(before, after, now)
  if (refusal) throw refusal
  await setDates(tx, collectionId, after)
  context.audit({
    action: 'collect.collection.change-dates',
    subject: { kind: 'collection', id: collectionId },
    detail: { note, before: texts(before), after: texts(after) },
  })
  tellScreens(context, 'collect.collection', collectionId, await readFramePlaces(tx, collectionId))
  return texts(after)
}

/** Ends the filling in now, for every unit; extensions still hold. */
export async function close(
  context: WriteContext,
  collectionId: number,
  note?: string,
): Promise<{ closedAt: string }> {
  const { tx, now } = context
  const row = await lockWhole(context, collectionId)
  const closedAt = row.closed_at ?? (row.closes_at < now ? row.closes_at : now)
  if (row.closed_at === null && now < row.closes_at) {
    if (now < row.opens_at) throw new Problem(collectProblems.notOpen, { opensAt: wallClock(row.opens_at) })
    await setClosed(tx, collectionId, now)
    context.audit({
      action: 'collect.collection.close',
      subject: { kind: 'collection', id: collectionId },
      detail: { note: note ?? null, closesAt: row.closes_at.toISOString() },
    })
    tellScreens(context, 'collect.collection', collectionId, await readFramePlaces(tx, collectionId))
  }
  return { closedAt: closedAt.toISOString() }
}
