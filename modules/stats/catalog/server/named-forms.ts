/**
 * The other forms that a form's rules and formulas name (`B204_1#M13`). A form runs with the newest version of each,
 * for that is what its units fill in now; where that version no longer has what is named, with an earlier one.
 */
import { type CompiledForm, compileForm, datasetName, type FormSpec, formCells } from '#engines/form/index.ts'
import type { ReadTx } from '#kernel/db/tx.ts'
import { withSpecs } from './form-version.ts'
import { headsNamed } from './queries.ts'

/** For each form that is named, its versions ever published, newest first. */
export type NamedForms = readonly (readonly FormSpec[])[]

export async function namedForms(tx: ReadTx, spec: FormSpec): Promise<NamedForms> {
  const names = namesIn(spec)
  if (names.size === 0) return []
  const versions = await withSpecs(tx, await headsNamed(tx, [...names]))
  const others = versions.filter(({ code }) => code !== spec.code && names.has(datasetName(code)))
  return [...Map.groupBy(others, ({ code }) => code).values()].map(one =>
    one.toSorted((a, b) => b.versionNo - a.versionNo).map(version => version.spec),
  )
}

export type CompiledAmong = CompiledForm & Readonly<{ forms: readonly FormSpec[] }>

/**
 * Compiled with the newest version of each form that gives a program; where none does, as it is with the newest of
 * all. Only a form that lacks what is named steps back; all of them where what is named is of another type.
 */
export function compileAmong(spec: FormSpec, named: NamedForms): CompiledAmong {
  let back: readonly number[] = named.map(() => 0)
  const newest = compiledAt(spec, named, back)
  let compiled = newest
  while (!compiled.program) {
    const older = back.flatMap((at, i) => (at + 1 < named[i]!.length ? [i] : []))
    if (older.length === 0) return newest
    const lacking = lackingIn(compiled)
    const blamed = older.filter(i => lacking.has(datasetName(named[i]![0]!.code)))
    const stepping = blamed.length > 0 ? blamed : older
    back = back.map((at, i) => (stepping.includes(i) ? at + 1 : at))
    compiled = compiledAt(spec, named, back)
  }
  return compiled
}

function compiledAt(spec: FormSpec, named: NamedForms, back: readonly number[]): CompiledAmong {
  const forms = named.map((versions, i) => versions[back[i]!]!)
  return { ...compileForm(spec, { forms }), forms }
}

/** Data sets that have no cell of a name that rules or formulas give. */
const lackingIn = ({ diagnostics }: CompiledForm): ReadonlySet<string> =>
  new Set(diagnostics.flatMap(({ details }) => details.dataset ?? []))

export const sameNamed = (a: NamedForms, b: NamedForms): boolean =>
  a.length === b.length &&
  a.every((versions, i) => versions.length === b[i]!.length && versions.every((one, n) => one === b[i]![n]))

export const namesForm = (spec: FormSpec, code: string): boolean =>
  spec.code !== code && namesIn(spec).has(datasetName(code))

/** Names that stand before `#` in rules and formulas, other than the unit's own past and register. */
function namesIn(spec: FormSpec): ReadonlySet<string> {
  const texts = [
    spec.rules,
    ...(spec.templates ?? []).map(template => template.rule),
    ...formCells(spec).map(place => place.spec.formula ?? ''),
  ]
  const names = texts.flatMap(text => [...text.matchAll(/(\w+)\s*#/g)].map(match => match[1] ?? ''))
  return new Set(names.filter(name => !['prev', 'yago', 'unit'].includes(name)))
}
