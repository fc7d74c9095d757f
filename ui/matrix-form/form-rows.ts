/** Rows of a table that the respondent adds, takes away and puts in order. */
import type { Slot } from './board.ts'
import type { FormHost } from './form-host.ts'
import { type FormLive, focusCell } from './form-live.ts'

/** False where the row stands at that end already. */
function move(live: FormLive, section: string, key: string, by: number): boolean {
  const { session } = live.state.current
  const at = session.values.rows?.[section]?.findIndex(row => row.key === key) ?? -1
  const next = session.moveRow(section, key, at + by)
  if (next.values === session.values) return false
  live.stopTyping()
  live.emit(next)
  return true
}

/** The row under the caret, which goes with it. */
export function moveRowOf(live: FormLive, { key, place, address }: Slot, by: number): void {
  if (address.row === undefined || live.state.current.readOnly) return
  if (move(live, place.section, address.row, by)) live.reachThen(key, focusCell)
}

/** Names of a row's buttons, for giving them the focus back. */
export const REMOVER = 'remove'
export const moverOf = (by: number): 'up' | 'down' => (by < 0 ? 'up' : 'down')

function focusInRow(cell: HTMLElement, name: string): void {
  const button = cell.closest('tr')?.querySelector<HTMLElement>(`[data-row-act="${name}"]`)
  button?.focus({ preventScroll: true })
  button?.scrollIntoView({ block: 'nearest' })
}

const firstOfRow = (live: FormLive, section: string, row: string): Slot | undefined =>
  live.state.current.board.blocks
    .find(({ id }) => id === section)
    ?.lines.flat()
    .find(slot => slot?.address.row === row) ?? undefined

/** The row after it, the one before where it is the last. */
function neighbourOf(live: FormLive, section: string, key: string): string | undefined {
  const rows = live.state.current.session.values.rows?.[section] ?? []
  const at = rows.findIndex(row => row.key === key)
  return (rows[at + 1] ?? rows[at - 1])?.key
}

export function createRows(live: FormLive): Pick<FormHost, 'addRow' | 'removeRow' | 'moveRow'> {
  return {
    addRow: (section, key) => {
      live.state.current.addedRow = key
      live.emit(live.state.current.session.addRow(section, key))
    },
    removeRow: (section, key) => {
      const beside = neighbourOf(live, section, key)
      const cell = beside === undefined ? undefined : firstOfRow(live, section, beside)
      live.stopTyping()
      live.emit(live.state.current.session.removeRow(section, key))
      if (cell) live.reachThen(cell.key, drawn => focusInRow(drawn, REMOVER))
    },
    moveRow: (section, key, by) => {
      const cell = firstOfRow(live, section, key)
      if (move(live, section, key, by) && cell)
        live.reachThen(cell.key, drawn => focusInRow(drawn, moverOf(by)))
    },
  }
}
