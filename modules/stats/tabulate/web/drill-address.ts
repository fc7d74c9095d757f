/** Which number of a table is looked behind, and how far in its reports, carried by the address like the table. */
import { useLocation, useNavigate } from 'react-router'
import type { Static } from 'typebox'
import { type Grid, rowPath } from '#engines/table/index.ts'
import { changedAddress } from '#ui/scope/use-address.ts'
import type { CellTarget } from '../contract.ts'
import { packed, unpacked } from './address.ts'
import type { CellPlace } from './grid-table.tsx'

export type Target = Static<typeof CellTarget>
type Path = ReturnType<typeof rowPath>

export function targetAt(grid: Grid, place: CellPlace): Target {
  const { key, across } = grid.columns[place.column]!
  return { path: [...rowPath(grid, place.row)], column: key, ...(across !== undefined && { across }) }
}

/** @returns null where the table has no such number: another's reach, or a table that has changed */
export function placeIn(grid: Grid, { path, column, across = null }: Target): CellPlace | null {
  const place = {
    row: grid.rows.findIndex((_, row) => samePath(rowPath(grid, row), path)),
    column: grid.columns.findIndex(one => one.key === column && (one.across ?? null) === across),
  }
  return place.row < 0 || place.column < 0 ? null : place
}

const samePath = (one: Path, other: Path): boolean =>
  one.length === other.length &&
  one.every(({ dimension, level, code }, at) => {
    const step = other[at]!
    return dimension === step.dimension && level === step.level && code === step.code
  })

export const encodeTarget = ({ path, column, across = null }: Target): string =>
  packed([column, across, ...path.map(({ dimension, level, code }) => [dimension, level, code])])

const isText = (value: unknown): value is string => typeof value === 'string'
const isStep = (value: unknown): value is readonly [string, string, string] =>
  Array.isArray(value) && value.length === 3 && value.every(isText)

export function decodeTarget(text: string | null): Target | null {
  const value = text === null ? undefined : unpacked(text)
  if (!Array.isArray(value)) return null
  const [column, across, ...steps] = value as readonly unknown[]
  if (!isText(column) || !(across === null || isText(across)) || !steps.every(isStep)) return null
  return { path: steps.map(([dimension, level, code]) => ({ dimension, level, code })), column, across }
}

/** The drill that the address names. What was opened here is closed by going back, so that it leaves no second entry. */
export function useDrillAddress() {
  const { search, hash, state } = useLocation()
  const navigate = useNavigate()
  const parameters = new URLSearchParams(search)
  const go = (
    drill: string | null,
    page: number | null,
    how: Readonly<{ replace?: boolean; state: unknown }>,
  ) => {
    const next = changedAddress(parameters, { drill, drillPage: page === 1 ? null : page })
    navigate({ search: next.toString(), hash }, { ...how, preventScrollReset: true })
  }
  const drill = parameters.get('drill')
  return {
    target: decodeTarget(drill),
    page: pageNamed(parameters.get('drillPage')),
    open: (target: Target) => go(encodeTarget(target), null, { state: OPENED_HERE }),
    turnTo: (page: number) => go(drill, page, { replace: true, state }),
    close: () => {
      if (isOpenedHere(state)) navigate(-1)
      else go(null, null, { replace: true, state: null })
    },
  }
}

/** An address may be typed. */
const pageNamed = (text: string | null): number =>
  Math.min(LAST_PAGE, Math.max(1, Math.trunc(Number(text)) || 1))
const LAST_PAGE = 1_000_000

const OPENED_HERE = { drilled: true }
const isOpenedHere = (state: unknown): boolean =>
  typeof state === 'object' && state !== null && 'drilled' in state
