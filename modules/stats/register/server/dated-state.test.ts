import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyChange, changedFields, type DatedState, stateOn, withWritten } from './dated-state.ts'

const at = (validFrom: string, fields: Record<string, string>): DatedState => ({ validFrom, fields })
const history = [
  at('2024-01-01', { name: '甲厂', region: 'a', size: 'small' }),
  at('2025-01-01', { name: '甲公司', region: 'a', size: 'small' }),
  at('2026-01-01', { name: '甲公司', region: 'b', size: 'small' }),
]

describe('dated states', () => {
  it('should find the state of a day and none before the first', () => {
    expect(stateOn(history, '2025-06-30')?.fields.name).toBe('甲公司')
    expect(stateOn(history, '2024-01-01')?.fields.name).toBe('甲厂')
    expect(stateOn(history, '2023-12-31')).toBeNull()
  })

  it('should carry a backdated change into later states until one changed the field itself', () => {
    expect(applyChange(history, '2024-06-01', { size: 'medium', region: 'c' })).toEqual([
      at('2024-06-01', { name: '甲厂', region: 'c', size: 'medium' }),
      at('2025-01-01', { name: '甲公司', region: 'c', size: 'medium' }),
      at('2026-01-01', { name: '甲公司', region: 'b', size: 'medium' }),
    ])
  })

  it('should write nothing when the register already says so, and refuse a day before the entry', () => {
    expect(applyChange(history, '2025-06-01', { name: '甲公司' })).toEqual([])
    expect(applyChange(history, '2023-06-01', { name: '乙' })).toBeNull()
  })

  it('should never touch a day before the change nor a field that was not named', () => {
    const day = fc.integer({ min: 1, max: 28 }).map(n => `2026-01-${String(n).padStart(2, '0')}`)
    const values = fc.record({ name: fc.constantFrom('甲', '乙'), size: fc.constantFrom('s', 'm') })
    const states = fc.dictionary(day, values, { minKeys: 1, maxKeys: 6 }).map(all =>
      Object.keys(all)
        .sort()
        .map(validFrom => at(validFrom, all[validFrom]!)),
    )
    fc.assert(
      fc.property(states, day, day, fc.constantFrom('甲', '乙', '丙'), (before, from, look, name) => {
        const written = applyChange(before, from, { name })
        if (written === null) {
          expect(stateOn(before, from)).toBeNull()
          return
        }
        const after = withWritten(before, written)
        const [was, is] = [stateOn(before, look), stateOn(after, look)]
        expect(is?.fields.size).toBe(was?.fields.size)
        if (look < from) expect(is).toEqual(was)
        if (look === from) expect(is?.fields.name).toBe(name)
        expect(changedFields(was?.fields ?? {}, is?.fields ?? {}).every(f => f === 'name')).toBe(true)
      }),
    )
  })
})
