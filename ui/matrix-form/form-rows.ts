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

/** Names the button that moves a row, for giving it the focus back. */
export const moverOf = (by: number): 'up' | 'down' => (by < 0 ? 'up' : 'down')

function focusMover(cell: HTMLElement, by: number): void {
  const button = cell.closest('tr')?.querySelector<HTMLElement>(`[data-move="${moverOf(by)}"]`)
  button?.focus({ preventScroll: true })
  button?.scrollIntoView({ block: 'nearest' })
}

const firstOfRow = (live: FormLive, section: string, row: string): Slot | undefined =>
  live.state.current.board.blocks
    .find(({ id }) => id === section)
    ?.lines.flat()
    .find(slot => slot?.address.row === row) ?? undefined

export function createRows(live: FormLive): Pick<FormHost, 'addRow' | 'removeRow' | 'moveRow'> {
  return {
    addRow: (section, key) => {
      live.state.current.addedRow = key
      live.emit(live.state.current.session.addRow(section, key))
    },
    removeRow: (section, key) => {
      live.stopTyping()
      live.emit(live.state.current.session.removeRow(section, key))
    },
    moveRow: (section, key, by) => {
      const cell = firstOfRow(live, section, key)
      if (move(live, section, key, by) && cell) live.reachThen(cell.key, drawn => focusMover(drawn, by))
    },
  }
}
