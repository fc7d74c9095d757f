import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formSpec } from './arbitrary.ts'
import { exportForm } from './yaml.ts'
import { readForm } from './yaml-import.ts'

describe('form YAML', () => {
  it('should read back exactly what it wrote', () => {
    fc.assert(
      fc.property(formSpec, spec => {
        const text = exportForm(spec)
        const { spec: read, reader } = readForm(text, 'draft')
        if (!read) throw new Error(`${JSON.stringify(reader.diagnostics)}\n${text}`)
        expect(read).toStrictEqual(spec)
      }),
      { numRuns: 300 },
    )
  })
})
