import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createGroup } from './db/group-commit.ts'
import {
  givenRequestId,
  outsideRequests,
  requestIds,
  requestLabel,
  shortRequestLabel,
  withinRequest,
  withinRequests,
} from './request-scope.ts'

const ID = '3f2b8c1e-0d4a-4b7e-9a51-2f60c7d1e8aa'

describe('the requests that work serves', () => {
  it('should follow every await, and end with the work', async () => {
    const seen = await withinRequest(ID, async () => {
      await wait(1)
      return requestIds()
    })
    expect(seen).toEqual([ID])
    expect(requestIds()).toEqual([])
    expect([requestLabel(), shortRequestLabel()]).toEqual([{}, null])
  })

  it('should not go along with what a request only sets going', async () => {
    const later = withinRequest(ID, () => outsideRequests(() => wait(1).then(requestIds)))
    expect(await later).toEqual([])
  })

  it('should be named in a log one by one, and short and plain in a statement', () => {
    withinRequest(ID, () => expect([requestLabel(), shortRequestLabel()]).toEqual([{ requestId: ID }, ID]))
    withinRequests([ID, 'b', 'c'], () => {
      expect(requestLabel()).toEqual({ requestIds: [ID, 'b', 'c'] })
      expect(shortRequestLabel()).toBe(`${ID}+2`)
    })
    withinRequest(`x'; drop table t; --${'y'.repeat(99)}`, () =>
      expect(shortRequestLabel()).toMatch(/^[A-Za-z0-9.-]{1,40}$/),
    )
  })

  it('should be all those whose items share a group, and nobody else’s', async () => {
    const gate = Promise.withResolvers<void>()
    const groups: (readonly string[])[] = []
    const group = createGroup<number, number>({
      maxItems: 10,
      concurrency: 1,
      write: async items => {
        if (groups.length === 0) await gate.promise
        groups.push(requestIds())
        return items
      },
    })
    const first = withinRequest('a', () => group.add(1))
    await wait(5)
    const others = ['b', 'c', 'b'].map(id => withinRequest(id, () => group.add(2)))
    others.push(group.add(3))
    gate.resolve()
    await Promise.all([first, ...others])
    expect(groups).toEqual([['a'], ['b', 'c']])
  })
})

describe('the id that a caller gives', () => {
  it('should be taken in its one form only', () => {
    expect(givenRequestId(ID)).toBe(ID)
    const others = [undefined, '', 'abc', ID.toUpperCase(), `${ID}\n`, ` ${ID}`, `${ID}a`, [ID], `{${ID}}`]
    expect(others.map(givenRequestId)).toEqual(others.map(() => null))
  })
})
