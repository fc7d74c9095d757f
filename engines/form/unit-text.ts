/**
 * Units of measure in the reader's language. Forms are written in Chinese and name a unit once, as `千元`; the English
 * is the one of the China Statistical Yearbook, composed of a magnitude and a unit where both are known.
 */

const magnitudes: readonly (readonly [string, string])[] = [
  ['万亿', 'trillion'],
  ['千万', '10 million'],
  ['百万', 'million'],
  ['十万', '100 thousand'],
  ['亿', '100 million'],
  ['万', '10 thousand'],
  ['千', 'thousand'],
  ['百', 'hundred'],
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

const known = (unit: string): readonly [string, string?] | undefined =>
  Object.hasOwn(units, unit) ? units[unit] : undefined

function english(unit: string): string | undefined {
  const whole = known(unit)
  if (whole) return whole[0]
  const magnitude = magnitudes.find(([prefix]) => unit.startsWith(prefix))
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
