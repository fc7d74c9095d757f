/** What a person has entered in a report, apart from what follows from it. */
import {
  type CellAddress,
  type CellValues,
  canonicalHashInput,
  cellIndex,
  type Explanations,
  explanationOf,
  type FormSession,
  type FormSpec,
  type FormValues,
  saidReason,
  saidText,
} from '#engines/form/index.ts'

/** Typed text that is no value yet: kept on this device, for it is somebody's keystrokes too. */
export type Unread = CellAddress & Readonly<{ text: string }>
export type Said = Explanations
export type Content = Readonly<{ values: FormValues; explanations: Said; unread: readonly Unread[] }>

/** Without computed cells: they follow from the rest. */
export function entered(spec: FormSpec, values: FormValues): FormValues {
  const index = cellIndex(spec)
  const kept = (cells: CellValues): CellValues =>
    Object.fromEntries(
      Object.entries(cells).filter(
        ([code, value]) => value !== null && index.get(code)?.spec.kind !== 'computed',
      ),
    )
  const rows = Object.entries(values.rows ?? {}).map(
    ([id, list]) => [id, list.map(row => ({ key: row.key, cells: kept(row.cells) }))] as const,
  )
  return { cells: kept(values.cells), ...(rows.length > 0 && { rows: Object.fromEntries(rows) }) }
}

const spoken = (explanations: Said) =>
  Object.entries(explanations)
    .map(([key, said]) => [key, explanationOf(saidReason(said), saidText(said).trim())] as const)
    .filter(([, said]) => said !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))

/** In which order rows stand, where somebody may have put them in another. */
const orders = ({ rows = {} }: FormValues) =>
  Object.entries(rows)
    .filter(([, list]) => list.length > 1)
    .map(([id, list]) => [id, list.map(({ key }) => key)])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))

/** The same for what is saved as the same: values, what is said of them, and the order of rows. */
export const contentKey = (spec: FormSpec, content: Omit<Content, 'unread'>): string =>
  canonicalHashInput(entered(spec, content.values)) +
  JSON.stringify([spoken(content.explanations), orders(content.values)])

export const contentOf = (session: FormSession, explanations: Said): Content => ({
  values: entered(session.spec, session.values),
  explanations: Object.fromEntries(spoken(explanations)),
  unread: session.problems
    .filter(({ code }) => !['LOCKED_CELL', 'CLOSED_CELL', 'UNKNOWN_CELL'].includes(code))
    .map(({ cell, row, text }) => (row === undefined ? { cell, text } : { cell, row, text })),
})
