import { describe, expect, it } from 'vitest'
import { contentFault } from './validation.ts'

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)

describe('content of a request', () => {
  it('should be refused when it holds what no text column can keep, in values and in names', () => {
    expect(contentFault({ a: [{ b: 'x\0y' }] })).toMatch(/no text/)
    expect(contentFault({ a: { 'x\0y': 1 } })).toMatch(/no text/)
    expect(contentFault({ a: 'half a pair \ud83d' })).toMatch(/no text/)
    expect(contentFault({ a: '株洲 😀 \n\t', b: [1, null, true] })).toBeNull()
  })

  it('should be refused when it nests without measure, and not end the stack', () => {
    expect(contentFault(nested(30))).toBeNull()
    expect(contentFault(nested(200_000))).toMatch(/deeper/)
  })
})
