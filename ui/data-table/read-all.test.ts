import { describe, expect, it, vi } from 'vitest'
import { MOST_ROWS, type ReadPage, readAll, TooManyRows } from './read-all.ts'

const keyOf = (row: number) => String(row)
const rowsOf = (total: number): readonly number[] => Array.from({ length: total }, (_, at) => at)
const paged = (rows: readonly number[]): ReadPage<number> =>
  vi.fn(async ({ page, pageSize }) => ({
    total: rows.length,
    items: rows.slice((page - 1) * pageSize, page * pageSize),
  }))
const quiet = () => ({ signal: new AbortController().signal, onProgress: vi.fn() })

describe('reading all pages', () => {
  it('should give every row once, in order, and tell how far it is between the pages', async () => {
    const told = quiet()
    expect(await readAll(paged(rowsOf(1_201)), keyOf, told)).toEqual(rowsOf(1_201))
    expect(told.onProgress.mock.calls).toEqual([
      [500, 1_201],
      [1_000, 1_201],
    ])
  })

  it('should tell nothing of a list that one page holds', async () => {
    const told = quiet()
    expect(await readAll(paged([]), keyOf, told)).toEqual([])
    expect(await readAll(paged(rowsOf(500)), keyOf, told)).toEqual(rowsOf(500))
    expect(told.onProgress).not.toHaveBeenCalled()
  })

  it('should have a row once that slipped to the next page, and end where rows went away', async () => {
    const read: ReadPage<number> = async ({ page }) =>
      page === 1
        ? { total: 1_400, items: rowsOf(500) }
        : { total: 900, items: page === 2 ? rowsOf(900).slice(499) : [] }
    expect(await readAll(read, keyOf, quiet())).toEqual(rowsOf(900))
  })

  it('should stop after the page under way when it is cancelled', async () => {
    const control = new AbortController()
    const read = paged(rowsOf(5_000))
    const told = { signal: control.signal, onProgress: () => control.abort() }
    await expect(readAll(read, keyOf, told)).rejects.toThrow(/abort/i)
    expect(read).toHaveBeenCalledTimes(2)
  })

  it('should refuse what no spreadsheet is for after one page', async () => {
    const read = vi.fn<ReadPage<number>>(async () => ({ total: MOST_ROWS + 1, items: [1] }))
    await expect(readAll(read, keyOf, quiet())).rejects.toBeInstanceOf(TooManyRows)
    expect(read).toHaveBeenCalledOnce()
  })
})
