/** Last period's values as a start for this one: what a person typed then, never what follows from elsewhere. */
import { type Entry, type FormSession, type FormValues, formCells, type Scalar } from '#engines/form/index.ts'

type Planned = Readonly<{
  rows: readonly Readonly<{ section: string; key: string }>[]
  entries: readonly Entry[]
}>

/** `blanks`: cells that hold something are left as they are. Dates are not copied: they belong to their period. */
export function planCopy(session: FormSession, previous: FormValues, only: 'blanks' | 'all'): Planned {
  const { spec, values } = session
  const entries: Entry[] = []
  const rows: { section: string; key: string }[] = []
  const add = (at: Entry['at'], value: Scalar, fresh: boolean) => {
    const now = fresh ? null : session.get(at)
    if (value === null || value === now || (only === 'blanks' && now !== null)) return
    entries.push({ at, value })
  }
  const sections = Object.entries(previous.rows ?? {})
  for (const [section, list] of sections) {
    const present = new Set(values.rows?.[section]?.map(row => row.key))
    for (const { key } of list) if (!present.has(key)) rows.push({ section, key })
  }
  for (const { code, section, repeated, spec: cell } of formCells(spec)) {
    if (cell.kind !== 'input' || cell.type.kind === 'date') continue
    if (!repeated) {
      if (session.editable({ cell: code })) add({ cell: code }, previous.cells[code] ?? null, false)
      continue
    }
    for (const row of previous.rows?.[section] ?? []) {
      const fresh = rows.some(one => one.section === section && one.key === row.key)
      add({ cell: code, row: row.key }, row.cells[code] ?? null, fresh)
    }
  }
  return { rows, entries }
}

export function copyPrevious(
  session: FormSession,
  previous: FormValues,
  only: 'blanks' | 'all',
): Readonly<{ session: FormSession; count: number }> {
  const { rows, entries } = planCopy(session, previous, only)
  return { session: session.apply({ added: rows, entries }), count: entries.length }
}
