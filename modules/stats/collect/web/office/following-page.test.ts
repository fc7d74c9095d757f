import { describe, expect, it } from 'vitest'
import { followingPage } from './following-page.ts'

const SIZE = 3

/** The list as it stands now, and which of its pages were read. */
function listOf(now: readonly number[]) {
  const asked: number[] = []
  const read = async (page: number) => {
    asked.push(page)
    return { total: now.length, unitIds: now.slice((page - 1) * SIZE, page * SIZE) }
  }
  return { asked, read }
}

describe('the page that follows', () => {
  it('should be the next one where nothing has left the list', async () => {
    const { asked, read } = listOf([1, 2, 3, 4, 5, 6, 7])
    expect(await followingPage(read, 2, SIZE, [1, 2, 3])).toEqual({ total: 7, unitIds: [4, 5, 6] })
    expect(asked).toEqual([2, 1])
  })

  it('should begin with what has moved up, where all or some of the page before has left', async () => {
    expect(await followingPage(listOf([4, 5, 6, 7]).read, 2, SIZE, [1, 2, 3])).toEqual({
      total: 7,
      unitIds: [4, 5, 6],
    })
    expect(await followingPage(listOf([2, 4, 5, 6, 7]).read, 2, SIZE, [1, 2, 3])).toEqual({
      total: 7,
      unitIds: [4, 5, 6],
    })
  })

  it('should end with the list, whatever page it is asked for', async () => {
    const known = [1, 2, 3, 4, 5, 6]
    expect(await followingPage(listOf([7]).read, 3, SIZE, known)).toEqual({ total: 7, unitIds: [7] })
    expect(await followingPage(listOf([]).read, 3, SIZE, known)).toEqual({ total: 6, unitIds: [] })
    expect(await followingPage(listOf([2, 5]).read, 3, SIZE, known)).toEqual({ total: 6, unitIds: [] })
  })
})
