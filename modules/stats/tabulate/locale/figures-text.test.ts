import { describe, expect, it } from 'vitest'
import { bundleFaults } from '#ui/i18n/check-bundle.ts'
import { figuresText } from './figures-text.ts'

describe('texts of the main figures', () => {
  it('should be complete in both languages and agree on parameters', () => {
    expect(bundleFaults(figuresText)).toEqual([])
  })
})
