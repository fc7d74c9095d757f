import type { ApplicationRow } from '../../contract.ts'

type Rows<Row> = ReadonlyMap<string, Row>
type Decidable = Pick<ApplicationRow, 'applicationId' | 'may'>

/**
 * Of what was chosen before, what may still be decided, as it was last read: `rows` is the page in sight. `decidable`
 * also holds what may be chosen there.
 */
export function chosenAmong<Row extends Decidable>(
  before: Rows<Row>,
  rows: readonly Row[],
): Readonly<{ chosen: Rows<Row>; decidable: Rows<Row> }> {
  const latest = new Map([...before, ...rows.map(row => [String(row.applicationId), row] as const)])
  const decidable = new Map([...latest].filter(([, row]) => row.may.decide))
  return { decidable, chosen: new Map([...decidable].filter(([key]) => before.has(key))) }
}
