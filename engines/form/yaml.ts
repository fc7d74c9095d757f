/**
 * Forms as readable YAML, both ways: `importForm` and `exportForm`. The syntax stands in the README.
 */
import { checkRules } from './check-rules.ts'
import type { Purpose } from './check-structure.ts'
import type { FormSpec } from './model.ts'
import type { ProgramOptions } from './program.ts'
import { readForm, sortedDiagnostics } from './yaml-import.ts'
import { type FormDiagnostic, insideText, type Reader, report } from './yaml-reader.ts'

export { exportForm } from './yaml-export.ts'

export type ImportOptions = ProgramOptions &
  Readonly<{
    /** Lacking legal marks are a warning on a draft (the default) and an error on publishing. */
    purpose?: Purpose
  }>

export type ImportedForm = Readonly<{
  /** There whenever the text has the structure of a form, so that a draft with errors can be kept and mended. */
  spec?: FormSpec
  /** In the order of the text. The form is usable when none is an error. */
  diagnostics: readonly FormDiagnostic[]
}>

function reportRules(reader: Reader, spec: FormSpec, options: ProgramOptions): void {
  const { issues, references } = checkRules(spec, options)
  for (const { text, line, column, ...issue } of issues) {
    const offset = reader.places.get(text)
    const place = offset === undefined ? { line: 1, column: 1 } : insideText(reader, offset, line, column)
    reader.diagnostics.push({ ...issue, ...place })
  }
  for (const { code, severity, subject, detail } of references)
    report(reader, code, reader.places.get(subject) ?? 0, detail, severity)
}

/**
 * A form from YAML, with everything that is wrong with it, in both languages, by line and column. `forms` are the
 * other forms its rules may name. Rules are read only when the structure is sound.
 */
export function importForm(text: string, options: ImportOptions = {}): ImportedForm {
  const { spec, reader } = readForm(text, options.purpose ?? 'draft')
  const sound = !reader.diagnostics.some(({ severity }) => severity === 'error')
  if (spec && sound) reportRules(reader, spec, options)
  return { diagnostics: sortedDiagnostics(reader.diagnostics), ...(spec ? { spec } : {}) }
}
