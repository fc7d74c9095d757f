import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'

/** The demonstration city in the dark, and as somebody sees it who enlarges it; needs a running product. */
test.skip(process.env.BASE_URL === undefined, 'BASE_URL names no running product')

async function signedIn(browser: Browser, name: string, place: '/' | '/console/'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' })
  const page = await context.newPage()
  await signIn(page, name, place)
  return page
}

async function signIn(page: Page, name: string, place: '/' | '/console/'): Promise<void> {
  await page.goto(`${place}sign-in`)
  await page.locator('input').first().fill(name)
  await page.locator('input[type=password]').fill('Zhitong-2026')
  await page.keyboard.press('Enter')
  await page.waitForURL(address => !address.pathname.endsWith('sign-in'))
}

async function signOut(page: Page): Promise<void> {
  await page.locator('header [aria-haspopup=menu]').click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  await page.waitForURL(address => address.pathname.endsWith('sign-in'))
}

async function seriousFaults(page: Page): Promise<readonly string[]> {
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(one => one.impact === 'serious' || one.impact === 'critical')
    .flatMap(one => one.nodes.map(node => `${one.id}: ${node.html} ${node.any[0]?.message ?? ''}`))
}

/** Nothing of the page lies beyond its right edge, at a window of 1440 × 900 enlarged twice. */
async function fitsEnlarged(page: Page): Promise<void> {
  await page.setViewportSize({ width: 720, height: 450 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(720)
}

test.describe('a reporter in the dark', { tag: '@scheme' }, () => {
  let page: Page
  test.beforeAll(async ({ browser }) => {
    page = await signedIn(browser, 'enterprise', '/')
  })
  test.afterAll(async () => page.context().close())

  test('should read home and form without faint text', async () => {
    await expect(page.locator('main a[href*="/reports/"]').first()).toBeVisible()
    expect(await seriousFaults(page)).toEqual([])
    await page.locator('main a[href*="/reports/"]').first().click()
    await expect(page.locator('[data-cell="M13"]')).toBeVisible()
    await page.locator('[data-cell="M13"]').focus()
    await page.keyboard.press('Control+f')
    await page.keyboard.type('gy')
    await expect(page.locator('.zt-cell-hit').first()).toBeVisible()
    expect(await seriousFaults(page)).toEqual([])
  })

  test('should reach every field of the form enlarged to 200 %', async () => {
    await page.keyboard.press('Escape')
    await fitsEnlarged(page)
    for (const key of ['H02', 'M13', 'M16', 'S05']) {
      const cell = page.locator(`[data-cell="${key}"]`)
      await cell.focus()
      await cell.scrollIntoViewIfNeeded()
      await expect(cell).toBeInViewport({ ratio: 0.9 })
      expect(await cell.evaluate(one => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(1)
    }
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('should choose in the user menu, keep it over a reload and at the sign-in of this device', async () => {
    const html = page.locator('html')
    const open = () => page.locator('header [aria-haspopup=menu]').click()
    await open()
    await page.getByRole('menuitemradio', { name: '浅色' }).click()
    await expect(page.getByRole('menuitemradio', { name: '浅色' })).toHaveAttribute('aria-checked', 'true')
    await expect(html).toHaveAttribute('data-theme', 'light')
    await page.reload()
    await expect(html).toHaveAttribute('data-theme', 'light')
    await page.goto('/account')
    await expect(page.getByRole('radio', { name: '浅色' })).toBeChecked()
    await signOut(page)
    await expect(html).toHaveAttribute('data-theme', 'light')
  })

  test('should show each of two people on one device their own', async () => {
    const html = page.locator('html')
    await signIn(page, 'township', '/')
    await page.locator('header [aria-haspopup=menu]').click()
    await page.getByRole('menuitemradio', { name: '深色' }).click()
    await page.getByRole('menuitemradio', { name: '宽松' }).click()
    await page.keyboard.press('Escape')
    await signOut(page)
    await expect(html).toHaveAttribute('data-density', 'roomy')
    await signIn(page, 'enterprise', '/')
    await expect(html).toHaveAttribute('data-theme', 'light')
    await expect(html).toHaveAttribute('data-density', 'standard')
  })
})

test.describe('the office in the dark', { tag: '@scheme' }, () => {
  let page: Page
  test.beforeAll(async ({ browser }) => {
    page = await signedIn(browser, 'county', '/console/')
  })
  test.afterAll(async () => page.context().close())

  test('should read home, progress and the list of reports', async () => {
    await expect(page.locator('.co-todos tbody tr').first()).toBeVisible()
    expect(await seriousFaults(page)).toEqual([])
    for (const path of ['/console/collect/progress', '/console/collect/reports']) {
      await page.goto(path)
      await expect(page.locator('.zt-table tbody tr').first()).toBeVisible()
      expect(await seriousFaults(page), path).toEqual([])
    }
  })

  test('should read a report, and reach all of it enlarged to 200 %', async () => {
    await page.goto('/console/collect/reports?states=submitted')
    await page.locator('tbody a').first().click()
    await expect(page.locator('[data-cell="M13"]')).toBeVisible()
    expect(await seriousFaults(page)).toEqual([])
    await fitsEnlarged(page)
    for (const key of ['H02', 'M16', 'S05']) {
      const cell = page.locator(`[data-cell="${key}"]`)
      await cell.scrollIntoViewIfNeeded()
      await expect(cell).toBeInViewport({ ratio: 0.9 })
    }
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('should read a tabulation with its heat and its bars', async () => {
    await page.goto('/console/tabulate')
    await page.getByRole('link', { name: '分行业工业总产值及增长' }).first().click()
    for (const look of ['数字', '热度', '条形']) {
      await page.locator('.tb-looks').getByText(look, { exact: true }).click()
      await expect(page.locator('.tb-holder')).toHaveAttribute('aria-busy', 'false')
      expect(await seriousFaults(page), look).toEqual([])
    }
  })
})
