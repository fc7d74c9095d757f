/** Which column fills which field: found by heading, or as the person chose. */
import { Problem } from '#kernel/contract/index.ts'
import { type ImportMapping, importProblems, unitField, unitFields } from '../../contract.ts'

const normalised = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_:：()（）"'“”.-]/g, '')

const fieldByHeading: ReadonlyMap<string, string> = new Map(
  unitFields.flatMap(field =>
    [field.name, field.text['zh-CN'], field.text.en, ...field.aliases].map(
      heading => [normalised(heading), field.name] as const,
    ),
  ),
)

export const DEFAULT_MISSING: readonly string[] = ['NA', 'N/A', '#N/A', 'NULL', 'null', '-', '—', '\\N']

/** The mapping the headings suggest; the first column of a field wins. */
export function suggestMapping(headings: readonly string[]): ImportMapping {
  const fields: Record<string, { column: string }> = {}
  for (const column of headings) {
    // A unit of measure after the name, as in `营业收入(千元)`, is not part of it.
    const bare = column.replace(/[（(].*[)）]\s*$/, '')
    const field = fieldByHeading.get(normalised(column)) ?? fieldByHeading.get(normalised(bare))
    if (field && !fields[field]) fields[field] = { column }
  }
  return { fields }
}

export function refuseMapping(zhCN: string, en: string): never {
  throw new Problem(importProblems.mapping, { reason: { 'zh-CN': zhCN, en } })
}

/** Raises `mapping` when it names a field or a column that is not there, or no field at all. */
export function checkMapping(mapping: ImportMapping, headings: readonly string[]): void {
  const knowField = (name: string) =>
    unitField(name) ?? refuseMapping(`名录没有“${name}”这一项`, `the register has no field “${name}”`)
  for (const [field, source] of Object.entries(mapping.fields)) {
    const { text } = knowField(field)
    if ('column' in source && !headings.includes(source.column)) {
      refuseMapping(
        `“${text['zh-CN']}”对应的列“${source.column}”不在文件中`,
        `column “${source.column}”, chosen for ${text.en}, is not in the file`,
      )
    }
  }
  for (const field of Object.keys(mapping.values ?? {})) knowField(field)
  if (!mapping.fields.creditCode && !mapping.fields.localCode) {
    refuseMapping('须对应统一社会信用代码或单位内码', 'a column must give the credit code or the local code')
  }
}

export const unusedHeadings = (mapping: ImportMapping, headings: readonly string[]): readonly string[] => {
  const used = new Set(
    Object.values(mapping.fields).flatMap(source => ('column' in source ? [source.column] : [])),
  )
  return headings.filter(heading => !used.has(heading))
}
