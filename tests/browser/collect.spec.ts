import { type Browser, expect, type Page, test } from '@playwright/test'

/**
 * A collection from its issue to its close, with the office's acts upon many reports between. Issued of a form that
 * no other story uses, and closing last, so that no screen of theirs chooses it. Needs a running product (`BASE_URL`).
 */
test.skip(process.env.BASE_URL === undefined, 'BASE_URL names no running product')

test.describe.configure({ mode: 'serial', timeout: 180_000 })

const FORM = 'B204-2'
const COUNTY = '醴陵市'
const PASSWORD = 'Zhitong-2026'
type Owed = Readonly<{ unitId: number; creditCode: string; unitName: string }>

async function signedIn(browser: Browser, at: string, name: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(`${at}sign-in`)
  await page.locator('input').first().fill(name)
  await page.locator('input[type=password]').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL(url => !url.pathname.endsWith('sign-in'))
  return page
}

/** An hour of Beijing, as a date field takes it. */
const clockAt = (hours: number): string =>
  new Date(Date.now() + (8 + hours) * 3_600_000).toISOString().slice(0, 16)

let city: Page
let reporter: Page
let named = ''
let collectionId = 0
let owed: readonly Owed[] = []

test.beforeAll(async ({ browser }) => {
  city = await signedIn(browser, '/console/', 'city')
  reporter = await signedIn(browser, '/', 'enterprise')
})
test.afterAll(async () => {
  await city?.context().close()
  await reporter?.context().close()
})

/** A period of the form nobody has issued yet, on a product that has seen this story before. */
async function freePeriod(): Promise<string> {
  const reply = await city.request.get('/api/collect/collections?pageSize=500')
  const { items } = (await reply.json()) as { items: { formCode: string; period: string }[] }
  const taken = new Set(items.filter(one => one.formCode === FORM).map(one => one.period))
  const offered = city
    .getByLabel(/^报告期/)
    .last()
    .locator('option')
  await expect.poll(() => offered.count()).toBeGreaterThan(1)
  const values = await offered.evaluateAll(all => all.map(one => (one as HTMLOptionElement).value))
  return values.find(one => one !== '' && !taken.has(one))!
}

test('a collection issued should stand on the open home of who owes it', async () => {
  await expect(reporter.getByRole('heading', { name: '本期报表' })).toBeVisible()
  await city.goto('/console/collect/collections/issue')
  await city.getByLabel(/^报表/).selectOption(FORM)
  const period = city.getByLabel(/^报告期/).last()
  await period.selectOption(await freePeriod())
  named = (await period.locator('option:checked').textContent()) ?? ''
  await city.getByLabel(/^开网/).fill(clockAt(-1))
  await city.getByLabel(/^截止/).fill(clockAt(24 * 20))
  await city.getByLabel(/^县级验收/).fill(clockAt(24 * 22))
  await city.getByLabel(/^市级验收/).fill(clockAt(24 * 24))
  await city.getByLabel(COUNTY, { exact: true }).check()
  await city.getByRole('button', { name: '布置', exact: true }).click()
  await expect(city).toHaveURL(/progress\?.*collection=\d+/)
  collectionId = Number(new URL(city.url()).searchParams.get('collection'))
  const card = reporter.locator('.zr-cards li').filter({ hasText: FORM }).filter({ hasText: named })
  await expect(card).toHaveCount(1)
  const reply = await city.request.get(`/api/collect/collections/${collectionId}/reports?pageSize=5`)
  owed = ((await reply.json()) as { items: Owed[] }).items
  expect(owed).toHaveLength(5)
})

test('an import with a bad line should be refused by line, and applied once it is mended', async () => {
  const preview = async (name: string, second: string) => {
    const text = `信用代码,S01\n${owed[0]!.creditCode},张三\n${second},李四\n`
    await city.goto(`/console/collect/collections/${collectionId}/import`)
    await city.locator('input[type=file]').setInputFiles({
      name,
      mimeType: 'text/csv',
      buffer: Buffer.from(text),
    })
    await city.getByRole('button', { name: '预览', exact: true }).click()
    await expect(city).toHaveURL(/import\/\d+/)
    await expect(city.getByRole('heading', { name })).toBeVisible()
  }
  await preview('错.csv', '91430000NOSUCH0000')
  const line = city.getByRole('row').filter({ hasText: '91430000NOSUCH0000' })
  await expect(line.getByRole('cell').first()).toHaveText('3')
  await expect(city.getByRole('button', { name: '确认导入' })).toBeDisabled()
  await city.getByRole('button', { name: '返回修改' }).click()
  await expect(city.getByRole('cell', { name: '张三' })).toBeVisible()
  await preview('对.csv', owed[1]!.creditCode)
  await city.getByRole('button', { name: '确认导入' }).click()
  await expect(city.getByText('已导入 2 份报表')).toBeVisible()
  await city.goto(`/console/collect/collections/${collectionId}/import`)
  await expect(city.getByRole('row').filter({ hasText: '错.csv' })).toBeVisible()
  await city.getByRole('link', { name: '对.csv' }).click()
  await expect(city.getByText('已导入 2 份报表')).toBeVisible()
})

test('several units should be given more time at once, and reminded with a result that stays', async () => {
  await city.goto(`/console/collect/reports?collection=${collectionId}&states=owed`)
  const boxes = city.locator('tbody input[type=checkbox]')
  await expect(boxes.nth(2)).toBeVisible()
  for (const nth of [0, 1, 2]) await boxes.nth(nth).check()
  const dialog = city.getByRole('dialog')
  await city.getByRole('button', { name: '延期', exact: true }).click()
  await dialog.getByLabel(/^延期至/).fill(clockAt(24 * 21))
  const go = dialog.getByRole('button', { name: '延期', exact: true })
  await dialog.getByLabel(/^原因/).fill('已核实')
  await expect(dialog.getByRole('alert')).toContainText('套话')
  await expect(go).toBeDisabled()
  await dialog.getByLabel(/^原因/).fill('厂区停电两天，设备检修')
  await expect(dialog.getByRole('alert')).toHaveCount(0)
  await go.click()
  await expect(dialog.getByText('已延期 3 家，未延期 0 家')).toBeVisible()
  await dialog.getByRole('button', { name: '关闭' }).last().click()
  await city.getByRole('button', { name: '催报', exact: true }).click()
  await dialog.getByLabel(/^附言/).fill('请于本周内报送')
  await dialog.getByRole('button', { name: '发送催报' }).click()
  await expect(dialog.getByText('已向 3 家单位发送催报')).toBeVisible()
  await dialog.getByRole('button', { name: '关闭' }).last().click()
  await city.reload()
  await city.getByRole('button', { name: '催报记录' }).click()
  await expect(dialog.getByRole('listitem').first()).toContainText('已向 3 家单位发送催报')
  await expect(dialog.getByRole('listitem').first()).toContainText('请于本周内报送')
})

test('a close should make the open form read-only', async () => {
  const session = (await (await reporter.request.get('/api/session')).json()) as { unitId: number }
  await reporter.goto(`/reports/${collectionId}/${session.unitId}`)
  const submit = reporter.getByRole('button', { name: '上报', exact: true })
  await expect(submit).toBeVisible()
  await city.goto('/console/collect/collections?phase=open')
  const row = city.getByRole('row').filter({ hasText: FORM }).filter({ hasText: named })
  await row.getByRole('button').first().click()
  await city.getByRole('menuitem', { name: '提前截止' }).click()
  await city.getByRole('dialog').getByRole('button', { name: '提前截止' }).click()
  await expect(row).toHaveCount(0)
  await expect(submit).toHaveCount(0)
})
