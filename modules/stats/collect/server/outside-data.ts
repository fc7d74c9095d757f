/** What reports are held against: the unit's earlier reports, its other forms and the register, for many at once. */
import {
  type Codelists,
  type FormForeign,
  type FormValues,
  type OutsideList,
  type Prefilled,
  prefillValues,
  previousPeriod,
  yearAgoPeriod,
} from '#engines/form/index.ts'
import type { ReadTx } from '#kernel/db/tx.ts'
import {
  isShared,
  type NamedList,
  type UnitHeader,
  unitHeaders,
} from '#modules/stats/register/server/index.ts'
import type { FormToRun } from '../contract.ts'
import { onlyNeeded, type ReadyForm } from './form-programs.ts'
import { codelistsOf, outsideListsFor } from './outside-lists.ts'
import { keyText, type ReportRow } from './queries/reports.ts'
import { readElsewhere } from './queries/submissions.ts'

export type Outside = Readonly<{
  foreign: FormForeign
  register: UnitHeader | null
  /** The code lists the form names and does not hold, as they are for this unit. */
  lists: ReadonlyMap<OutsideList, NamedList>
  codelists: Codelists
}>

/** `all`: also what prefilling an empty form takes; `check`: what judging a submission takes. */
export type Purpose = 'all' | 'check'

type Wanted = Readonly<{ row: ReportRow; form: ReadyForm }>

export async function readOutside(
  tx: ReadTx,
  wanted: readonly Wanted[],
  purpose: Purpose,
): Promise<ReadonlyMap<string, Outside>> {
  const lookups = wanted.flatMap(one => lookupsOf(one, purpose))
  const stored = await readElsewhere(tx, lookups)
  const byPlace = new Map(
    stored.map(one => [placeKey(one.unitId, one.formCode, one.period), one.values] as const),
  )
  const headers = await unitHeaders(tx, unitsWithHeader(wanted, purpose))
  const listsOf = await outsideListsFor(tx, wanted)
  const outside = wanted.map(({ row, form }): [string, Outside] => {
    const at = (formCode: string, period: string): FormValues | null =>
      byPlace.get(placeKey(row.unitId, formCode, period)) ?? null
    const register = headers.get(row.unitId) ?? null
    const forms = Object.keys(form.needs.forms).map(code => [code, at(code, row.period)] as const)
    const foreign: FormForeign = {
      period: row.period,
      unit: String(row.unitId),
      previous: at(row.formCode, previousPeriod(row.period)),
      yearAgo: at(row.formCode, yearAgoPeriod(row.period)),
      register,
      forms: Object.fromEntries(forms),
    }
    const lists = listsOf({ row, form })
    return [keyText(row), { foreign, register, lists, codelists: codelistsOf(lists) }]
  })
  return new Map(outside)
}

const placeKey = (unitId: number, formCode: string, period: string) => `${unitId}|${formCode}|${period}`

function lookupsOf({ row, form }: Wanted, purpose: Purpose) {
  const { needs, locked, prefilled } = form
  const filled = purpose === 'all' ? prefilled : locked
  const at = (formCode: string, period: string) => ({ unitId: row.unitId, formCode, period })
  const previous = purpose === 'all' || needs.previous.length > 0 || filled.has('previous')
  const yearAgo = purpose === 'all' || needs.yearAgo.length > 0 || filled.has('yearAgo')
  return [
    ...(previous ? [at(row.formCode, previousPeriod(row.period))] : []),
    ...(yearAgo ? [at(row.formCode, yearAgoPeriod(row.period))] : []),
    ...Object.keys(needs.forms).map(code => at(code, row.period)),
  ]
}

const unitsWithHeader = (wanted: readonly Wanted[], purpose: Purpose): readonly number[] => [
  ...new Set(
    wanted.flatMap(({ row, form }) => {
      const filled = purpose === 'all' ? form.prefilled : form.locked
      return form.needs.register.length > 0 || filled.has('register') ? [row.unitId] : []
    }),
  ),
]

/** First values of an empty report. */
export const prefillOf = (form: ReadyForm, outside: Outside): Prefilled =>
  prefillValues(form.spec, {
    ...(outside.foreign.previous ? { previous: outside.foreign.previous } : {}),
    ...(outside.foreign.yearAgo ? { yearAgo: outside.foreign.yearAgo } : {}),
    ...(outside.register ? { register: outside.register } : {}),
    codelists: outside.codelists,
  })

/** What a browser is given to run the form as the server does. */
export function formToRun(form: ReadyForm, { foreign, lists }: Outside): FormToRun {
  const all = [...lists]
  return {
    spec: form.spec,
    foreign: onlyNeeded(foreign, form.needs),
    forms: [...form.forms],
    codelists: Object.fromEntries(
      all.filter(([name]) => !isShared(name)).map(([name, { items }]) => [name, items]),
    ),
    sharedLists: Object.fromEntries(
      all.filter(([name]) => isShared(name)).map(([name, { stamp }]) => [name, stamp]),
    ),
  }
}
