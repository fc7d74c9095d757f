/**
 * The plan as one DuckDB query.
 *
 * `leaf` groups the source once at the finest keys, `cells` rolls the leaf up to every level with GROUPING SETS:
 * the large table is read and hashed once however many levels there are. Each answer row is packed into one
 * text, fields parted by chr(31), because one long string crosses into JavaScript many times faster than a
 * row of values; amounts go through DECIMAL(18) where they fit, whose text is ten times cheaper than DECIMAL(38)'s.
 */

import { emitLeaf, relationsSql } from './emit-leaf.ts'
import type { Component, Slot } from './formula.ts'
import type { GroupKey } from './keys.ts'
import type { Layout } from './plan.ts'
import { quoteText } from './sql-text.ts'

/** Separates the fields of a packed row. */
export const fieldSeparator = '\u001f'

const indent = (lines: readonly string[], by = '  ') => lines.map(line => by + line).join(',\n')

/** Grouping bits are taken over these keys; condition keys are grouped always. */
export const freeKeys = (keys: readonly GroupKey[]) => keys.filter(key => key.kind !== 'conditions')

const usesTargets = ({ periods }: Pick<Layout, 'periods'>) => periods.some(({ role }) => role !== 'now')

const targetSql = ({ periods }: Layout): string => {
  const rows = periods.map(
    ({ target, role, period }) => `(${quoteText(target)}, ${quoteText(role)}, ${quoteText(period)})`,
  )
  return `target(target, role, period) AS (\n  VALUES ${rows.join(',\n         ')}\n)`
}

const isDecimal = ({ fold }: Component, allocated: boolean) =>
  fold === 'sum' || fold === 'min' || fold === 'max' || (fold === 'count' && allocated)

const foldSql = (layout: Layout, { component, role }: Slot): string => {
  const { fold } = layout.compiled.components[component]!
  const value = `v${component}`
  const filter = usesTargets(layout) ? ` FILTER (WHERE role = '${role}')` : ''
  if (fold === 'units')
    return layout.unitGrain
      ? `count(DISTINCT CASE WHEN ${value} THEN unit_id END)${filter}`
      : `sum(${value})${filter}`
  return `${fold === 'count' ? 'sum' : fold}(${value})${filter}`
}

/** The FROM of everything above the leaf: records in their roles, under each condition they meet. */
const spreadSql = (layout: Layout): string => {
  const lines = ['FROM leaf']
  if (usesTargets(layout)) lines.push('JOIN target USING (period)')
  for (const key of layout.keys) {
    const row = layout.spec.rows[key.dimension]
    if (row?.kind !== 'conditions') continue
    const cases = row.conditions.map((_, index) => `WHEN ${index} THEN ${key.name}_${index}`).join(' ')
    const values = ['(-1)', ...row.conditions.map((_, index) => `(${index})`)].join(', ')
    lines.push(
      `JOIN (VALUES ${values}) AS ${key.name}_of(${key.name}) ON CASE ${key.name} WHEN -1 THEN true ${cases} END`,
    )
  }
  return lines.map(line => `  ${line}`).join('\n')
}

const keySql = (layout: Layout, key: GroupKey) =>
  key.kind === 'period' && usesTargets(layout) ? `target AS ${key.name}` : key.name

const groupingSets = ({ keys, depths, acrossTotal, spec }: Layout): readonly (readonly string[])[] => {
  const across = keys.filter(key => key.dimension === -1).map(key => key.name)
  const withAcross = spec.across ? [across, ...(acrossTotal ? [[]] : [])] : [[]]
  const rows = depths.map(depth =>
    keys
      .filter(key => key.dimension >= 0 && (key.kind === 'conditions' || depth[key.dimension]! >= key.depth))
      .map(key => key.name),
  )
  const sets = rows.flatMap(row => withAcross.map(more => [...row, ...more]))
  return [...new Map(sets.map(set => [set.join(), set])).values()]
}

const groupBy = (layout: Layout, more: readonly string[] = []): string => {
  const target = layout.keys.find(key => key.kind === 'period' && usesTargets(layout))?.name
  const sets = groupingSets(layout).map(
    set => `(${[...set.map(name => (name === target ? 'target' : name)), ...more].join(', ')})`,
  )
  return `  GROUP BY GROUPING SETS (${sets.join(', ')})`
}

const groupingId = (layout: Layout): string => {
  const names = freeKeys(layout.keys).map(key =>
    key.kind === 'period' && usesTargets(layout) ? 'target' : key.name,
  )
  return names.length > 0 ? `grouping_id(${names.join(', ')}) AS g` : '0 AS g'
}

