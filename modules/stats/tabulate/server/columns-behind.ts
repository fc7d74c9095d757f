/** Which cells of the form a column of the table is made of, through any number of derived columns. */
import type { MeasureColumn, TabulationColumn, TabulationPlan } from '#engines/table/index.ts'

const flat = (columns: readonly TabulationColumn[]): readonly MeasureColumn[] =>
  columns.flatMap(column => ('columns' in column ? flat(column.columns) : [column]))

export const measureOf = (
  plan: Pick<TabulationPlan, 'spec'>,
  key: string,
): MeasureColumn['measure'] | undefined => flat(plan.spec.columns).find(column => column.key === key)?.measure

export function columnsBehind(plan: Pick<TabulationPlan, 'spec'>, key: string): readonly string[] {
  const byKey = new Map(flat(plan.spec.columns).map(column => [column.key, column.measure]))
  const cells = new Set<string>()
  const visited = new Set<string>()
  const visit = (one: string): void => {
    const measure = byKey.get(one)
    if (!measure || visited.has(one)) return
    visited.add(one)
    if ('column' in measure) cells.add(measure.column)
    if ('weight' in measure) cells.add(measure.weight)
    if ('of' in measure) visit(measure.of)
    if ('numerator' in measure) visit(measure.numerator)
    if ('denominator' in measure) visit(measure.denominator)
    if ('on' in measure && typeof measure.on === 'object') visit(measure.on.column)
  }
  visit(key)
  return [...cells]
}
