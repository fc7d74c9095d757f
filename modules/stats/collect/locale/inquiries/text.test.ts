import { describe, expect, it } from 'vitest'
import { bundleFaults } from '#ui/i18n/check-bundle.ts'
import { inquiryText } from './text.ts'

describe('texts of inquiries', () => {
  it('should be complete in both languages and agree on parameters', () => {
    expect(bundleFaults(inquiryText)).toEqual([])
  })
})
