import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { readAppearance } from './appearance.ts'

const script = readFileSync(new URL('../public/appearance.js', import.meta.url), 'utf8')

/** What the script that runs before the page puts on its root. */
function shownFirst(stored: string | null, dark: boolean): Record<string, string> {
  const dataset = {}
  runInNewContext(script, {
    localStorage: { getItem: (name: string) => (name === 'zhitong.appearance' ? stored : null) },
    matchMedia: () => ({ matches: dark }),
    document: { documentElement: { dataset } },
  })
  return dataset
}

const stored = [
  null,
  '{}',
  'null',
  'not json',
  '[1]',
  '{"theme":"dark","density":"compact"}',
  '{"theme":"light","density":"roomy"}',
  '{"theme":"system","density":"standard"}',
  '{"theme":"neon","density":3}',
]

describe('appearance', () => {
  it('should follow the system and the standard density until somebody chooses', () => {
    expect(readAppearance(null)).toEqual({ theme: 'system', density: 'standard' })
    expect(readAppearance('{"theme":"neon","density":3}')).toEqual({ theme: 'system', density: 'standard' })
  })

  it.each(stored)('should be the same before the page is drawn and after: %s', text => {
    for (const dark of [false, true]) {
      const { theme, density } = readAppearance(text)
      const shown = theme === 'system' ? (dark ? 'dark' : 'light') : theme
      expect(shownFirst(text, dark)).toEqual({ theme: shown, density })
    }
  })

  it('should show the page in the light where the device keeps nothing', () => {
    const dataset = {}
    runInNewContext(script, {
      get localStorage(): never {
        throw new Error('forbidden')
      },
      matchMedia: () => ({ matches: false }),
      document: { documentElement: { dataset } },
    })
    expect(dataset).toEqual({ theme: 'light', density: 'standard' })
  })
})
