/**
 * Forms as readable YAML, both ways: `importForm` and `exportForm`. The syntax stands in the README.
 */
import type { Purpose } from './check-structure.ts'
import type { FormSpec } from './model.ts'
import { readForm, sortedDiagnostics } from './yaml-import.ts'
import type { FormDiagnostic } from './yaml-reader.ts'

export { exportForm } from './yaml-export.ts'

export type ImportOptions = Readonly<{
  /** Lacking legal marks are a warning on a draft (the default) and an error on publishing. */
  purpose?: Purpose
}>

export type ImportedForm = Readonly<{
  /** There whenever the text has the structure of a form, so that a draft with errors can be kept and mended. */
  spec?: FormSpec
  /** In the order of the text. The form is usable when none is an error. */
  diagnostics: readonly FormDiagnostic[]
}>

/** A form from YAML, with everything that is wrong with it, in both languages, by line and column. */
export function importForm(text: string, options: ImportOptions = {}): ImportedForm {
  const { spec, reader } = readForm(text, options.purpose ?? 'draft')
  return { diagnostics: sortedDiagnostics(reader.diagnostics), ...(spec ? { spec } : {}) }
}
