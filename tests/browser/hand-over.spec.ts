import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { api, cell, goodValues, type Opened, panel, product, saved, signIn, type } from './reporters.ts'

/** Three people of one enterprise, one report; needs the demonstration city (`BASE_URL`). */
test.skip(product === undefined, 'the product is not running: BASE_URL names none')

const DESK = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const WHY = '本月产值与用电量不符，请再核对'

async function person(browser: Browser, name: string, viewport = DESK): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const page = await context.newPage()
  await signIn(page, name)
  return page
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const grave = violations.filter(one => one.impact === 'serious' || one.impact === 'critical')
  expect(grave.map(one => one.id)).toEqual([])
}

/** Last year's months upon last period's totals, and the path of the report they are good for. */
async function findReport() {
  const filler = await api('enterprise-fill')
  const { items } = await (await filler.get('/api/collect/my-reports?span=current')).json()
  const { collectionId, unitId } = items.find((one: { formCode: string }) => one.formCode === 'B204-1')
  const opened = (await (
    await filler.get(`/api/collect/my-reports/${collectionId}/${unitId}`)
  ).json()) as Opened
  return { path: `/reports/${collectionId}/${unitId}`, good: goodValues(opened) }
}

test('a report should go from hand to hand, once back, and be signed on a telephone with three names', async ({
  browser,
}) => {
  test.setTimeout(150_000)
  const { path, good } = await findReport()
  const names: string[] = []
  const filler = await person(browser, 'enterprise-fill')
  await filler.goto('/unit')
  await expect(filler.getByText(/^报送环节由.+决定/)).toBeVisible()
  for (const account of ['fill', 'review', 'sign'])
    names.push(await filler.getByLabel(`enterprise-${account} 的姓名`).inputValue())
  const [, reviews, signs] = names as [string, string, string]
  await expectAccessible(filler)

  await filler.goto(path)
  await type(filler, good)
  await expect(saved(filler)).toBeVisible()
  await expect(panel(filler)).toContainText('可以交复核')
  const over = async (page: Page, action: string, note?: string) => {
    await page.getByRole('button', { name: action }).click()
    const dialog = page.getByRole('dialog')
    if (note) await dialog.getByLabel(/^附言/).fill(note)
    await dialog.getByRole('button', { name: action }).click()
  }
  await over(filler, '交复核', '出口交货值按报关单')
  await expect(filler.getByText(`等${reviews}复核`)).toBeVisible()
  await expect(cell(filler, 'M13')).toHaveAttribute('readonly', '')
  await expect(filler.getByRole('button', { name: '拿回' })).toBeVisible()

  const reviewer = await person(browser, 'enterprise-review')
  await expect(reviewer.getByRole('heading', { level: 2 }).first()).toContainText('等我复核')
  await reviewer.getByRole('link', { name: '去复核' }).click()
  await expect(reviewer.getByText('出口交货值按报关单')).toBeVisible()
  await expectAccessible(reviewer)
  await cell(reviewer, 'M13').click()
  await reviewer.getByRole('button', { name: '退回修改' }).click()
  const back = reviewer.getByRole('dialog')
  await back.getByLabel('退回原因').fill(WHY)
  await expect(back.getByRole('button', { name: /^去掉/ })).toHaveCount(1)
  await back.getByRole('button', { name: '退回修改' }).click()
  await expect(back).toBeHidden()

  // The page that is open learns it.
  await expect(filler.getByText(WHY)).toBeVisible()
  await type(filler, { M13: String(Number(good.M13) + 1), M14: String(Number(good.M14) + 1) })
  await expect(saved(filler)).toBeVisible()
  await over(filler, '交复核')
  await expect(filler.getByRole('button', { name: '拿回' })).toBeVisible()
  await over(reviewer, '交签发')
  await expect(reviewer.getByText(`等${signs}签发`)).toBeVisible()

  const signer = await person(browser, 'enterprise-sign', PHONE)
  await expect(signer.getByRole('heading', { level: 2 }).first()).toContainText('等我签发')
  await signer.getByRole('link', { name: '去签发' }).click()
  await expectAccessible(signer)
  await signer.getByRole('button', { name: '签发上报' }).click()
  await signer.getByRole('dialog').getByRole('button', { name: '签发上报' }).click()
  await expect(signer.getByText('上报成功')).toBeVisible()
  const receipt = signer.getByRole('article')
  for (const [index, title] of ['填表人', '统计负责人', '单位负责人'].entries())
    await expect(receipt.locator('div', { hasText: title })).toContainText(names[index]!)
  await filler.goto(`${path}/receipt`)
  await expect(filler.getByRole('article')).toContainText(signs)
})
