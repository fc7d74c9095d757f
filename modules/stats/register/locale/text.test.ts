import { expect, it } from 'vitest'
import { bundleFaults } from '#ui/i18n/check-bundle.ts'
import { registerText } from './text.ts'

it('should say everything in both languages with the same parameters', () => {
  expect(bundleFaults(registerText)).toEqual([])
})
