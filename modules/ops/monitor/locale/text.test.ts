import { expect, it } from 'vitest'
import { bundleFaults } from '#ui/i18n/check-bundle.ts'
import { monitorText } from './text.ts'

it('should have every text in both languages with the same parameters', () => {
  expect(bundleFaults(monitorText)).toEqual([])
})
