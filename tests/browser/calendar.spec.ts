import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { product, signIn } from './reporters.ts'

/** Needs the product with its demonstration city; `./zhitong test` starts one and names it in `BASE_URL`. */
test.skip(product === undefined, 'the product is not running: BASE_URL names none')
test.describe.configure({ timeout: 90_000 })

for (const onPhone of [false, true]) {
  test(`should show what is due when, and open it${onPhone ? ', on a phone' : ''}`, async ({ page }) => {
    if (onPhone) await page.setViewportSize({ width: 390, height: 844 })
    await signIn(page, 'enterprise')
    await page.getByRole('link', { name: '报送日历' }).click()
    const calendar = page.getByRole('region', { name: '报送日历' })
    const links = calendar.locator(onPhone ? '.zr-month-list a' : '.zr-month-due')
    for (let month = 0; month < 3 && (await links.count()) === 0; month++)
      await calendar.getByRole('button', { name: /^下个月/ }).click()
    await expect(links.first()).toBeVisible()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      page.viewportSize()!.width,
    )

    const file = page.waitForEvent('download')
    await calendar.getByRole('button', { name: '加入我的日历' }).click()
    const text = readFileSync(await (await file).path(), 'utf8')
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/)
    expect(text).toContain('BEGIN:VEVENT\r\n')

    const shown = await calendar.locator('b').textContent()
    await calendar.getByRole('button', { name: '本月' }).focus()
    await page.keyboard.press('PageUp')
    await expect(calendar.locator('b')).not.toHaveText(shown!)
    await page.keyboard.press('PageDown')
    await expect(calendar.locator('b')).toHaveText(shown!)
    await links.first().click()
    await expect(page).toHaveURL(/\/reports\/\d+\/\d+/)
  })
}

test('should show the present month where the address names none that is one', async ({ page }) => {
  await signIn(page, 'enterprise')
  await page.goto('/calendar?month=2026-13')
  await expect(page.getByRole('region', { name: '报送日历' }).locator('[aria-current="date"]')).toHaveCount(1)
})
