import { describe, expect, it } from 'vitest'
import { answeredBy, cacheName, outdated, type Shell } from './shell-files.ts'

const shell: Shell = { version: 'b', files: ['/index.html', '/icon.svg', '/assets/main-1a.js'] }
const origin = 'https://report.example'
const asked = (path: string, mode = 'cors', method = 'GET') =>
  answeredBy({ method, mode, url: new URL(path, origin).href }, origin, shell)

describe('the shell on this device', () => {
  it('should answer the pages of the reporter and their files', () => {
    expect(asked('/', 'navigate')).toBe('/index.html')
    expect(asked('/reports/3/7?from=inbox', 'navigate')).toBe('/index.html')
    expect(asked('/icon.svg')).toBe('/icon.svg')
    expect(asked('/assets/main-1a.js')).toBe('/assets/main-1a.js')
    expect(asked('/assets/of-the-version-before.js')).toBe('/assets/of-the-version-before.js')
  })

  it('should leave the API, the console, writes and other places to the network', () => {
    expect(asked('/api/session')).toBeNull()
    expect(asked('/api/docs', 'navigate')).toBeNull()
    expect(asked('/console', 'navigate')).toBeNull()
    expect(asked('/console/reports', 'navigate')).toBeNull()
    expect(asked('/gallery.html', 'navigate')).toBeNull()
    expect(asked('/service-worker.js')).toBeNull()
    expect(asked('/', 'navigate', 'POST')).toBeNull()
    expect(asked('https://elsewhere.example/assets/main-1a.js')).toBeNull()
  })

  it('should keep the version before for pages that are still open, and nobody else’s caches alone', () => {
    const current = cacheName(shell)
    const names = ['other', 'zhitong-shell-y', 'zhitong-shell-z', 'zhitong-shell-a', current]
    expect(outdated(names, current)).toEqual(['zhitong-shell-y', 'zhitong-shell-z'])
    expect(outdated([current], current)).toEqual([])
  })
})
