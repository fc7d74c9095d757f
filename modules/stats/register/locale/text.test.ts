import { expect, it } from 'vitest'
import { bundleFaults } from '#ui/i18n/check-bundle.ts'
import { applicationText } from './application-text.ts'
import { ownUnitText } from './own-unit-text.ts'
import { registerText } from './text.ts'

it('should say everything in both languages with the same parameters', () => {
  expect(bundleFaults(registerText)).toEqual([])
  expect(bundleFaults(applicationText)).toEqual([])
  expect(bundleFaults(ownUnitText)).toEqual([])
})
