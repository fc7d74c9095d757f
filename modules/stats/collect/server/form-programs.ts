/**
 * Published forms made ready to run, compiled once per version: a published version is frozen. Only the forms that
 * its rules name go on to new versions, perhaps published by another process, so those are looked at every time.
 */
import { createHash } from 'node:crypto'
import {
  canonicalHashInput,
  cellIndex,
  checkForm,
  type Explanations,
  explanationOf,
  type Finding,
  type ForeignNeeds,
  type FormCheck,
  type FormForeign,
  type FormProgram,
  type FormSpec,
  type FormValues,
  foreignNeeds,
  formCells,
  type OutsideList,
  outsideListsOf,
  type Prefill,
  saidReason,
  saidText,
} from '#engines/form/index.ts'
import type { ReadTx } from '#kernel/db/tx.ts'
import {
  compileAmong,
  type FormVersion,
  formVersion,
  type NamedForms,
  namedForms,
  sameNamed,
} from '#modules/stats/catalog/server/index.ts'
import { createCodeLists } from '#modules/stats/register/server/index.ts'

type CodeListsAt = ReturnType<typeof createCodeLists>

export type ReadyForm = Readonly<{
  version: FormVersion
  spec: FormSpec
  program: FormProgram
  /** Runs every rule, as `checkForm` does. */
  check(values: FormValues, foreign: FormForeign): FormCheck
  /** The other forms that its rules name. */
  forms: readonly FormSpec[]
  needs: ForeignNeeds
  /** Where prefilled cells that may not be overtyped come from. */
  locked: ReadonlySet<Prefill['from']>
  /** Where any prefilled cell comes from. */
  prefilled: ReadonlySet<Prefill['from']>
  /** The code lists it names and does not hold, and where they are looked at. */
  outsideLists: readonly OutsideList[]
  codeLists: CodeListsAt
}>

export type FormPrograms = Readonly<{ get(tx: ReadTx, formVersionId: number): Promise<ReadyForm> }>

/** @param checked told how many seconds each report's rules took */
export function createFormPrograms(checked: (seconds: number) => void = () => {}): FormPrograms {
  const codeLists = createCodeLists()
  const ready = new Map<number, Readonly<{ form: ReadyForm; named: NamedForms }>>()
  return {
    get: async (tx, formVersionId) => {
      const known = ready.get(formVersionId)
      if (known && known.named.length === 0) return known.form
      const version = known?.form.version ?? (await formVersion(tx, formVersionId))
      const named = await namedForms(tx, version.spec)
      if (known && sameNamed(known.named, named)) return known.form
      const form = prepare(version, named, checked, codeLists)
      if (version.status !== 'draft') ready.set(formVersionId, { form, named })
      return form
    },
  }
}

/** The forms of these reports, each prepared once. */
export async function readyForms(
  tx: ReadTx,
  rows: readonly Readonly<{ formVersionId: number }>[],
  forms: FormPrograms,
): Promise<ReadonlyMap<number, ReadyForm>> {
  const ready = new Map<number, ReadyForm>()
  for (const id of new Set(rows.map(row => row.formVersionId))) ready.set(id, await forms.get(tx, id))
  return ready
}

function prepare(
  version: FormVersion,
  named: NamedForms,
  checked: (seconds: number) => void,
  codeLists: CodeListsAt,
): ReadyForm {
  const { spec } = version
  const { program, diagnostics, forms } = compileAmong(spec, named)
  if (!program)
    throw new Error(`form version ${version.id} does not compile: ${diagnostics.map(d => d.code).join(' ')}`)
  const prefills = formCells(spec).filter(place => place.spec.prefill !== undefined)
  const from = (places: typeof prefills) =>
    new Set(places.flatMap(({ spec: cell }) => cell.prefill?.from ?? []))
  return Object.freeze({
    version,
    spec,
    program,
    check: (values, foreign) => {
      const begun = performance.now()
      const check = checkForm(program, values, foreign)
      checked((performance.now() - begun) / 1_000)
      return check
    },
    forms,
    needs: foreignNeeds(program),
    locked: from(prefills.filter(place => place.spec.locked)),
    prefilled: from(prefills),
    outsideLists: outsideListsOf(spec),
    codeLists,
  })
}

/**
 * What makes two submissions the same: everything the person entered and explained, rows in their order. Computed cells
 * are left out, for they follow from what lies outside the submission too.
 */
export function contentHash(spec: FormSpec, values: FormValues, explanations: Explanations): string {
  // The database may hand parts of an explanation back in another order.
  const said = Object.entries(explanations)
    .map(([key, one]) => [key, explanationOf(saidReason(one), saidText(one))] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const order = Object.values(values.rows ?? {}).map(list => list.map(row => row.key))
  return createHash('sha256')
    .update(canonicalHashInput(entered(spec, values)))
    .update(JSON.stringify(said))
    .update(order.length > 0 ? JSON.stringify(order) : '')
    .digest('hex')
}

function entered(spec: FormSpec, values: FormValues): FormValues {
  const cells = cellIndex(spec)
  const kept = (all: FormValues['cells']) =>
    Object.fromEntries(Object.entries(all).filter(([code]) => cells.get(code)?.spec.kind !== 'computed'))
  const rows = Object.entries(values.rows ?? {}).map(([id, list]) => [
    id,
    list.map(row => ({ key: row.key, cells: kept(row.cells) })),
  ])
  return { cells: kept(values.cells), rows: Object.fromEntries(rows) }
}

/** The outside data that rules read, and no more: what a reporter's browser is given. */
export function onlyNeeded(foreign: FormForeign, needs: ForeignNeeds): FormForeign {
  const pick = (values: FormValues | null | undefined, names: readonly string[]) => {
    if (!values || names.length === 0) return null
    const wanted = new Set(names)
    const only = (cells: FormValues['cells']) =>
      Object.fromEntries(Object.entries(cells).filter(([code]) => wanted.has(code)))
    const rows = Object.entries(values.rows ?? {}).map(([id, list]) => [
      id,
      list.map(row => ({ key: row.key, cells: only(row.cells) })),
    ])
    return { cells: only(values.cells), rows: Object.fromEntries(rows) } as FormValues
  }
  const register = Object.fromEntries(needs.register.map(name => [name, foreign.register?.[name] ?? null]))
  const forms = Object.entries(needs.forms).map(([code, names]) => [code, pick(foreign.forms?.[code], names)])
  return {
    period: foreign.period,
    ...(foreign.unit === undefined ? {} : { unit: foreign.unit }),
    previous: pick(foreign.previous, needs.previous),
    yearAgo: pick(foreign.yearAgo, needs.yearAgo),
    register,
    forms: Object.fromEntries(forms),
  }
}

/** The key of a finding's row: a blank required cell is told by its cell, for one rule stands for all of them. */
export const rowKeyOf = (finding: Finding): string =>
  finding.rule === 'REQUIRED'
    ? [finding.cells[0], finding.row].filter(part => part !== undefined).join('@')
    : (finding.row ?? '')
