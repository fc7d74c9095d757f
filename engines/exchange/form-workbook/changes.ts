/** A workbook that was read, held against the form as it is now, and the edit that comes of what was chosen. */
import type { FormEdit, FormValues, LocalText, Scalar } from '../../form/index.ts'
import type { FormReading } from './read.ts'

export type FileChange = Readonly<{
  id: string
  kind: 'cell' | 'row-added' | 'row-removed'
  /** The place in the sheet; absent where a row is in the file no more. */
  where?: string
  section?: string
  row?: string
  cell?: string
  before: Scalar
  after: Scalar
  /** Nobody changed this in the file: the form went on since the download, and the file would take it back. */
  untouched: boolean
  /** How the value came of what stands in the file: converted, rounded. */
  told?: LocalText
}>

/** Rows come before their cells; places that hold the same on both sides are left out. */
export function fileChanges(values: FormValues, reading: FormReading): readonly FileChange[] {
  const rowOf = (section: string, key: string) => values.rows?.[section]?.find(row => row.key === key)
  const blank = { before: null, after: null }
  const added = reading.rows
    .filter(({ section, key }) => !rowOf(section, key))
    .map(({ where, section, key, untouched }): FileChange => {
      return { id: `+${section}/${key}`, kind: 'row-added', where, section, row: key, ...blank, untouched }
    })
  const removed = reading.gone
    .filter(({ section, key }) => rowOf(section, key))
    .map(({ section, key }): FileChange => {
      return { id: `-${section}/${key}`, kind: 'row-removed', section, row: key, ...blank, untouched: false }
    })
  const cells = reading.cells.flatMap(({ where, at, section, value, untouched, told }): FileChange[] => {
    const held = section === undefined || at.row === undefined ? values.cells : rowOf(section, at.row)?.cells
    const before = held?.[at.cell] ?? null
    if (before === value) return []
    const place = { ...(section === undefined ? {} : { section }), ...at }
    const change = { kind: 'cell', where, ...place, before, after: value, untouched } as const
    return [{ id: `${at.cell}@${at.row ?? ''}`, ...change, ...(told && { told }) }]
  })
  return [...added, ...removed, ...cells]
}

const rowsOf = (changes: readonly FileChange[], kind: FileChange['kind']) =>
  changes.flatMap(({ kind: own, section, row }) =>
    own === kind && section !== undefined && row !== undefined ? [{ section, key: row }] : [],
  )

export function editOf(chosen: readonly FileChange[]): FormEdit {
  return {
    added: rowsOf(chosen, 'row-added'),
    removed: rowsOf(chosen, 'row-removed'),
    entries: chosen.flatMap(({ cell, row, after }) =>
      cell === undefined ? [] : [{ at: row === undefined ? { cell } : { cell, row }, value: after }],
    ),
  }
}
