import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findLibreOffice } from './test-tools.ts'

describe('LibreOffice', () => {
  it('should be found wherever PATH has it, the first one first', () => {
    const root = mkdtempSync(join(tmpdir(), 'zhitong-path-'))
    const [empty, office, another] = ['empty', 'office', 'another'].map(name => join(root, name)) as [
      string,
      string,
      string,
    ]
    for (const folder of [empty, office, another]) mkdirSync(folder)
    writeFileSync(join(office, 'libreoffice'), '')
    writeFileSync(join(another, 'soffice'), '')
    expect(findLibreOffice([empty, '', office, another].join(delimiter))).toBe(join(office, 'libreoffice'))
    expect(findLibreOffice([another, office].join(delimiter))).toBe(join(another, 'soffice'))
  })
})
