/** Every row of a list that the server pages, read as the page itself reads: the same route, filter, rights and audit. */
import type { AnyRoute } from '#kernel/contract/index.ts'
import { call } from '../api/call.ts'
import type { ReadInput } from '../api/queries.ts'

type Page = Readonly<{ page: number; pageSize: number }>
export type ReadPage<Row> = (
  page: Page,
  signal: AbortSignal,
) => Promise<Readonly<{ total: number; items: readonly Row[] }>>

/** The most a list route gives at once. */
const AT_ONCE = 500
/** What a browser holds and a spreadsheet opens without trouble. */
export const MOST_ROWS = 100_000

export class TooManyRows extends Error {
  readonly total: number
  constructor(total: number) {
    super(`${total} rows are more than ${MOST_ROWS}`)
    this.total = total
  }
}

/**
 * All rows in the order of the list. A row that moves to a later page while the pages are read stands once.
 *
 * @throws TooManyRows before reading on, and whatever `read` throws; `signal` stops it
 */
export async function readAll<Row>(
  read: ReadPage<Row>,
  keyOf: (row: Row) => string,
  told: Readonly<{ signal: AbortSignal; onProgress: (done: number, total: number) => void }>,
): Promise<readonly Row[]> {
  const rows = new Map<string, Row>()
  for (let page = 1; ; page += 1) {
    const { total, items } = await read({ page, pageSize: AT_ONCE }, told.signal)
    told.signal.throwIfAborted()
    if (total > MOST_ROWS) throw new TooManyRows(total)
    for (const row of items) rows.set(keyOf(row), row)
    const done = page * AT_ONCE
    if (items.length === 0 || done >= total) return [...rows.values()]
    told.onProgress(done, total)
  }
}

type PagedReply<Row> = { total: number; items: readonly Row[] }

/** The pages of a list route, under the filter and order that are on the screen. */
export const pagesOf =
  <Row>(route: AnyRoute, input: Pick<ReadInput<AnyRoute>, 'params' | 'query'>): ReadPage<Row> =>
  (page, signal) =>
    call(route, { ...input, query: { ...input.query, ...page }, signal }) as unknown as Promise<
      PagedReply<Row>
    >
