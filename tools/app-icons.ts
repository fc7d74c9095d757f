/**
 * Draws the product's mark as the bitmaps that a home screen wants: `node tools/app-icons.ts`. Needs a Chromium
 * (`CHROMIUM`, else the system's). The mark is `ui/public/icon.svg`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chromium } from '@playwright/test'
import { palettes } from '#ui/tokens/palette.ts'

const folder = resolve(import.meta.dirname, '../ui/public')
const mark = readFileSync(join(folder, 'icon.svg'), 'utf8')

/** A launcher may cut a maskable icon down to a circle of four fifths: the mark stands within, its ground reaches the edge. */
const bitmaps = [
  { file: 'icon-192.png', size: 192, share: 1 },
  { file: 'icon-512.png', size: 512, share: 1 },
  { file: 'icon-maskable-512.png', size: 512, share: 0.72 },
  { file: 'apple-touch-icon.png', size: 180, share: 0.86 },
] as const

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
})
const page = await browser.newPage()
for (const { file, size, share } of bitmaps) {
  const ground = share < 1 ? palettes.light.accent : 'transparent'
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(
    `<body style="margin:0;height:100vh;display:grid;place-items:center;background:${ground}">${mark.replace(
      '<svg ',
      `<svg width="${size * share}" height="${size * share}" `,
    )}</body>`,
  )
  writeFileSync(join(folder, file), await page.screenshot({ omitBackground: true }))
}
await browser.close()
