import { describe, expect, it } from 'vitest'
import type { Reach } from '#kernel/db/tx.ts'
import { seesUnits } from './policy.ts'

const at = (region: string, subjects: readonly string[] | null = null): Reach => ({
  everything: false,
  nodes: [{ region, subjects }],
})
const none: Reach = { everything: false, nodes: [] }

describe('seeing units', () => {
  it('should hold where the right to drill covers all that is tabulated, and not because it is held somewhere', () => {
    expect(seesUnits(at('430200000000'), at('430200000000'), 'industry')).toBe(true)
    expect(seesUnits(at('430202000000'), at('430200000000'), 'industry')).toBe(true)
    expect(seesUnits(at('430200000000'), at('430202000000'), 'industry')).toBe(false)
    expect(seesUnits(at('430200000000'), at('430200000000', ['trade']), 'industry')).toBe(false)
    expect(seesUnits(at('430200000000'), none, 'industry')).toBe(false)
    const both = {
      everything: false,
      nodes: [...at('430202000000').nodes, ...at('430200000000', ['trade']).nodes],
    }
    expect(seesUnits(both, at('430202000000'), 'industry')).toBe(true)
  })
})
