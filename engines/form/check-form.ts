/** The check that a server runs on submission and a browser runs on opening: one function, one answer. */

import { cellIndex } from './cells.ts'
import { diffValues, type ValueChange } from './content.ts'
import {
  type Evaluation,
  evaluateForm,
  type Finding,
  type FormForeign,
  findingsOf,
  type RuleResult,
  undecidedOf,
} from './evaluation.ts'
import type { FormSpec, FormValues } from './model.ts'
import { type FormProgram, programOf } from './program.ts'

export type FormCheck = Readonly<{
  /** The values with computed cells as their formulas give them. */
  values: FormValues
  findings: readonly Finding[]
  undecided: readonly Omit<RuleResult, 'finding'>[]
  /** Computed cells whose submitted value was not what the formula gives; `after` is the formula's. */
  recomputed: readonly ValueChange[]
}>

export function checkOf(program: FormProgram, evaluation: Evaluation, submitted: FormValues): FormCheck {
  const cells = cellIndex(program.spec)
  const recomputed = diffValues(submitted, evaluation.values).filter(
    ({ cell, before }) => cell !== undefined && before !== null && cells.get(cell)?.spec.kind === 'computed',
  )
  return {
    values: evaluation.values,
    findings: findingsOf(program, evaluation),
    undecided: undecidedOf(evaluation),
    recomputed,
  }
}

/**
 * Every rule of a form on normalised values, with computed cells filled in first. A form whose rules name other
 * forms is given as a program (`compileForm`); a plain spec is compiled once and remembered.
 */
export function checkForm(form: FormProgram | FormSpec, values: FormValues, foreign: FormForeign): FormCheck {
  const program = programOf(form)
  return checkOf(program, evaluateForm(program, values, foreign), values)
}
