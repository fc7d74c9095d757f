import { expect, it } from 'vitest'
import { bundleFaults } from '#ui/i18n/check-bundle.ts'
import { reporterText } from './text.ts'

it('should have every text in both languages with the same parameters', () => {
  expect(bundleFaults(reporterText)).toEqual([])
})
