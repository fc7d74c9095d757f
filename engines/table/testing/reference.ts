/**
 * The reference: tabulation by definition. For every row and column it filters the records and applies the
 * measure's definition to them, with no roll-up, no components and no shared code with the engine.
 */

import { shiftPeriod, yearAgoPeriod } from '#engines/form/index.ts'
import type { Measure, MeasureColumn, Predicate, RowDimension, StateLevel, TabulationSpec } from '../model.ts'
import { type Fraction, fraction, one, over, plus, type Result, times, total } from './fractions.ts'
import type { ReportRow, World } from './world.ts'

type Place = Readonly<{ county: string; township: string }>
/** A record where it lies under the edition, and how much of it lies there. */
type Piece = Readonly<{ record: ReportRow; place: Place; weight: Fraction }>
type Step = Readonly<{ dimension: string; level: string; code: string }>
type Scope = Readonly<{ steps: readonly Step[]; across: string | null }>

const ranks: Record<StateLevel, number> = {
  owed: 0,
  draft: 1,
  submitted: 2,
  'accepted:county': 3,
  'accepted:city': 4,
}

const piecesOf = (world: World, record: ReportRow, split: boolean): readonly Piece[] => {
  const at = (code: string | null): Place => {
    const found = world.regions.find(region => region.edition === '2026' && region.code === code)
    return { county: found?.county ?? '', township: found?.township ?? '' }
  }
  if (record.edition === '2026') return [{ record, place: at(record.region), weight: one }]
  const links = world.map
    .filter(link => link.from === record.region)
    .map(link => ({ to: link.to, weight: fraction(link.weight ?? '1') }))
    .sort((a, b) => Number(b.weight.n * a.weight.d - a.weight.n * b.weight.d) || (a.to < b.to ? -1 : 1))
  if (links.length === 0) return [{ record, place: at(null), weight: one }]
  if (split) return links.map(link => ({ record, place: at(link.to), weight: link.weight }))
  return [{ record, place: at(links[0]!.to), weight: one }]
}

const column = (record: ReportRow, name: string): Fraction | string | null => {
  if (name === 'x') return record.x === null ? null : { n: record.x, d: 100n }
  if (name === 'y') return record.y === null ? null : { n: record.y, d: 1n }
  return name === 'unit_id' ? { n: BigInt(record.unit), d: 1n } : (attributes[name]?.(record) ?? null)
}

const attributes: Readonly<Record<string, (record: ReportRow) => string | null>> = {
  size_class: record => record.size,
  unit_kind: record => record.kind,
  above_threshold: record => (record.above === null ? null : String(record.above)),
}

const compare = (record: ReportRow, name: string, text: string): number | null => {
  const value = column(record, name)
  if (value === null) return null
  if (typeof value === 'string') return value < text ? -1 : value > text ? 1 : 0
  const wanted = fraction(text)
  return Number(value.n * wanted.d - wanted.n * value.d)
}

/** Three-valued: null is unknown. */
const holds = (piece: Piece, world: World, predicate: Predicate): boolean | null => {
  const { record } = piece
  switch (predicate.op) {
    case 'and': {
      const parts = predicate.of.map(part => holds(piece, world, part))
      return parts.includes(false) ? false : parts.includes(null) ? null : true
    }
    case 'or': {
      const parts = predicate.of.map(part => holds(piece, world, part))
      return parts.includes(true) ? true : parts.includes(null) ? null : false
    }
    case 'not': {
      const value = holds(piece, world, predicate.of)
      return value === null ? null : !value
    }
    case 'isNull':
      return column(record, predicate.column) === null
    case 'notNull':
      return column(record, predicate.column) !== null
    case 'in': {
      const found = predicate.values.map(value => compare(record, predicate.column, value))
      return found.includes(0) ? true : found.includes(null) ? null : false
    }
    case 'inRegion': {
      const code = piece.place[predicate.level as 'county' | 'township']
      return code === '' ? null : predicate.codes.includes(code)
    }
    case 'inIndustry': {
      const code = codeAt(piece, world, 'industry', predicate.level)
      return code === '' ? null : predicate.codes.includes(code)
    }
    default: {
      const order = compare(record, predicate.column, predicate.value)
      if (order === null) return null
      const tests = {
        eq: order === 0,
        ne: order !== 0,
        lt: order < 0,
        le: order <= 0,
        gt: order > 0,
        ge: order >= 0,
      }
      return tests[predicate.op]
    }
  }
}

