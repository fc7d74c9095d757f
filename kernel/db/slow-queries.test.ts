import { describe, expect, it } from 'vitest'
import type { Log } from '../context.ts'
import { withinRequest, withinRequests } from '../request-scope.ts'
import { createSlowQueries, withoutValues } from './slow-queries.ts'

const listening = () => {
  const lines: unknown[] = []
  const at = (level: string) => (detail: object, message: string) =>
    void lines.push({ level, ...detail, message })
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  return { lines, log }
}

describe('statements without their values', () => {
  it.each([
    ["select * from t where name = '王小明' and n = 42", 'select * from t where name = ? and n = ?'],
    ["select 'it''s', e'it\\'s', $$o'clock$$, $x$y$x$", 'select ?, ?, ?, ?'],
    [
      'select "a\'b", t1.c2 from s.t1 where x in ($1, $2,$3)',
      'select "a\'b", t1.c2 from s.t1 where x in ($…)',
    ],
    ['update  t\n set x = 1.5e3', 'update t set x = ?'],
    ["select 'unfinished business", 'select ?'],
  ])('should tell %s as %s', (statement, told) => {
    expect(withoutValues(statement)).toBe(told)
  })

  it('should cut off what is very long', () => {
    expect(withoutValues(`select ${'a, '.repeat(2_000)}b`).length).toBeLessThan(1_002)
  })
})

describe('slow queries', () => {
  it('should be told and remembered with the request they served, quick ones not at all', () => {
    const { lines, log } = listening()
    const slow = createSlowQueries({ log, thresholdMs: 100 })
    slow.note('select 1', 99)
    withinRequest('a', () => slow.note('select 1', 100))
    withinRequest('b', () => slow.note('select 2', 300.4))
    slow.note('analyze', 150)
    expect(lines).toEqual([
      { level: 'warn', statement: 'select ?', ms: 100, message: 'slow query' },
      { level: 'warn', statement: 'select ?', ms: 300, message: 'slow query' },
      { level: 'info', statement: 'analyze', ms: 150, message: 'slow query' },
    ])
    expect(slow.list()).toMatchObject([
      { statement: 'select ?', calls: 2, meanMs: 200.2, worstMs: 300.4, requestId: 'b' },
      { statement: 'analyze', calls: 1, requestId: null },
    ])
  })

  it('should name no single request where a statement served several, or none', () => {
    const slow = createSlowQueries({ log: listening().log, thresholdMs: 1 })
    withinRequests(['a', 'b'], () => slow.note('insert into t', 5))
    slow.note('delete from t', 4)
    expect(slow.list().map(one => [one.statement, one.requestId])).toEqual([
      ['insert into t', null],
      ['delete from t', null],
    ])
  })

  it('should forget the statement that was not met for longest', () => {
    const slow = createSlowQueries({ log: listening().log, thresholdMs: 1, keep: 2 })
    for (const statement of ['a', 'b', 'a', 'c']) slow.note(statement, 5)
    expect(
      slow
        .list()
        .map(one => one.statement)
        .sort(),
    ).toEqual(['a', 'c'])
  })
})
