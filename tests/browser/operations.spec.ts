import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'

/** The system administrator watches the servers, and follows what went wrong; needs a running product (`BASE_URL`). */
test.skip(process.env.BASE_URL === undefined, 'BASE_URL names no running product')
test.describe.configure({ timeout: 150_000 })
const OPERATIONS = '**/api/operations'
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/

async function signedIn(browser: Browser, name: string, width = 1440): Promise<Page> {
  const viewport = { width, height: width < 600 ? 844 : 900 }
  const context = await browser.newContext({ viewport, locale: 'zh-CN' })
  const page = await context.newPage()
  page.setDefaultTimeout(40_000)
  await page.goto('/console/sign-in')
  await page.getByLabel('用户名').fill(name)
  await page.locator('input[type=password]').fill('Zhitong-2026')
  await page.keyboard.press('Enter')
  await page.waitForURL(url => !url.pathname.endsWith('sign-in'))
  return page
}

async function seriousFaults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(one => one.impact === 'serious' || one.impact === 'critical')
    .map(one => `${one.id}: ${one.nodes[0]?.html}`)
}

const tile = (page: Page, title: string) =>
  page.locator('section', { has: page.getByRole('heading', { name: title, exact: true }) })

test('should show the system administrator how the servers do, by itself, and nobody else', async ({
  browser,
}) => {
  const page = await signedIn(browser, 'sysadmin')
  await page.getByRole('link', { name: '系统', exact: true }).click()
  await page.getByRole('link', { name: '运行状况' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '运行状况' })).toBeVisible()
  for (const title of ['请求', '响应时间', '上报', '分析库滞后', '任务队列', '数据库连接', '进程'])
    await expect(tile(page, title)).toBeVisible()
  await expect(tile(page, '磁盘')).toContainText('可用')
  await expect(tile(page, '磁盘')).toContainText('数据库')
  await expect(tile(page, '上次备份')).toContainText('没有记录')
  await expect(page.getByText('应答本页').first()).toBeVisible()
  const stamp = page.getByText(/每 5 秒更新/)
  const before = await stamp.textContent()
  await expect(stamp).not.toHaveText(before ?? '')
  await expect(tile(page, '请求').getByRole('img', { name: /每秒请求数/ })).toBeVisible()
  expect(await seriousFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Operations' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Server processes' })).toBeVisible()
  await page.context().close()

  const county = await signedIn(browser, 'county')
  await county.goto('/console/system/operations')
  await expect(county.getByRole('heading', { level: 1, name: '运行状况' })).toHaveCount(0)
  await county.context().close()
})

test('should keep the figures in sight when an answer fails to come, and say of when they are', async ({
  browser,
}) => {
  const page = await signedIn(browser, 'sysadmin', 390)
  await page.goto('/console/system/operations')
  await expect(tile(page, '请求')).toBeVisible()
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(390)
  expect(await seriousFaults(page)).toEqual([])
  await page.route(OPERATIONS, route => route.abort())
  await expect(page.getByText(/更新中断，显示的是 \d{2}:\d{2}:\d{2} 的数据/)).toBeVisible({ timeout: 60_000 })
  await expect(tile(page, '请求')).toBeVisible()
  await page.unroute(OPERATIONS)
  await expect(page.getByText(/每 5 秒更新/)).toBeVisible({ timeout: 60_000 })
  await page.context().close()
})

test('should show the number of a request that went wrong, the very one it was sent with', async ({
  browser,
}) => {
  const page = await signedIn(browser, 'sysadmin')
  const sent: string[] = []
  await page.route(OPERATIONS, async route => {
    sent.push(route.request().headers()['x-request-id'] ?? '')
    await route.fulfill({ status: 500, contentType: 'text/html', body: '<h1>proxy</h1>' })
  })
  await page.goto('/console/system/operations')
  const told = page.getByRole('alert').getByText(/请求编号 [0-9a-f]{8}/)
  await expect(told).toBeVisible()
  const number = UUID.exec((await told.textContent()) ?? '')?.[0]
  expect(sent).toContain(number)
  await page.context().close()
})