const codeAt = (piece: Piece, world: World, dimension: string, level: string): string => {
  if (dimension === 'region') return piece.place[level as 'county' | 'township']
  const attribute = attributes[dimension]
  if (attribute) return attribute(piece.record) ?? ''
  const found = world.industries.find(industry => industry.code === piece.record.industry)
  return (level === 'section' ? found?.section : found?.division) ?? ''
}

type Basis = 'now' | 'yago' | 'prev'

/** The pieces of reports that pass the filter, and those of them that a cell of the table is made of, on a basis. */
const selectionOf = (world: World, spec: TabulationSpec) => {
  const byPeriod = spec.rows.some(row => row.kind === 'period') || spec.across?.by.kind === 'period'
  const usesRegion = JSON.stringify([spec.rows, spec.across, spec.filter, spec.columns]).includes('egion')
  const split = spec.splits === 'allocate' && usesRegion
  const pieces = world.reports
    .flatMap(record => piecesOf(world, record, split))
    .filter(piece => !spec.filter || holds(piece, world, spec.filter) === true)
  const earlier = (period: string, basis: Basis) =>
    basis === 'now'
      ? period
      : basis === 'yago'
        ? yearAgoPeriod(period)
        : shiftPeriod(period, byPeriod ? -1 : -spec.periods.length)
  const conditions = spec.rows.flatMap(row => (row.kind === 'conditions' ? row.conditions : []))

  const wantedPeriods = ({ steps, across }: Scope, basis: Basis) => {
    const fixed = steps.find(step => step.dimension === 'period')?.code
    const target = fixed ?? (spec.across?.by.kind === 'period' ? across : null)
    return (target === null ? spec.periods : [target]).map(period => earlier(period, basis))
  }

  const inScope = (piece: Piece, { steps, across }: Scope): boolean => {
    const onSteps = steps.every(({ dimension, level, code }) => {
      if (dimension === 'period') return true
      if (dimension === 'conditions')
        return holds(piece, world, conditions.find(item => item.key === code)!.where) === true
      return codeAt(piece, world, dimension, level) === code
    })
    const by = spec.across?.by
    if (!onSteps || across === null || !by || by.kind === 'period') return onSteps
    const [dimension, level] = by.kind === 'attribute' ? [by.column, by.column] : [by.kind, by.level]
    return codeAt(piece, world, dimension, level) === across
  }

  const records = (scope: Scope, basis: Basis) => {
    const wanted = wantedPeriods(scope, basis)
    return wanted.flatMap(period =>
      pieces.filter(piece => piece.record.period === period && inScope(piece, scope)),
    )
  }
  return { pieces, earlier, records }
}

