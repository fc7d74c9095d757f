/** Values for a JSON schema: such as fit it, such as nearly do, and such as were never meant for it. */
import fc from 'fast-check'
import type { Random } from '#apps/cli/demo-city/random.ts'
import { hostileNumber, hostileText, hostileValue } from './hostile.ts'

/** How much of a generated value is meant to fit: the chance that a place holds something else. */
export type Temper = Readonly<{ wild: number; ids: readonly number[] }>

type Schema = Readonly<Record<string, unknown>> &
  Readonly<{
    type?: string
    const?: unknown
    anyOf?: readonly Schema[]
    items?: Schema
    properties?: Readonly<Record<string, Schema>>
    required?: readonly string[]
    patternProperties?: Readonly<Record<string, Schema>>
    pattern?: string
    format?: string
    minimum?: number
    maximum?: number
    minLength?: number
    maxLength?: number
    minItems?: number
    maxItems?: number
  }>

export function valueFor(given: unknown, random: Random, temper: Temper): unknown {
  const schema = given as Schema
  if (random.chance(temper.wild)) return hostileValue(random)
  if ('const' in schema) return schema.const
  if (schema.anyOf) return valueFor(random.pick(schema.anyOf), random, temper)
  switch (schema.type) {
    case 'string':
      return textFor(schema, random, temper)
    case 'integer':
    case 'number':
      return numberFor(schema, random, temper)
    case 'boolean':
      return random.chance(0.5)
    case 'null':
      return null
    case 'array':
      return Array.from({ length: lengthFor(schema, random) }, () =>
        valueFor(schema.items ?? {}, random, temper),
      )
    case 'object':
      return objectFor(schema, random, temper)
    default:
      return hostileValue(random)
  }
}

const lengthFor = ({ minItems = 0, maxItems = 4 }: Schema, random: Random): number =>
  random.int(minItems, Math.max(minItems, Math.min(maxItems, minItems + 3)))

function objectFor(schema: Schema, random: Random, temper: Temper): unknown {
  const required = new Set(schema.required ?? [])
  const entries = Object.entries(schema.properties ?? {})
    .filter(([name]) => (required.has(name) ? !random.chance(temper.wild / 2) : random.chance(0.5)))
    .map(([name, member]) => [name, valueFor(member, random, temper)] as const)
  const open = Object.values(schema.patternProperties ?? {})[0]
  const more = open ? random.int(0, 3) : random.chance(temper.wild) ? 1 : 0
  const extra = Array.from({ length: more }, () => {
    const name = random.chance(0.5) ? random.pick(['M1', 'name', 'regionCode', 'E2']) : hostileText(random)
    return [name, open ? valueFor(open, random, temper) : hostileValue(random)] as const
  })
  return Object.fromEntries([...entries, ...extra])
}

function numberFor(schema: Schema, random: Random, { wild, ids }: Temper): number {
  const { minimum = -1_000, maximum = 1_000_000 } = schema
  if (random.chance(wild)) return hostileNumber(random)
  // Ids of what there is, here and elsewhere, are the likeliest to hurt.
  if (minimum === 1 && random.chance(0.8)) return random.pick(ids)
  return random.pick([minimum, maximum, random.int(minimum, Math.min(maximum, minimum + 50))])
}

const WORDS = ['荷塘瓷厂', '电瓷', 'T100', 'M1', 'industry', '2023', '电话核实过的数据没有问题', '', 'a']

function textFor(schema: Schema, random: Random, { wild }: Temper): string {
  if (random.chance(wild)) return hostileText(random)
  if (schema.format === 'uuid') return `6f1d9c0e-7f5a-4a53-9a3c-${random.int(1e11, 9e11)}`
  if (schema.format === 'date') return `2026-${pad(random.int(1, 12))}-${pad(random.int(1, 28))}`
  if (schema.format === 'date-time') return `2026-11-${pad(random.int(1, 28))}T10:00:00+08:00`
  if (schema.pattern) return random.pick(matching(schema.pattern))
  const { minLength = 0, maxLength = 100 } = schema
  const text = random.chance(0.2) ? hostileText(random) : random.pick(WORDS)
  return text.padEnd(minLength, '荷').slice(0, maxLength)
}

const pad = (n: number): string => String(n).padStart(2, '0')
const REGIONS = ['430202000000', '430203000000', '430202001001', '430203001001', '430200000000']
const PERIODS = ['2026-M10', '2026-M09', '2026-M08', '2026', '2026-Q3']
const cache = new Map<string, readonly string[]>()

/** Texts of a pattern: what stands for something here, and some that merely match. */
function matching(pattern: string): readonly string[] {
  const known = cache.get(pattern)
  if (known) return known
  const expression = new RegExp(pattern, 'u')
  const meant = [...REGIONS, ...PERIODS, ...WORDS].filter(text => expression.test(text))
  const found = [...meant, ...meant, ...fc.sample(fc.stringMatching(expression), { numRuns: 30, seed: 7 })]
  cache.set(pattern, found)
  return found
}
