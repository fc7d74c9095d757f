import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planOrder } from '../check/plan.ts'
import { planExpression } from '../compile.ts'
import { operationNames } from '../duckdb/operations.ts'
import { expressions, schema } from './generate.ts'

describe('generated rules', () => {
  it('should reach every operation of the plan', () => {
    const sources = fc.sample(
      fc.oneof(expressions.bool, expressions.number, expressions.text, expressions.date),
      {
        numRuns: 4000,
        seed: 1,
      },
    )
    const seen = new Set<string>()
    for (const source of sources) {
      const { plan } = planExpression(source, schema)
      if (plan) for (const node of planOrder([plan])) seen.add(node.op)
    }
    // A computed cell is the only thing that turns a double into a decimal; formula.test.ts has it.
    const missing = operationNames.filter(name => !seen.has(name) && name !== 'dbl.toDecimal')
    expect(missing).toEqual([])
  })
})
