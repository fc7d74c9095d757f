/** How messages name cells of a report, each row of a table by its name; of many the first few. */
import { addressOf, placeLabel } from '#engines/form/index.ts'
import type { ReadTx } from '#kernel/db/tx.ts'
import type { ReadyForm } from './form-programs.ts'
import { codelistsOf, outsideListsFor } from './outside-lists.ts'
import type { ReportRow } from './queries/reports.ts'

const TOLD = 5

export type Told = Readonly<{ 'zh-CN': string; en: string }>

/** `大米 · 产量、面粉 · 产量等 7 处`; null where there is nothing to name. */
export async function toldPlaces(
  tx: ReadTx,
  row: ReportRow,
  form: ReadyForm,
  keys: readonly string[],
): Promise<Told | null> {
  if (keys.length === 0) return null
  const lists = codelistsOf((await outsideListsFor(tx, [{ row, form }]))({ row, form }))
  const labels = keys.slice(0, TOLD).map(key => placeLabel(form.spec, addressOf(key), lists))
  const rest = keys.length - labels.length
  const zh = labels.map(label => label['zh-CN']).join('、')
  const en = labels.map(label => label.en ?? label['zh-CN']).join(', ')
  if (rest === 0) return { 'zh-CN': zh, en }
  return { 'zh-CN': `${zh}等 ${keys.length} 处`, en: `${en} and ${rest} more` }
}

/** The places before what is said of them. */
export function saidOf(places: Told | null, said: string): Told {
  if (places === null) return { 'zh-CN': said, en: said }
  return { 'zh-CN': `${places['zh-CN']}：${said}`, en: `${places.en}: ${said}` }
}
