/** A page of the product at a moment that stands still, with everything it asks for answered. */
import { expect, type Locator, type Page } from '@playwright/test'
import { type Answer, answerFrom } from './answers.ts'
import { NOW } from './city.ts'

export type WholePage = Readonly<{
  path: string
  answers: readonly Answer[]
  /** In sight once the page is whole. */
  shows: (page: Page) => Locator
}>

export const css =
  (selector: string) =>
  (page: Page): Locator =>
    page.locator(selector).first()

/** A live connection that stands and tells nothing. */
const quietStream = () => {
  class Quiet extends EventTarget {
    readyState = 1
    onopen: (() => void) | null = null
    constructor() {
      super()
      setTimeout(() => this.onopen?.())
    }
    close(): void {}
  }
  Object.assign(window, { EventSource: Quiet })
}

/** Opens it in Chinese. `whole` waits until all of it is there, `end` fails where nobody answered what was asked. */
export async function openWhole(page: Page, { path, answers, shows }: WholePage) {
  await page.clock.setFixedTime(NOW)
  await page.addInitScript(quietStream)
  const { faults, failed } = await answerFrom(page, answers)
  await page.goto(path)
  return {
    whole: async () => {
      await Promise.race([expect(shows(page)).toBeVisible(), failed])
      await expect(page.locator('#content :is(.zt-skeleton, [aria-busy=true])')).toHaveCount(0)
      await page.evaluate(() => document.fonts.ready)
    },
    end: () => expect(faults).toEqual([]),
    /** Goes on in another language: as the page stands, or loaded anew. */
    speak: async (locale: string, anew = false) => {
      await page.locator('.zt-head > button:not([aria-haspopup])').click()
      if (anew) await page.reload()
      await page.mouse.move(0, 0)
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
      await expect(page.locator('html')).toHaveAttribute('lang', locale)
    },
  }
}
