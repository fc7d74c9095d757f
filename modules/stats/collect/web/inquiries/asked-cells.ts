import type { Inquiry } from '../../contract.ts'

/** What is asked last about each cell and waits for an answer, by the cell's key. */
export function askedCells(inquiries: readonly Inquiry[]): ReadonlyMap<string, string> {
  const open = inquiries.filter(one => one.state === 'open').toReversed()
  return new Map(
    open.flatMap(({ cells, messages }) => {
      const question = messages.findLast(one => one.side === 'office')?.text ?? ''
      return cells.map(cell => [cell, question] as const)
    }),
  )
}
