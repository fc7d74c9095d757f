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

/** Raises `mapping` when it names a field or a column that is not there, or no field at all. */
export function checkMapping(mapping: ImportMapping, headings: readonly string[]): void {
  const refuse = (reason: string): never => {
    throw new Problem(importProblems.mapping, { reason })
  }
  for (const [field, source] of Object.entries(mapping.fields)) {
    if (!unitField(field)) refuse(`“${field}” ?`)
    if ('column' in source && !headings.includes(source.column)) refuse(`“${source.column}” ?`)
  }
  for (const field of Object.keys(mapping.values ?? {})) if (!unitField(field)) refuse(`“${field}” ?`)
  if (!mapping.fields.creditCode && !mapping.fields.localCode) {
    refuse('统一社会信用代码 / 单位内码 (unified social credit code or local code)')
  }
}

export const unusedHeadings = (mapping: ImportMapping, headings: readonly string[]): readonly string[] => {
  const used = new Set(
    Object.values(mapping.fields).flatMap(source => ('column' in source ? [source.column] : [])),
  )
  return headings.filter(heading => !used.has(heading))
}