/** Everything the definitions need at hand. */
export const referenceFor = (world: World, spec: TabulationSpec) => {
  const columns = new Map(
    spec.columns
      .flatMap(item => ('columns' in item ? item.columns : [item]))
      .map(item => [(item as MeasureColumn).key, item as MeasureColumn]),
  )
  const { pieces, earlier, records } = selectionOf(world, spec)

  const define = (measure: Measure, scope: Scope, basis: Basis): Result => {
    const again = (key: string, at = scope, on = basis) => define(columns.get(key)!.measure, at, on)
    switch (measure.kind) {
      case 'earlier':
        return again(measure.of, scope, measure.basis)
      case 'ratio':
        return over(again(measure.numerator), again(measure.denominator), measure.percent ? 100n : 1n)
      case 'share': {
        const rowParent = measure.within === 'parent' ? scope.steps.slice(0, -1) : []
        const at = measure.within === 'across' ? { ...scope, across: null } : { ...scope, steps: rowParent }
        return over(again(measure.of), again(measure.of, at), 100n)
      }
      case 'growth':
      case 'change': {
        const current = again(measure.of)
        const base =
          typeof measure.on === 'string' ? again(measure.of, scope, measure.on) : again(measure.on.column)
        if (measure.kind === 'change') {
          if (current === 'undefined' || base === 'undefined') return current && base && 'undefined'
          return current && base && plus(current, times(base, { n: -1n, d: 1n }))
        }
        if (current === null || current === 'undefined') return current
        if (base === null || base === 'undefined' || base.n <= 0n) return 'undefined'
        return over(plus(current, times(base, { n: -1n, d: 1n })), base, 100n)
      }
    }
    const minRank = ranks[measure.state ?? spec.minState ?? 'submitted']
    const found = records(scope, basis).filter(
      piece =>
        piece.record.rank >= minRank && (!measure.where || holds(piece, world, measure.where) === true),
    )
    if (!('column' in measure)) {
      if (measure.kind === 'reports') return total(found.map(piece => piece.weight))
      return { n: BigInt(new Set(found.map(({ record }) => record.unit)).size), d: 1n }
    }
    const values = found.flatMap(({ record, weight }) => {
      const value = column(record, measure.column) as Fraction | null
      return value === null ? [] : [{ value, weight, record }]
    })
    if (values.length === 0) return null
    const sum = total(values.map(({ value, weight }) => times(value, weight)))
    if (measure.kind === 'sum') return sum
    if (measure.kind === 'mean') return over(sum, total(values.map(({ weight }) => weight)), 1n)
    if (measure.kind === 'weightedMean') {
      const weighted = values.flatMap(item => {
        const extra = column(item.record, measure.weight) as Fraction | null
        return extra === null ? [] : [{ ...item, weight: times(extra, item.weight) }]
      })
      if (weighted.length === 0) return null
      const top = total(weighted.map(({ value, weight }) => times(value, weight)))
      return over(top, total(weighted.map(({ weight }) => weight)), 1n)
    }
    const sorted = values.map(({ value }) => value).sort((a, b) => Number(a.n * b.d - b.n * a.d))
    return measure.kind === 'min' ? sorted[0]! : sorted.at(-1)!
  }

  return {
    value: (key: string, steps: readonly Step[], across: string | null) =>
      define(columns.get(key)!.measure, { steps, across }, 'now'),
    rows: () => expectedRows(spec, world, pieces, columns, earlier, holds),
    columns,
  }
}

const levelsOf = (row: RowDimension): readonly (readonly [string, string])[] => {
  if (row.kind === 'region' || row.kind === 'industry')
    return row.levels.map(level => [row.kind, level] as const)
  return row.kind === 'attribute' ? [[row.column, row.column]] : [[row.kind, row.kind]]
}

/** Every path on which some record lies that any column could look at. */
const expectedRows = (
  spec: TabulationSpec,
  world: World,
  pieces: readonly Piece[],
  columns: ReadonlyMap<string, MeasureColumn>,
  earlier: (period: string, basis: Basis) => string,
  test: typeof holds,
): ReadonlySet<string> => {
  const found = new Set<string>([''])
  const measures = [...columns.values()].map(item => item.measure)
  const bases = new Set<Basis>(['now'])
  for (const measure of measures) {
    if (measure.kind === 'earlier') bases.add(measure.basis)
    if ((measure.kind === 'growth' || measure.kind === 'change') && typeof measure.on === 'string')
      bases.add(measure.on)
  }
  const least = Math.min(
    ...measures.map(measure =>
      'of' in measure || measure.kind === 'ratio' ? 9 : ranks[measure.state ?? spec.minState ?? 'submitted'],
    ),
  )
  const extend = (
    piece: Piece,
    target: string,
    index: number,
    steps: readonly string[],
    full: boolean,
  ): void => {
    const row = spec.rows[index]
    if (!row) {
      found.add(steps.join('/'))
      return
    }
    extend(piece, target, index + 1, steps, false)
    if (!full && !row.crossed && index > 0) return
    const chains: string[][] = [[]]
    if (row.kind === 'conditions') {
      chains.pop()
      for (const item of row.conditions) if (test(piece, world, item.where) === true) chains.push([item.key])
    } else {
      for (const [dimension, level] of levelsOf(row)) {
        const code = dimension === 'period' ? target : codeAt(piece, world, dimension, level)
        const last = chains.at(-1)!
        if (dimension !== 'period' && code === '' && last.at(-1) === '') break
        chains.push([...last, code])
      }
      chains.shift()
    }
    for (const chain of chains) {
      const names = chain.map(
        (code, depth) => `${levelsOf(row)[row.kind === 'conditions' ? 0 : depth]![1]}=${code}`,
      )
      extend(piece, target, index + 1, [...steps, ...names], full && chain.length === levelsOf(row).length)
    }
  }
  for (const piece of pieces) {
    if (piece.record.rank < least) continue
    for (const target of spec.periods)
      if ([...bases].some(basis => earlier(target, basis) === piece.record.period))
        extend(piece, target, 0, [], true)
  }
  return found
}
