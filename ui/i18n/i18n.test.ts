import { describe, expect, it } from 'vitest'
import { bundleFaults } from './check-bundle.ts'
import { formatBytes, formatDateTime, formatDeadline, formatShare, groupDigits, remaining } from './format.ts'
import { defineText, interpolate, textIn } from './text.ts'

describe('text bundles', () => {
  const bundle = defineText(
    { 'home.forms.count': '{count} 张表', 'home.forms.title': '本期报表' },
    { 'home.forms.count': '{count} {count|form|forms}', 'home.forms.title': 'Forms of this period' },
  )

  it('should fill parameters and choose the word by count', () => {
    expect(textIn(bundle, 'zh-CN')('home.forms.count', { count: 3 })).toBe('3 张表')
    expect(textIn(bundle, 'en')('home.forms.count', { count: 1 })).toBe('1 form')
    expect(textIn(bundle, 'en')('home.forms.count', { count: 3 })).toBe('3 forms')
    expect(interpolate('{left} of {all}', { left: 0 })).toBe('0 of {all}')
  })

  it('should give back the same function so that effects depending on it do not rerun', () => {
    expect(textIn(bundle, 'en')).toBe(textIn(bundle, 'en'))
    expect(textIn(bundle, 'en')).not.toBe(textIn(bundle, 'zh-CN'))
  })

  it('should name every fault of a bundle', () => {
    expect(bundleFaults(bundle)).toEqual([])
    const broken = {
      'zh-CN': { 'a.b.c': '{n} 户', 'a.b.d': '', short: '短' },
      en: { 'a.b.c': 'units', 'a.b.d': '空', short: 'short' },
    }
    expect(bundleFaults(broken)).toEqual([
      'a.b.c: parameters differ',
      'a.b.d: no zh-CN text',
      'a.b.d: Chinese in the English text',
      'short: not screen.feature.kind',
    ])
  })
})

describe('formats', () => {
  it('should group digits of long decimals exactly', () => {
    expect(groupDigits('-1234567890123456.78')).toBe('-1,234,567,890,123,456.78')
    expect(groupDigits('0.5')).toBe('0.5')
    expect(groupDigits('12')).toBe('12')
    expect(groupDigits('12a')).toBe('12a')
  })

  it('should read the wall clock in Asia/Shanghai', () => {
    expect(formatDateTime('2026-11-08T09:00:00Z')).toBe('2026-11-08 17:00')
    expect(formatDateTime('2026-11-08T16:30:00Z')).toBe('2026-11-09 00:30')
    const now = Date.parse('2026-11-01T00:00:00Z')
    expect(formatDeadline('2026-11-08T09:00:00Z', 'zh-CN', now)).toBe('11月8日 周日 17:00')
    expect(formatDeadline('2026-11-08T09:00:00Z', 'en', now)).toBe('Sun 8 Nov 17:00')
    expect(formatDeadline('2027-01-08T09:00:00Z', 'zh-CN', now)).toBe('2027年1月8日 周五 17:00')
  })

  it('should say what remains in the largest fitting unit', () => {
    const now = Date.parse('2026-11-08T09:00:00Z')
    expect(remaining('2026-11-12T10:00:00Z', now)).toEqual({ value: 4, unit: 'day', past: false })
    expect(remaining('2026-11-08T12:30:00Z', now)).toEqual({ value: 3, unit: 'hour', past: false })
    expect(remaining('2026-11-08T08:45:00Z', now)).toEqual({ value: 15, unit: 'minute', past: true })
  })

  it('should show shares and bytes', () => {
    expect(formatShare(0.98765)).toBe('98.8%')
    expect(formatShare(null)).toBe('—')
    expect(formatShare(12.3456, 0)).toBe('1,235%')
    expect(formatBytes(1536)).toBe('1.5 KiB')
    expect(formatBytes(12)).toBe('12 B')
  })
})
