import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fonts, palette, sizes } from './palette.ts'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const property = (name: string) => new RegExp(`--zt-${name}:\\s*([^;]+);`).exec(css)?.[1]

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

describe('tokens', () => {
  it('should carry the same values in CSS as in the palette', () => {
    for (const [name, value] of Object.entries(palette)) expect(property(name), name).toBe(value)
    expect(property('font')).toBe(fonts.text)
    expect(property('font-numbers')).toBe(fonts.numbers)
    expect(property('row')).toBe(`${sizes.row}px`)
  })

  it('should reach WCAG AA wherever text stands on a surface', () => {
    const pairs: readonly (readonly [keyof typeof palette, keyof typeof palette])[] = [
      ['text', 'surface'],
      ['text-soft', 'surface-head'],
      ['text-faint', 'surface-sunken'],
      ['text-faint', 'surface-head'],
      ['accent', 'accent-soft'],
      ['accent', 'surface-sunken'],
      ['text-on-accent', 'accent'],
      ['fatal', 'fatal-soft'],
      ['text-on-accent', 'fatal'],
      ['query', 'query-soft'],
      ['notice', 'notice-soft'],
    ]
    for (const [text, surface] of pairs) {
      expect(contrast(palette[text], palette[surface]), `${text} on ${surface}`).toBeGreaterThanOrEqual(4.5)
    }
  })

  it('should draw control edges and the query mark at 3 : 1 or better', () => {
    expect(contrast(palette['line-control'], palette.surface)).toBeGreaterThanOrEqual(3)
    expect(contrast(palette['query-mark'], palette.surface)).toBeGreaterThanOrEqual(3)
  })
})
