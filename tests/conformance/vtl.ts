/** How many of the VTL 2.1 manual's worked examples the engine reproduces: `node tests/conformance/vtl.ts`. */
import { existsSync, readFileSync } from 'node:fs'
import { parse } from '#engines/vtl/index.ts'
import { type Component, readDataset, sameData } from './dataset.ts'
import { runAssignment, Unsupported } from './interpreter.ts'

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
  outcome: 'pass' | 'differs' | 'unsupported' | 'set aside'
  detail: string
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
  const { id, group } = example
  const reason = setAside[id]
  if (reason !== undefined) return { id, group, outcome: 'set aside', detail: reason }
  const { script, diagnostics } = parse(example.script)
  const unsupported = diagnostics.find(item => item.code === 'VTL_UNSUPPORTED')
  const refuse = (detail: string): Result => ({ id, group, outcome: 'unsupported', detail })
  if (unsupported) return refuse(unsupported.details.name ?? example.operator)
  const [statement] = script.statements
  if (diagnostics.length > 0 || script.statements.length !== 1 || statement?.kind !== 'assignment')
    return refuse(example.operator)
  try {
    const made = runAssignment(statement, datasetsOf(example.input, example.data))
    const expected = datasetsOf(example.output, example.data)[statement.target]
    const equal = expected !== undefined && sameData(made, expected)
    return { id, group, outcome: equal ? 'pass' : 'differs', detail: equal ? '' : example.operator }
  } catch (error) {
    if (error instanceof Unsupported) return refuse(missing(example, error.message))
    throw error
  }
}

export function runAll(): readonly Result[] {
  const { cases } = JSON.parse(readFileSync(casesFile, 'utf8')) as { cases: readonly Example[] }
  return cases.map(runExample)
}

/** A table by group, then every example that does not pass with what is missing. */
export function report(results: readonly Result[]): string {
  const lines = [...Map.groupBy(results, result => result.group)].map(([group, items]) => {
    const passed = items.filter(item => item.outcome === 'pass').length
    return `${group.padEnd(36)}${String(passed).padStart(4)} of ${items.length}`
  })
  const passed = results.filter(item => item.outcome === 'pass').length
  const rest = results
    .filter(item => item.outcome !== 'pass')
    .map(item => `${item.outcome.padEnd(12)}${item.id.padEnd(70)} ${item.detail}`)
  return [
    ...lines,
    `${'all'.padEnd(36)}${String(passed).padStart(4)} of ${results.length}`,
    '',
    ...rest,
  ].join('\n')
}

if (import.meta.main) {
  console.log(casesPresent ? report(runAll()) : 'skipped: ../shared/data/vtl-reference-examples is not there')
}
