/**
 * The main pages as they look: Chinese and English, light and dark, desktop and phone, full, empty and failing. Nothing
 * is asked of a server (answers.ts), so a picture changes only with the pages. Taken at two fifths of the size: small
 * files, in which a moved button still shows.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { CJK_FONT } from '#apps/cli/test-tools.ts'
import { chosen, type Look, sizes, subjects } from './subjects.ts'
import { openWhole } from './whole-page.ts'

test.skip(!existsSync(CJK_FONT), `${CJK_FONT} is not installed (fonts-noto-cjk): letters would differ`)

/** A folder: the pages whole and at full size go there to be looked at, and nothing is compared. */
const lookAt = process.env.PICTURES_TO

/** Edges of letters may differ; a button that moved, or another colour, may not. */
const tolerance = { scale: 'device', threshold: 0.05, maxDiffPixels: 24 } as const

test.use({
  deviceScaleFactor: lookAt ? 1 : 0.4,
  contextOptions: { reducedMotion: 'reduce' },
})

const scheme = (look: Look) => (look.endsWith('dark') ? 'dark' : 'light')
const sizeOf = (look: Look) => sizes[look.split('-')[0] as keyof typeof sizes]

for (const { name, looks = chosen, sizedAtFirst, ...subject } of subjects)
  test(name, { tag: '@scheme' }, async ({ page }) => {
    const wanted = Object.entries(looks).map(([locale, of], index) => ({ locale, of, isFirst: index === 0 }))
    const put = async (look: Look) => {
      await page.setViewportSize(sizeOf(look))
      await page.emulateMedia({ colorScheme: scheme(look) })
    }
    await put(wanted[0]!.of[0]!)
    const { whole, end, speak } = await openWhole(page, subject)
    for (const { locale, of, isFirst } of wanted) {
      if (!isFirst) {
        await put(of[0]!)
        await speak(locale, sizedAtFirst)
      }
      for (const look of of) {
        // A page told of another scheme while it is between two frames may not hear of it.
        await expect(async () => {
          await put(look)
          await expect(page.locator('html')).toHaveAttribute('data-theme', scheme(look), { timeout: 3_000 })
        }).toPass({ timeout: 20_000 })
        await whole()
        const picture = `${name}-${locale}-${look}.png`
        if (lookAt) await page.screenshot({ path: join(lookAt, picture), fullPage: true })
        else await expect(page).toHaveScreenshot(picture, tolerance)
      }
    }
    end()
  })
