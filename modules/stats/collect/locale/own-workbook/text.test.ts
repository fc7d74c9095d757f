import { describe, expect, it } from 'vitest'
import { bundleFaults } from '#ui/i18n/check-bundle.ts'
import { ownWorkbookText } from './text.ts'

describe('texts of the import from own workbooks', () => {
  it('should be complete in both languages and agree on parameters', () => {
    expect(bundleFaults(ownWorkbookText)).toEqual([])
  })
})
