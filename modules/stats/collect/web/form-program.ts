/** A form as the server gave it, made ready to run here with everything that its rules read. */
import { type Codelists, compileForm, type FormProgram, type FormSpec } from '#engines/form/index.ts'
import type { FormToRun } from '../contract.ts'

const programs = new WeakMap<FormSpec, FormProgram>()

/** The same program as the server's: compiled with the forms its rules name. */
export function programFor({ spec, forms }: Pick<FormToRun, 'spec' | 'forms'>): FormProgram {
  const known = programs.get(spec)
  if (known) return known
  const { program, diagnostics } = compileForm(spec, { forms })
  if (!program) throw new Error(`form ${spec.code} does not compile: ${diagnostics[0]?.code}`)
  programs.set(spec, program)
  return program
}

const lists = new WeakMap<FormToRun['codelists'], Codelists>()

/** The same function for the same lists: a report that is read again redraws nothing on their account. */
export function codelistsOf({ codelists }: Pick<FormToRun, 'codelists'>): Codelists {
  const known = lists.get(codelists)
  if (known) return known
  const made: Codelists = name => codelists[name]
  lists.set(codelists, made)
  return made
}
