/** What no picture shows: that the desks stand still while they load, and keep still for whoever asks for it. */
import { expect, test } from '@playwright/test'
import { subjects } from './subjects.ts'
import { openWhole } from './whole-page.ts'

/** Adds up how far things moved that nobody touched, weighed by the share of the window (Cumulative Layout Shift). */
const watchShifts = () => {
  const shifts = { sum: 0 }
  Object.assign(window, { shifts })
  new PerformanceObserver(list => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number
      hadRecentInput: boolean
    })[])
      if (!entry.hadRecentInput) shifts.sum += entry.value
  }).observe({ type: 'layout-shift', buffered: true })
}

for (const subject of subjects.filter(({ name }) => ['form', 'review', 'progress'].includes(name)))
  test(`${subject.name} should stand still`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.addInitScript(watchShifts)
    const { whole, end } = await openWhole(page, subject)
    await whole()
    expect(
      await page.evaluate(() => (window as unknown as { shifts: { sum: number } }).shifts.sum),
    ).toBeLessThan(0.1)
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')].flatMap(one => {
        const { transitionDuration, animationDuration } = getComputedStyle(one)
        const longest = Math.max(
          ...`${transitionDuration}, ${animationDuration}`.split(', ').map(Number.parseFloat),
        )
        return longest > 0.01 ? [`${one.tagName} ${one.className} ${longest} s`] : []
      }),
    )
    expect(moving).toEqual([])
    end()
  })
