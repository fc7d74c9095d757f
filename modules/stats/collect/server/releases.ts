/** Which periods of which form are released, and when the others are due. */
import type { Reach, ReadTx } from '#kernel/db/tx.ts'
import { isReleased } from './policy.ts'
import { latestArrivals } from './queries/releases.ts'

export type Release = Readonly<{
  formCode: string
  formVersionId: number
  period: string
  regionEdition: string
  owed: number
  /** Reports that the city has accepted: those a released total is made of. */
  accepted: number
  released: boolean
  /** When the last level is to have accepted. */
  due: Date
}>

/** Of each form the latest `limit` periods, newest first, judged by the reports within reach. */
export async function releasesWithin(
  tx: ReadTx,
  reach: Reach,
  limit: number,
  now: Date,
): Promise<readonly Release[]> {
  const collections = await latestArrivals(tx, reach, limit)
  return collections.map(one => ({
    formCode: one.formCode,
    formVersionId: one.formVersionId,
    period: one.period,
    regionEdition: one.regionEdition,
    owed: one.owed,
    accepted: one.acceptedCity,
    released: isReleased(one, one, now),
    due: one.cityAcceptsBy ?? one.countyAcceptsBy ?? one.closesAt,
  }))
}
