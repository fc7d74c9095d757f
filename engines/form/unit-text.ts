/**
 * Units of measure in the reader's language. Forms are written in Chinese and name a unit once, as `千元`; the English
 * is the one of the China Statistical Yearbook, composed of a magnitude and a unit where both are known.
 */

/** In Chinese and English, and the power of ten. */
const magnitudes: readonly (readonly [string, string, number])[] = [
  ['万亿', 'trillion', 12],
  ['千万', '10 million', 7],
  ['百万', 'million', 6],
  ['十万', '100 thousand', 5],
  ['亿', '100 million', 8],
  ['万', '10 thousand', 4],
  ['千', 'thousand', 3],
  ['百', 'hundred', 2],
]

/** Many, and one where that differs. */
const units: Readonly<Record<string, readonly [string, string?]>> = {
  元: ['yuan'],
  美元: ['US dollars', 'US dollar'],
  人: ['persons', 'person'],
  人次: ['person-times', 'person-time'],
  户: ['households', 'household'],
  个: ['units', 'unit'],
  家: ['units', 'unit'],
  件: ['pieces', 'piece'],
  支: ['pieces', 'piece'],
  只: ['head'],
  头: ['head'],
  台: ['sets', 'set'],
  套: ['sets', 'set'],
  辆: ['vehicles', 'vehicle'],
  艘: ['vessels', 'vessel'],
  箱: ['cases', 'case'],
  重量箱: ['weight cases', 'weight case'],
  吨: ['tonnes', 'tonne'],
  吨标准煤: ['tonnes of standard coal', 'tonne of standard coal'],
  吨公里: ['tonne-km'],
  人公里: ['passenger-km'],
  公斤: ['kg'],
  千克: ['kg'],
  克: ['g'],
  公里: ['km'],
  千米: ['km'],
  米: ['m'],
  平方米: ['m²'],
  平方公里: ['km²'],
  立方米: ['m³'],
  公顷: ['hectares', 'hectare'],
  亩: ['mu'],
  升: ['litres', 'litre'],
  千升: ['kilolitres', 'kilolitre'],
  千瓦: ['kW'],
  千瓦时: ['kWh'],
  千伏安: ['kVA'],
  百分点: ['percentage points', 'percentage point'],
  次: ['times', 'time'],
  年: ['years', 'year'],
  月: ['months', 'month'],
  天: ['days', 'day'],
  日: ['days', 'day'],
  小时: ['hours', 'hour'],
}

/** A unit as so many powers of ten of another: `千元` is 3 of `元`, `千元/人` 3 of `元/人`. */
export type Measure = Readonly<{ power: number; base: string }>

const magnitudeOf = (text: string) => magnitudes.find(([prefix]) => text.startsWith(prefix))

/** `万` alone: a power of ten of whatever it is said of. */
export const magnitudePower = (text: string): number | undefined =>
  magnitudes.find(([prefix]) => prefix === text)?.[2]

/** Undefined where the unit is none that is known here, such as `%`. */
export function measureOf(unit: string): Measure | undefined {
  const [above = '', below, more] = unit.trim().split('/')
  if (more !== undefined || below === '') return undefined
  const measure = wholeMeasure(above)
  return measure && below !== undefined ? { ...measure, base: `${measure.base}/${below}` } : measure
}

function wholeMeasure(unit: string): Measure | undefined {
  const magnitude = magnitudeOf(unit)
  const rest = magnitude && unit.slice(magnitude[0].length)
  // 千瓦 is its own base where nobody counts in 瓦.
  if (rest && known(rest)) return { power: magnitude[2], base: rest }
  return known(unit) && { power: 0, base: unit }
}

/** Magnitudes that people count in, and what nobody counts in thousands of. */
const common = ['', '千', '万', '百万', '亿']
const unscaled = new Set(['百分点', '年', '月', '天', '日', '小时'])

/** Units that a figure in `unit` may stand in as well, the smallest first; none where it cannot be converted. */
export function unitsAlike(unit: string): readonly string[] {
  const measure = measureOf(unit)
  if (!measure || unscaled.has(measure.base)) return []
  const all = common.map(magnitude => magnitude + measure.base)
  // 千瓦 is no thousand of anything: 万千瓦 is ten thousand, and 千千瓦 nobody says.
  const said = /^[千百万亿]/.test(measure.base) ? all.filter(one => !/^(千千|百万千)/.test(one)) : all
  return [...new Set([...said, unit])].toSorted((a, b) => measureOf(a)!.power - measureOf(b)!.power)
}

const known = (unit: string): readonly [string, string?] | undefined =>
  Object.hasOwn(units, unit) ? units[unit] : undefined

export const englishNames = (unit: string): readonly string[] =>
  (known(unit) ?? []).flatMap(name => name ?? [])

function english(unit: string): string | undefined {
  const whole = known(unit)
  if (whole) return whole[0]
  const magnitude = magnitudeOf(unit)
  const rest = magnitude && known(unit.slice(magnitude[0].length))
  return rest && `${magnitude[1]} ${rest[0]}`
}

/** `元/人` is so much for one of them. */
function ratio(above: string, below: string): string | undefined {
  const [many, one] = [english(above), known(below)?.at(-1) ?? english(below)]
  return many && one && `${many}/${one}`
}

/** A unit as it is read in `locale`; what is not known stays as the form has it. */
export function unitText(unit: string, locale: 'zh-CN' | 'en'): string {
  if (locale === 'zh-CN') return unit
  const [above = '', below, more] = unit.trim().split('/')
  if (more !== undefined) return unit
  return (below === undefined ? english(above) : ratio(above, below)) ?? unit
}

/** Behind a heading: `（千元）`, ` (thousand yuan)`. */
export const bracketedUnit = (unit: string, locale: 'zh-CN' | 'en'): string =>
  locale === 'zh-CN' ? `（${unit}）` : ` (${unitText(unit, locale)})`
