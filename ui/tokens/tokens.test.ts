import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { densities, fonts, type Palette, palettes } from './palette.ts'

const root = new URL('../../', import.meta.url)
const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

/** What a rule gives to a custom property; `selector` as it stands before the rule. */
function property(selector: string, name: string): string | undefined {
  const rule = css.slice(css.indexOf(`${selector} {`))
  return new RegExp(`--zt-${name}:\\s*([^;]+);`).exec(rule.slice(0, rule.indexOf('}')))?.[1]
}

function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** `color-mix(in srgb, a share, b)`. */
function mixed(a: string, share: number, b: string): string {
  const channel = (at: number) => {
    const [x, y] = [a, b].map(hex => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number]
    return Math.round(x * share + y * (1 - share))
      .toString(16)
      .padStart(2, '0')
  }
  return `#${channel(1)}${channel(3)}${channel(5)}`
}

type Token = keyof Palette
const themes = ['light', 'dark'] as const

/** Each text on every surface it stands on somewhere. */
const readings: readonly (readonly [Token, readonly Token[]])[] = [
  ['text', ['surface', 'surface-sunken', 'surface-head', 'surface-hover', 'accent-soft', 'track']],
  ['text', ['fatal-soft', 'query-soft', 'notice-soft', 'hit', 'hit-now']],
  ['text-soft', ['surface', 'surface-sunken', 'surface-head', 'surface-hover', 'accent-soft']],
  ['text-soft', ['query-soft', 'fatal-soft', 'notice-soft']],
  ['text-faint', ['surface', 'surface-sunken', 'surface-head', 'surface-hover']],
  ['text-faint', ['fatal-soft', 'query-soft', 'notice-soft']],
  ['accent', ['surface', 'surface-sunken', 'surface-head', 'surface-hover', 'accent-soft']],
  ['accent-strong', ['accent-soft', 'surface']],
  ['fatal', ['surface', 'surface-sunken', 'surface-head', 'surface-hover', 'fatal-soft']],
  ['query', ['surface', 'surface-sunken', 'surface-head', 'surface-hover', 'query-soft']],
  ['notice', ['surface', 'surface-sunken', 'surface-head', 'surface-hover', 'notice-soft']],
  ['text-on-accent', ['accent', 'accent-strong', 'fatal']],
]

describe.each(themes)('the %s theme', theme => {
  const palette = palettes[theme]

  it('should carry the same values in CSS as in the palette', () => {
    for (const [name, value] of Object.entries(palette)) {
      expect(property(`[data-theme="${theme}"]`, name), name).toBe(value)
    }
  })

  it('should reach WCAG AA wherever text stands on a surface', () => {
    const faint = readings.flatMap(([text, surfaces]) =>
      surfaces
        .filter(surface => contrast(palette[text], palette[surface]) < 4.5)
        .map(surface => `${text} on ${surface}: ${contrast(palette[text], palette[surface]).toFixed(2)}`),
    )
    expect(faint).toEqual([])
  })

  it('should keep figures readable on the strongest heat of a table', () => {
    const hottest = mixed(palette.accent, 0.34, palette.surface)
    expect(contrast(palette.text, hottest)).toBeGreaterThanOrEqual(4.5)
  })

  it('should draw control edges, marks of severity and the focus at 3 : 1 or better', () => {
    for (const mark of ['line-control', 'query-mark', 'fatal', 'notice', 'accent'] as const) {
      expect(contrast(palette[mark], palette.surface), mark).toBeGreaterThanOrEqual(3)
    }
    expect(contrast(palette.fatal, palette['hit-now'])).toBeGreaterThanOrEqual(3)
  })
})

describe('tokens', () => {
  it('should carry the same fonts and densities in CSS as in the palette', () => {
    expect(css).toContain(`--zt-font: ${fonts.text};`)
    expect(css.replace(/\s+/g, ' ')).toContain(`--zt-font-numbers: ${fonts.numbers};`)
    for (const [name, sizes] of Object.entries(densities)) {
      for (const [size, pixels] of Object.entries(sizes)) {
        expect(property(`[data-density="${name}"]`, size), `${name} ${size}`).toBe(`${pixels}px`)
      }
    }
  })

  it('should leave a finger 40 px on a phone whatever the density', () => {
    const phone = css.slice(css.indexOf('@media (max-width: 640px)'))
    expect(phone).toMatch(/\[data-density\] \{\s*--zt-row: 40px;/)
  })

  it('should be the only place that names a colour', () => {
    const colour = /#[0-9a-f]{3,8}\b(?!['"]?:)|\b(?:rgba?|hsla?|oklch)\(|:\s*(?:white|black)\b/gi
    const named = ['ui', 'apps', 'modules'].flatMap(folder =>
      globSync(`${folder}/**/*.{css,tsx}`, { cwd: root.pathname, exclude: ['ui/tokens/**'] }).flatMap(file =>
        [
          ...readFileSync(new URL(file, root), 'utf8')
            .replaceAll(/\/\*[\s\S]*?\*\//g, '')
            .matchAll(colour),
        ]
          .filter(([text]) => !/^#(?:api|ui)\b/.test(text))
          .map(([text]) => `${file}: ${text}`),
      ),
    )
    expect(named).toEqual([])
  })
})
