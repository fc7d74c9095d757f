/** The codes one may filter by, as the mirror names them. Villages are left out: their townships stand for them. */
import type { Analytics } from '#kernel/analytics/mirror.ts'

export type CodesOf = Readonly<{ dimension: string; edition: string }>

const LIMIT = 5000

export async function listCodes(analytics: Analytics, { dimension, edition }: CodesOf) {
  const known = dimension === 'region' ? `region:${edition}` : dimension
  const rows = await analytics.query(
    `SELECT code, zh, en FROM dim_label
     WHERE dimension = $1 AND ($2 <> 'region' OR code LIKE '%000')
     ORDER BY ordinal NULLS LAST, code LIMIT ${LIMIT}`,
    [known, dimension],
  )
  return {
    codes: rows.map(row => ({
      code: String(row.code),
      label: { 'zh-CN': String(row.zh), ...(row.en !== null && { en: String(row.en) }) },
    })),
  }
}
