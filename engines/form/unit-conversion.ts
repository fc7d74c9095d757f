/**
 * Figures that name their unit: `1.2万元` or `1200元` where a cell counts in 千元. Powers of ten of the same unit are
 * converted exactly; what does not fit the cell, names another unit or may mean two things is said and not taken.
 */

import type { CellPlace } from './cells.ts'
import { rowsSection } from './cells.ts'
import { groupThousands, type Parsed, parseDecimal, plain, shiftDecimal } from './decimals.ts'
import type { FormSpec } from './model.ts'
import { englishNames, type Measure, magnitudePower, measureOf } from './unit-text.ts'
import type { Codelists } from './values.ts'

/** What was typed and what the cell holds of it: `1234500` 元 is `1234.5` 千元. */
export type Conversion = Readonly<{ amount: string; from: string; value: string; to: string }>
export type Converted = Readonly<{ value: string; conversion?: Conversion }>

const endsInLetter = /\p{L}\s*[)）]?\s*$/u
const amountAndUnit = /^(.*[\d.)])\s*([^\d.()]+)$/
const englishPowers: Readonly<Record<string, number>> = { thousand: 3, million: 6, billion: 9, trillion: 12 }

/** Without a base where only a magnitude was written. */
type Said = Readonly<{ power: number; base?: string }>

function english(said: string, base: string | undefined): Said | undefined {
  const words = said.toLowerCase()
  const [, magnitude = '', unit = ''] =
    /^(?:(thousand|million|billion|trillion)\b\s*)?(.*)$/.exec(words) ?? []
  const power = englishPowers[magnitude] ?? 0
  if (unit === '') return { power }
  const named = base !== undefined && englishNames(base).some(name => name.toLowerCase() === unit)
  return named ? { power, base } : undefined
}

function readSaid(said: string, target: Measure | undefined): Said | undefined {
  const alone = magnitudePower(said)
  if (alone !== undefined) return { power: alone }
  return measureOf(said) ?? english(said, target?.base)
}

/** How far the point moves to the right from the unit that was said to the cell's. */
function placesTo(
  said: string,
  unit: string | undefined,
): Parsed<Readonly<{ places: number; from: string }>> | null {
  if (said === unit) return { value: { places: 0, from: unit } }
  const target = unit === undefined ? undefined : measureOf(unit)
  const source = readSaid(said, target)
  if (!source) return null
  if (unit === undefined) return { code: 'UNIT_NOT_EXPECTED', detail: { said } }
  const mismatch = { code: 'UNIT_MISMATCH', detail: { said, unit } } as const
  if (!target) return mismatch
  if (source.base === undefined && target.power !== 0)
    return { code: 'UNIT_AMBIGUOUS', detail: { said, base: target.base, unit } }
  if (source.base !== undefined && source.base !== target.base) return mismatch
  const from = source.base === undefined ? said + target.base : said
  return { value: { places: source.power - target.power, from } }
}

type DecimalType = Parameters<typeof parseDecimal>[0]

/** Null where the text names no unit that is known: it is read as a number or not at all. */
export function parseMeasured(
  type: DecimalType,
  typed: string,
  unit?: string,
): Parsed<string> | Converted | null {
  if (!endsInLetter.test(typed)) return null
  const [, amount, said] = amountAndUnit.exec(plain(typed)) ?? []
  const way = amount && said ? placesTo(said.trim(), unit) : null
  if (!way || !amount || 'code' in way) return way as Exclude<typeof way, { value: unknown }>
  const { places, from } = way.value
  const exact = shiftDecimal(amount, places)
  if (exact === null) return { code: 'NOT_A_NUMBER', detail: { text: typed.trim().slice(0, 40) } }
  const parsed = parseDecimal(type, exact)
  if (from === unit) return parsed
  const written = shiftDecimal(amount, 0)!
  if ('value' in parsed)
    return { value: parsed.value, conversion: { amount: written, from, value: parsed.value, to: unit! } }
  if (parsed.code !== 'TOO_MANY_DECIMALS') return parsed
  const detail = { amount: groupThousands(written), from, exact: groupThousands(exact), unit: unit! }
  return { code: 'UNIT_REMAINDER', detail: { ...detail, scale: type.scale } }
}

/** The unit of a cell: its own, or in a list of products that of its row. */
export function unitOf(
  spec: FormSpec,
  place: CellPlace,
  row: string | undefined,
  codelists: Codelists,
): string | undefined {
  if (place.unitOfMeasure !== undefined || row === undefined) return place.unitOfMeasure
  if (place.spec.type.kind !== 'decimal') return undefined
  const list = rowsSection(spec, place.section)?.codelist
  return list === undefined ? undefined : codelists(list)?.find(({ code }) => code === row)?.unitOfMeasure
}

/** A figure in `from` as exact decimal text in `to`; null where it is no number or the units have no common base. */
export function amountIn(text: string, from: string, to: string): string | null {
  const [source, target] = [measureOf(from), measureOf(to)]
  if (!source || source.base !== target?.base) return from === to ? shiftDecimal(text, 0) : null
  return shiftDecimal(text, source.power - target.power)
}

/** A pasted figure with the unit that its block is said to be in; what names its own or cannot be converted stays. */
export function saidIn(text: string, said: string, unit: string | undefined): string {
  const [source, target] = [measureOf(said), unit === undefined ? undefined : measureOf(unit)]
  if (!source || source.base !== target?.base || source.power === target.power) return text
  return shiftDecimal(text, 0) === null ? text : `${text.trim()}${said}`
}
