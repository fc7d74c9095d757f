import { describe, expect, it } from 'vitest'
import { readAudit } from './audit-packages.ts'

const metadata = { dependencies: { prod: 2, total: 3 } }

describe('the audit of packages', () => {
  it('should name each package with a known hole, and none where there is none', () => {
    const vulnerabilities = { tar: { name: 'tar', severity: 'high', range: '<6.2.1', via: [] } }
    expect(readAudit(JSON.stringify({ vulnerabilities, metadata }))).toEqual({
      packages: 3,
      holes: ['tar <6.2.1 (high)'],
    })
    expect(readAudit(JSON.stringify({ vulnerabilities: {}, metadata }))).toEqual({ packages: 3, holes: [] })
  })

  it.each([
    [
      'an error',
      { message: 'not found', error: { code: 'ENOAUDIT', summary: 'Your registry does not support audits' } },
      'Your registry does not support audits',
    ],
    [
      'a bare message',
      { message: '404 Not Found - POST /-/npm/v1/security/audits/quick', method: 'POST', error: {} },
      '404 Not Found - POST /-/npm/v1/security/audits/quick',
    ],
    ['an empty object', {}, 'the registry did not answer'],
  ])('should be skipped, and no pass, when the registry answers with %s', (_what, told, reason) => {
    expect(readAudit(JSON.stringify(told))).toEqual({ skipped: reason })
  })

  it('should be skipped when npm says nothing that can be read', () => {
    expect(readAudit('')).toEqual({ skipped: 'npm did not answer' })
  })
})