const cellsSql = (layout: Layout): string => {
  const slots = layout.compiled.slots.map((slot, index) => `${foldSql(layout, slot)} AS c${index}`)
  const columns = [groupingId(layout), ...layout.keys.map(key => keySql(layout, key)), ...slots]
  return `cells AS (\n  SELECT\n${indent(columns, '    ')}\n${spreadSql(layout)}\n${groupBy(layout)}\n)`
}

/** For disclosure: each unit's part of each amount at every level, then how many parts and the largest of them. */
const guardSql = (layout: Layout): readonly string[] => {
  const { spec, compiled, keys } = layout
  if (!spec.disclosure) return []
  const isCount = ({ component }: Slot) => compiled.components[component]!.fold === 'units'
  const partSql = (guard: Slot) => {
    if (!isCount(guard)) return `abs(${foldSql(layout, guard)})`
    const filter = usesTargets(layout) ? ` FILTER (WHERE role = '${guard.role}')` : ''
    return `CAST(bool_or(v${guard.component})${filter} AS INTEGER)`
  }
  const parts = compiled.guards.map((guard, index) => `${partSql(guard)} AS p${index}`)
  const columns = [groupingId(layout), ...keys.map(key => keySql(layout, key)), ...parts]
  const largest = spec.disclosure.dominance?.n ?? 1
  const guards = compiled.guards.flatMap((guard, index) => [
    `count(*) FILTER (WHERE p${index} <> 0) AS n${index}`,
    ...(isCount(guard) ? [] : [`sum(p${index}) AS t${index}`, `max(p${index}, ${largest}) AS m${index}`]),
  ])
  const names = ['g', ...keys.map(key => key.name)]
  return [
    `parts AS (\n  SELECT\n${indent(columns, '    ')}\n${spreadSql(layout)}\n${groupBy(layout, ['unit_id'])}\n)`,
    `guards AS (\n  SELECT\n${indent([...names, ...guards], '    ')}\n  FROM parts\n  GROUP BY ${names.join(', ')}\n)`,
  ]
}

const decimalText = (sql: string, scale: number) =>
  scale > 18
    ? `coalesce(CAST(${sql} AS VARCHAR), '')`
    : `coalesce(CAST(TRY_CAST(${sql} AS DECIMAL(18, ${scale})) AS VARCHAR), CAST(${sql} AS VARCHAR), '')`

const packed = (layout: Layout): readonly string[] => {
  const { spec, compiled, keys, allocated } = layout
  const texts = keys.map(key => {
    const isText = key.kind === 'column' && key.label !== 'region' && key.label !== 'industry'
    const name = `c.${key.name}`
    return `coalesce(${isText ? `translate(${name}, chr(31), ' ')` : `CAST(${name} AS VARCHAR)`}, '')`
  })
  const slots = compiled.slots.map(({ component }, index) => {
    const of = compiled.components[component]!
    return isDecimal(of, allocated)
      ? decimalText(`c.c${index}`, of.scale)
      : `coalesce(CAST(CAST(c.c${index} AS BIGINT) AS VARCHAR), '')`
  })
  const guards = !spec.disclosure
    ? []
    : compiled.guards.flatMap(({ component }, index) => [
        `CAST(u.n${index} AS VARCHAR)`,
        ...(compiled.components[component]!.fold === 'units'
          ? []
          : [
              decimalText(`u.t${index}`, compiled.components[component]!.scale),
              `coalesce(array_to_string(u.m${index}, ' '), '')`,
            ]),
      ])
  return ['c.g', ...texts, ...slots, ...guards]
}

export const emitQuery = (layout: Layout): string => {
  const { spec, keys } = layout
  const withs = [
    ...(usesTargets(layout) ? [targetSql(layout)] : []),
    ...relationsSql(layout),
    `leaf AS (\n${emitLeaf(layout)}\n)`,
    cellsSql(layout),
    ...guardSql(layout),
  ]
  const same = ['g', ...keys.map(key => key.name)].map(name => `u.${name} IS NOT DISTINCT FROM c.${name}`)
  const join = spec.disclosure ? `\nJOIN guards u ON ${same.join(' AND ')}` : ''
  return `WITH ${withs.join(',\n')}\nSELECT concat_ws(chr(31),\n${indent(packed(layout))}\n) AS cell\nFROM cells c${join}`
}
