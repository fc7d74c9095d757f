/** The code lists that forms name and do not hold, as they are for each unit. */
import type { Codelists, OutsideList } from '#engines/form/index.ts'
import type { ReadTx } from '#kernel/db/tx.ts'
import type { NamedList } from '#modules/stats/register/server/index.ts'
import type { ReadyForm } from './form-programs.ts'
import type { ReportRow } from './queries/reports.ts'

type Wanted = Readonly<{ row: ReportRow; form: ReadyForm }>
type Lists = ReadonlyMap<OutsideList, NamedList>

const NONE: Lists = new Map()

/** Asks nothing of the database for forms that hold all their lists themselves. */
export async function outsideListsFor(
  tx: ReadTx,
  wanted: readonly Wanted[],
): Promise<(one: Wanted) => Lists> {
  const found = new Map<ReadyForm, Map<string, Lists>>()
  const naming = wanted.filter(({ form }) => form.outsideLists.length > 0)
  for (const [form, all] of Map.groupBy(naming, one => one.form)) {
    const codeLists = await form.codeLists(tx)
    const places = new Map<string, Lists>()
    found.set(form, places)
    for (const { row } of all) {
      const place = placeKey(row)
      if (places.has(place)) continue
      const lists = new Map<OutsideList, NamedList>()
      for (const name of form.outsideLists) {
        const under = regionAround(form, name, row.regionCode)
        const list = await codeLists.get(tx, name, { edition: row.regionEdition, under })
        if (list) lists.set(name, list)
      }
      places.set(place, lists)
    }
  }
  return ({ row, form }) => found.get(form)?.get(placeKey(row)) ?? NONE
}

/** As the engine asks for them, by name. */
export const codelistsOf =
  (lists: Lists): Codelists =>
  name =>
    lists.get(name as OutsideList)?.items

const placeKey = (row: ReportRow) => `${row.regionEdition}/${row.regionCode}`

/** Digits of a region code down to the region whose parts are offered. */
const digitsAround: Readonly<Record<string, number>> = {
  'region:county': 4,
  'region:township': 6,
  'region:village': 6,
}

/** A form with a row for each village is a township's, for its own; elsewhere a village is one of the county. */
function regionAround({ spec }: ReadyForm, name: OutsideList, regionCode: string): string {
  const rows = spec.sections.some(section => section.kind === 'rows' && section.codelist === name)
  const digits = rows && name === 'region:village' ? 9 : (digitsAround[name] ?? 0)
  return regionCode.slice(0, digits).padEnd(12, '0')
}
