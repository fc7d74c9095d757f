/** What reports are held against: the unit's earlier reports, its other forms and the register, for many at once. */
import {
  type CodelistItem,
  type Codelists,
  type FormForeign,
  type FormSpec,
  type FormValues,
  formCells,
  type Prefilled,
  prefillValues,
  previousPeriod,
  yearAgoPeriod,
} from '#engines/form/index.ts'
import type { ReadTx } from '#kernel/db/tx.ts'
import { type UnitHeader, unitHeaders } from '#modules/stats/register/server/index.ts'
import type { FormToRun } from '../contract.ts'
import { onlyNeeded, type ReadyForm } from './form-programs.ts'
import { keyText, type ReportRow } from './queries/reports.ts'
import { readElsewhere } from './queries/submissions.ts'
import { villagesOf } from './queries/villages.ts'

export type Outside = Readonly<{
  foreign: FormForeign
  register: UnitHeader | null
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
  const villages = await villagesOf(
    tx,
    wanted.filter(({ form }) => hasVillages(form)).map(({ row }) => row),
  )
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
    const codelists: Codelists = name =>
      name === 'region:village' ? villages.get(`${row.regionEdition}/${row.regionCode}`) : undefined
    return [keyText(row), { foreign, register, codelists }]
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

const hasVillages = ({ spec }: ReadyForm): boolean =>
  spec.sections.some(section => section.kind === 'rows' && section.codelist === 'region:village')

/** First values of an empty report. */
export const prefillOf = (form: ReadyForm, outside: Outside): Prefilled =>
  prefillValues(form.spec, {
    ...(outside.foreign.previous ? { previous: outside.foreign.previous } : {}),
    ...(outside.foreign.yearAgo ? { yearAgo: outside.foreign.yearAgo } : {}),
    ...(outside.register ? { register: outside.register } : {}),
    codelists: outside.codelists,
  })

/** What a browser is given to run the form as the server does. */
export const formToRun = (form: ReadyForm, { foreign, codelists }: Outside): FormToRun => ({
  spec: form.spec,
  foreign: onlyNeeded(foreign, form.needs),
  forms: [...form.forms],
  codelists: listsFor(form.spec, codelists),
})

/** The lists a form names but does not hold, as far as they are known here. */
const listsFor = (spec: FormSpec, lists: Codelists): Record<string, readonly CodelistItem[]> => {
  const cells = formCells(spec).flatMap(({ spec: { type } }) => (type.kind === 'code' ? [type.codelist] : []))
  const rows = spec.sections.flatMap(section => (section.kind === 'rows' ? [section.codelist] : []))
  return Object.fromEntries(
    [...new Set([...cells, ...rows])].flatMap(name => {
      const items = spec.codelists?.[name] ? undefined : lists(name)
      return items ? [[name, items] as const] : []
    }),
  )
}
