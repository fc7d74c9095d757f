/** Rows of a report by their key. Lists of rows are frozen data, so that each is gone through once. */
import type { FormRow, FormValues } from './model.ts'

const indexes = new WeakMap<readonly FormRow[], ReadonlyMap<string, FormRow>>()

function indexOf(rows: readonly FormRow[]): ReadonlyMap<string, FormRow> {
  const known = indexes.get(rows)
  if (known) return known
  const index = new Map<string, FormRow>()
  for (const row of rows) if (!index.has(row.key)) index.set(row.key, row)
  indexes.set(rows, index)
  return index
}

export function rowOf(
  values: FormValues | null | undefined,
  section: string,
  key: string,
): FormRow | undefined {
  const rows = values?.rows?.[section]
  return rows && indexOf(rows).get(key)
}
