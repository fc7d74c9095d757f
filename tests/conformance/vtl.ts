/** How many of the VTL 2.1 manual's worked examples the engine reproduces: `node tests/conformance/vtl.ts`. */
import { existsSync, readFileSync } from 'node:fs'
import { parse } from '#engines/vtl/index.ts'
import { type Component, readDataset, sameData } from './dataset.ts'
import { firstProfileMisses, inFirstProfile } from './first-profile.ts'
import { type Hand, runAssignment, Unsupported } from './interpreter.ts'

export const casesFile = new URL('../../../shared/data/vtl-reference-examples/cases.json', import.meta.url)
export const casesPresent = existsSync(casesFile)

type Structure = Readonly<{ name: string; components: readonly Component[] }>
type Side = Readonly<{
  datasets: readonly Readonly<{ name: string; structure: string }>[]
  structures: readonly Structure[]
}>
export type Example = Readonly<{
  id: string
  group: string
  operator: string
  script: string
  input: Side
  output: Side
  data: Readonly<Record<string, string>>
}>

export type Result = Readonly<{
  id: string
  group: string
  operator: string
  outcome: 'pass' | 'differs' | 'unsupported' | 'set aside'
  detail: string
  /** Whose work a pass is; of several hands the one furthest from the engine. */
  hand?: Hand
}>

/** Examples that cannot be right or cannot be repeated. */
export const setAside: Readonly<Record<string, string>> = {
  'Numeric operators/Random/ex_1': 'random: the manual prints one draw of an unnamed generator',
  'Numeric operators/Random/ex_2': 'random: the manual prints one draw of an unnamed generator',
}

const datasetsOf = (side: Side, data: Example['data']) =>
  Object.fromEntries(
    side.datasets.map(({ name, structure }) => {
      const components = side.structures.find(item => item.name === structure)?.components ?? []
      return [name, readDataset(data[name] ?? '', components)]
    }),
  )

/** What stands in the way, by the name of the operator. */
function missing(example: Example, reason: string): string {
  const called = /:=\s*(\w+)\s*\(/.exec(example.script)?.[1]
  if (/^(?:all|single|if)$/.test(reason)) return called ?? example.operator
  return reason.startsWith('VTL_') || reason === 'operands' ? `${example.operator} (${reason})` : reason
}

export function runExample(example: Example): Result {
  const { id, group, operator } = example
  const told = { id, group, operator }
  const reason = setAside[id]
  if (reason !== undefined) return { ...told, outcome: 'set aside', detail: reason }
  const { script, diagnostics } = parse(example.script)
  const unsupported = diagnostics.find(item => item.code === 'VTL_UNSUPPORTED')
  const refuse = (detail: string): Result => ({ ...told, outcome: 'unsupported', detail })
  if (unsupported) return refuse(unsupported.details.name ?? operator)
  const [statement, ...others] = script.statements.filter(({ kind }) => kind === 'assignment')
  if (diagnostics.length > 0 || others.length > 0 || statement?.kind !== 'assignment') return refuse(operator)
  const hands = new Set<Hand>()
  try {
    const made = runAssignment(statement, {
      data: datasetsOf(example.input, example.data),
      script: example.script,
      note: hand => hands.add(hand),
    })
    const expected = datasetsOf(example.output, example.data)[statement.target]
    const equal = expected !== undefined && sameData(made, expected)
    if (!equal) return { ...told, outcome: 'differs', detail: operator }
    return { ...told, outcome: 'pass', detail: '', hand: furthest(hands) }
  } catch (error) {
    if (error instanceof Unsupported) return refuse(missing(example, error.message))
    throw error
  }
}

/** Where nobody noted anything, as for a bare assignment, the engine had no part in it. */
const furthest = (hands: ReadonlySet<Hand>): Hand =>
  (['interpreted', 'lifted', 'engine'] as const).find(hand => hands.has(hand)) ?? 'interpreted'

export function runAll(): readonly Result[] {
  const { cases } = JSON.parse(readFileSync(casesFile, 'utf8')) as { cases: readonly Example[] }
  return cases.map(runExample)
}

const hands: readonly Hand[] = ['engine', 'lifted', 'interpreted']
const columns = ['passed', 'of', ...hands] as const

const line = (name: string, cells: readonly (string | number)[]): string =>
  `${name.padEnd(34)}${cells.map(cell => String(cell).padStart(12)).join('')}`

function lineOf(name: string, items: readonly Result[]): string {
  const passed = items.filter(item => item.outcome === 'pass')
  const by = hands.map(hand => passed.filter(item => item.hand === hand).length)
  return line(name, [passed.length, items.length, ...by])
}

const LEGEND = `engine: the whole operator is the engine's, from data points to data points
lifted: every value is the engine's; the data sets were taken apart and put together by the test harness
interpreted: a clause, a membership or a bare assignment that the test harness carries out, around the engine's formulas`

/** A table by group, what the first profile still misses, then every example that does not pass. */
export function report(results: readonly Result[]): string {
  const passed = results.filter(item => item.outcome === 'pass').length
  const first = results.filter(inFirstProfile)
  const rest = results.filter(item => item.outcome !== 'pass')
  return [
    line('', columns),
    ...[...Map.groupBy(results, result => result.group)].map(([group, items]) => lineOf(group, items)),
    lineOf('all', results),
    lineOf('of these in the first profile', first),
    '',
    LEGEND,
    '',
    `${passed} of ${results.length} examples pass. The first profile still misses:`,
    ...first
      .filter(item => item.outcome !== 'pass')
      .map(({ id, detail }) => `  ${id}: ${firstProfileMisses[id] ?? detail}`),
    '',
    ...rest.map(item => `${item.outcome.padEnd(12)}${item.id.padEnd(70)} ${item.detail}`),
  ].join('\n')
}

if (import.meta.main) {
  console.log(casesPresent ? report(runAll()) : 'skipped: ../shared/data/vtl-reference-examples is not there')
}
