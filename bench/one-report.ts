/**
 * One report, all rules, with every failure explained: what a keystroke costs at the very most, for a browser runs
 * the same engine and after a keystroke only the rules that read the changed cell. Every tenth rule fails here.
 */
import { checkForm, compileForm, type FormValues, importForm } from '#engines/form/index.ts'
import { type FormSize, formYaml } from './submissions/form.ts'

export type OneReportBench = Readonly<{
  rules: number
  cells: number
  findings: number
  medianMs: number
  atMostMs: number
}>

const CASES: readonly Readonly<{ size: FormSize; atMostMs: number }>[] = [
  { size: { code: 'BENCH60', cells: 40, rules: 60 }, atMostMs: 2 },
  { size: { code: 'BENCH500', cells: 400, rules: 500 }, atMostMs: 8 },
]

/** The whole year so far is less than its month in every third row. */
function contentWithFailures({ cells }: FormSize): FormValues {
  const values = Array.from({ length: cells }, (_, index): [string, string] => {
    const row = Math.floor(index / 4)
    return [`M${index + 1}`, index % 4 === 1 && row % 3 === 0 ? '1.00' : `${1_000 + index}.00`]
  })
  return { cells: Object.fromEntries(values) }
}

export function benchOneReport(rounds = 300): readonly OneReportBench[] {
  return CASES.map(({ size, atMostMs }) => {
    const { spec, diagnostics } = importForm(formYaml(size))
    const { program } = spec ? compileForm(spec, { forms: [] }) : { program: null }
    if (!program) throw new Error(JSON.stringify(diagnostics))
    const values = contentWithFailures(size)
    const foreign = { period: '2026-M10', previous: values, yearAgo: values }
    const times: number[] = []
    let findings = 0
    for (let round = 0; round < rounds; round += 1) {
      const begin = performance.now()
      findings = checkForm(program, values, foreign).findings.length
      times.push(performance.now() - begin)
    }
    const medianMs = times.toSorted((a, b) => a - b)[rounds >> 1] as number
    return { rules: size.rules, cells: size.cells, findings, medianMs, atMostMs }
  })
}

if (import.meta.main) console.log(benchOneReport())
