import { describe, expect, it } from 'vitest'
import { bundleFaults } from '#ui/i18n/check-bundle.ts'
import { officeText } from './office-text.ts'

describe('texts of the office’s screens', () => {
  it('should be complete in both languages and agree on parameters', () => {
    expect(bundleFaults(officeText)).toEqual([])
  })
})
