/** Dated states of a unit: what is true from which day, and what a change made from an earlier day does to later ones. */

/** Field values by name; numbers and dates as text, absent as null. */
export type FieldValues = Readonly<Record<string, string | boolean | null>>
export type DatedState = Readonly<{ validFrom: string; fields: FieldValues }>

/** The state on a day; null before the first. `states` ascend by date, one a date. */
export const stateOn = (states: readonly DatedState[], day: string): DatedState | null =>
  states.findLast(state => state.validFrom <= day) ?? null

const read = (fields: FieldValues, name: string): string | boolean | null => fields[name] ?? null

/** Names of the fields whose values differ. */
export const changedFields = (before: FieldValues, after: FieldValues): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    name => read(before, name) !== read(after, name),
  )

/**
 * The states to write when `changes` hold from `validFrom`: one of that date, and every later one that had taken
 * the old value over. A later state that changed a field itself keeps its own value, and so do those after it.
 * @returns nothing where the register already says so; null when the unit was not yet there on that day.
 */
export function applyChange(
  states: readonly DatedState[],
  validFrom: string,
  changes: FieldValues,
): readonly DatedState[] | null {
  const base = stateOn(states, validFrom)
  if (!base) return null
  const names = Object.keys(changes).filter(name => read(base.fields, name) !== read(changes, name))
  if (names.length === 0) return []
  const written: DatedState[] = [{ validFrom, fields: { ...base.fields, ...pick(changes, names) } }]
  let carried = names
  for (const later of states) {
    if (later.validFrom <= validFrom) continue
    carried = carried.filter(name => read(later.fields, name) === read(base.fields, name))
    if (carried.length === 0) break
    written.push({
      validFrom: later.validFrom,
      fields: { ...later.fields, ...pick(changes, carried) },
    })
  }
  return written
}

const pick = (fields: FieldValues, names: readonly string[]): FieldValues =>
  Object.fromEntries(names.map(name => [name, read(fields, name)]))

/** The states after the written ones took their places. */
export const withWritten = (
  states: readonly DatedState[],
  written: readonly DatedState[],
): readonly DatedState[] =>
  [...new Map([...states, ...written].map(state => [state.validFrom, state])).values()].sort((a, b) =>
    a.validFrom < b.validFrom ? -1 : 1,
  )
