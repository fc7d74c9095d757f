import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, request, test } from '@playwright/test'

/** The office asks about cells, the enterprise answers on its telephone; needs the demonstration city (`BASE_URL`). */
const product = process.env.BASE_URL
test.skip(product === undefined, 'BASE_URL names no running product')

const PASSWORD = 'Zhitong-2026'
const QUESTION = '本月产值与上期相比变动较大，请说明原因'
const ANSWER = '十月检修停产十天，<b>订单</b>推迟到十一月交付'
const DESK = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }

async function signedIn(browser: Browser, path: string, name: string, viewport = DESK): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const page = await context.newPage()
  await page.goto(`${path}sign-in`)
  await page.locator('input').first().fill(name)
  await page.locator('input[type=password]').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL(url => !url.pathname.endsWith('sign-in'))
  return page
}

/** A report of this period that nobody has asked about. */
async function findReport(): Promise<Readonly<{ path: string; unitName: string; creditCode: string }>> {
  const county = await request.newContext({ baseURL: product! })
  await county.post('/api/session', { data: { signInName: 'county', password: PASSWORD } })
  const { items: collections } = await (await county.get('/api/collect/collections?phase=open')).json()
  const { collectionId } = collections.find((one: { formCode: string }) => one.formCode === 'B204-1')
  const base = `/api/collect/collections/${collectionId}/reports`
  const { items } = await (await county.get(`${base}?states=submitted&pageSize=200`)).json()
  for (const { unitId, unitName, creditCode } of items) {
    const { inquiries } = await (await county.get(`${base}/${unitId}`)).json()
    if (inquiries.length === 0) return { path: `${collectionId}/${unitId}`, unitName, creditCode }
  }
  throw new Error('every report has been asked about')
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const grave = violations.filter(one => one.impact === 'serious' || one.impact === 'critical')
  expect(grave.map(one => one.id)).toEqual([])
}

test('a question about cells should reach the enterprise’s telephone, and its answer the office', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const report = await findReport()
  const desk = await signedIn(browser, '/console/', 'county')
  await desk.goto(`/console/collect/reports/${report.path}`)
  const side = desk.getByRole('complementary')
  for (const code of ['M13', 'M14']) {
    await desk.locator(`[data-cell="${code}"]`).click()
    await desk.keyboard.press('m')
  }
  await desk.keyboard.press('q')
  await expect(side.getByRole('tab', { name: /^问询/ })).toHaveAttribute('aria-selected', 'true')
  await expect(side.getByRole('list', { name: '涉及指标' })).toContainText('工业总产值(当年价格) · 1—本月')
  const question = side.getByLabel('问题')
  await expect(question).toBeFocused()
  await question.fill(QUESTION)
  // Looking elsewhere loses nothing of it.
  await desk.locator('[data-cell="M14"]').click()
  await expect(question).toHaveValue(QUESTION)
  await desk.keyboard.press('h')
  await expect(side.getByRole('tab', { name: /^指标/ })).toHaveAttribute('aria-selected', 'true')
  await desk.keyboard.press('q')
  await expect(question).toHaveValue(QUESTION)
  await side.getByRole('button', { name: '发出问询' }).click()
  const thread = side.locator('article')
  await expect(thread).toContainText('待答复')
  await expect(thread).toContainText(QUESTION)
  // What was marked has been asked about.
  const toAsk = side.getByRole('list', { name: '涉及指标' }).first()
  await expect(toAsk.getByRole('button')).toHaveCount(1)
  await expectAccessible(desk)

  const phone = await signedIn(browser, '/', report.creditCode, PHONE)
  const card = phone.locator('.zr-card').filter({ hasText: '个问题待答复' })
  await expect(card).toContainText('统计机构有 1 个问题待答复')
  await phone.goto('/inbox')
  await expect(phone.getByText(QUESTION)).toBeVisible()
  await phone.goto(`/reports/${report.path}`)
  const asked = phone.getByRole('list', { name: '涉及指标' })
  await asked.getByRole('button').first().click()
  await expect(phone.locator('[data-cell="M13"]')).toBeFocused()
  await expect(phone.getByText(`统计机构问：${QUESTION}`)).toBeVisible()
  await phone.getByRole('button', { name: '查看并答复' }).click()
  const dialog = phone.getByRole('dialog', { name: '统计机构的问询' })
  const answer = dialog.getByLabel('答复')
  await answer.fill(ANSWER)
  await expectAccessible(phone)
  await dialog.getByRole('list', { name: '涉及指标' }).getByRole('button').first().click()
  await phone.getByRole('button', { name: '查看并答复' }).click()
  await expect(answer).toHaveValue(ANSWER)
  await answer.press('Control+Enter')
  await expect(dialog.locator('article')).toContainText('已答复')
  // Nothing else was begun with it.
  await expect(phone.locator('dialog[open]')).toHaveCount(1)
  await expect(dialog.locator('article')).toContainText(ANSWER)

  await expect(thread).toContainText(ANSWER)
  await desk.goto('/console/collect/reports?inquiry=answered')
  await desk.getByRole('link', { name: report.unitName, exact: true }).click()
  await desk.getByRole('tab', { name: /^问询 1/ }).click()
  await answer.fill('补充：十一月十日已恢复')
  await thread.getByRole('button', { name: '了结' }).click()
  await expect(thread).toContainText('已了结')
  await expect(thread).toBeFocused()
  await expect(answer).toHaveValue('补充：十一月十日已恢复')
  await expect(dialog).toContainText('您的答复没有发出')
  await expect(dialog.getByRole('button', { name: '发送答复' })).toBeDisabled()

  await desk.goto(`/console/collect/reports/${report.path}?side=inquiries`)
  await expect(desk.getByRole('tab', { name: /^问询 0/ })).toHaveAttribute('aria-selected', 'true')
  await expect(desk).not.toHaveURL(/side=/)
  await expect(desk.getByRole('tab', { name: /^问询 0/ })).toBeVisible()
  await Promise.all([desk.context().close(), phone.context().close()])
})

test('Ctrl+Enter in an answer should send it from a form that is being filled in, and submit nothing', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const report = await findReport()
  const county = await signedIn(browser, '/console/', 'county')
  const phone = await signedIn(browser, '/', report.creditCode)
  await phone.goto(`/reports/${report.path}`)
  await phone.getByRole('button', { name: '修改重报' }).click()
  await county.goto(`/console/collect/reports/${report.path}`)
  await county.locator('[data-cell="M13"]').click()
  await county.keyboard.press('q')
  await county.keyboard.type(QUESTION)
  await county.keyboard.press('Control+Enter')
  await phone.getByRole('button', { name: '查看并答复' }).click()
  const dialog = phone.getByRole('dialog', { name: '统计机构的问询' })
  await dialog.getByLabel('答复').fill(ANSWER)
  await dialog.getByLabel('答复').press('Control+Enter')
  await expect(dialog.locator('article')).toContainText('已答复')
  await expect(phone.locator('dialog[open]')).toHaveCount(1)
  await expect(phone).toHaveURL(new RegExp(`/reports/${report.path}$`))
  await Promise.all([county.context().close(), phone.context().close()])
})
