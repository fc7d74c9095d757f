/** 统计上大中小微型企业划分办法(2017) (国统字〔2017〕213号): the table and its rule of whole rows. */

export type SizeClass = 'large' | 'medium' | 'small' | 'micro'

/** Staff in persons, revenue and assets in 千元, industry a GB/T 4754-2017 code of two digits or more. */
export type SizeMeasures = Readonly<{ industry: string; staff: number; revenue: number; assets: number }>

type Measure = 'staff' | 'revenue' | 'assets'
/** Lower bounds for large, medium and small; revenue and assets in 万元 as the regulation prints them. */
type Bounds = Readonly<Partial<Record<Measure, readonly [large: number, medium: number, small: number]>>>
type Row = Readonly<{ codes: RegExp; bounds: Bounds }>

/** The first row that matches decides; rail transport (53), finance and public bodies are outside the table. */
const TABLE: readonly Row[] = [
  { codes: /^0[1-5]/, bounds: { revenue: [20_000, 500, 50] } },
  {
    codes: /^(0[6-9]|1|2|3|4[0-6])/,
    bounds: { staff: [1_000, 300, 20], revenue: [40_000, 2_000, 300] },
  },
  { codes: /^(4[7-9]|50)/, bounds: { revenue: [80_000, 6_000, 300], assets: [80_000, 5_000, 300] } },
  { codes: /^51/, bounds: { staff: [200, 20, 5], revenue: [40_000, 5_000, 1_000] } },
  { codes: /^52/, bounds: { staff: [300, 50, 10], revenue: [20_000, 500, 100] } },
  {
    codes: /^(5[4-8]|591)/,
    bounds: { staff: [1_000, 300, 20], revenue: [30_000, 3_000, 200] },
  },
  { codes: /^59/, bounds: { staff: [200, 100, 20], revenue: [30_000, 1_000, 100] } },
  { codes: /^60/, bounds: { staff: [1_000, 300, 20], revenue: [30_000, 2_000, 100] } },
  { codes: /^6[12]/, bounds: { staff: [300, 100, 10], revenue: [10_000, 2_000, 100] } },
  { codes: /^6[34]/, bounds: { staff: [2_000, 100, 10], revenue: [100_000, 1_000, 100] } },
  { codes: /^65/, bounds: { staff: [300, 100, 10], revenue: [10_000, 1_000, 50] } },
  { codes: /^701/, bounds: { revenue: [200_000, 1_000, 100], assets: [10_000, 5_000, 2_000] } },
  { codes: /^702/, bounds: { staff: [1_000, 300, 100], revenue: [5_000, 1_000, 500] } },
  { codes: /^7[12]/, bounds: { staff: [300, 100, 10], assets: [120_000, 8_000, 100] } },
  { codes: /^(70|7[3-9]|8[0-2]|8[5-9]|90)/, bounds: { staff: [300, 100, 10] } },
]

const GRADES = ['large', 'medium', 'small'] as const
const THOUSANDS_IN_TEN_THOUSAND = 10

/**
 * The size class, or null where the regulation has no row for the industry (53 铁路, J 金融, P 教育, 84 卫生, S).
 * A grade is reached only with every measure of the row at or above its lower bound; otherwise the next applies.
 */
export function sizeClassOf(measures: SizeMeasures): SizeClass | null {
  const row = TABLE.find(r => r.codes.test(measures.industry))
  if (!row) return null
  const bounds = Object.entries(row.bounds) as [Measure, readonly number[]][]
  const reached = GRADES.findIndex((_, grade) =>
    bounds.every(([measure, limits]) => {
      const factor = measure === 'staff' ? 1 : THOUSANDS_IN_TEN_THOUSAND
      return measures[measure] >= limits[grade]! * factor
    }),
  )
  return GRADES[reached] ?? 'micro'
}
