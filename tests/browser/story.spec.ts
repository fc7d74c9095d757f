import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, expect, type Locator, type Page, request, test } from '@playwright/test'
import { findLibreOffice } from '#apps/cli/test-tools.ts'
import { explain } from './reporters.ts'

/**
 * One monthly return, from the enterprise's keyboard to the city's total and back down to the revision.
 * Needs the product with its demonstration city; `./zhitong test` starts one and names it in `BASE_URL`.
 */
const product = process.env.BASE_URL
test.skip(product === undefined, 'the product is not running: BASE_URL names none')

const PASSWORD = 'Zhitong-2026'
const COUNTY = '醴陵市'
const STARTER = '分县区工业总产值及增长'
const VALUE = 1

type Cells = Readonly<Record<string, string | null>>
type Opened = Readonly<{ values: Readonly<{ cells: Cells }>; previous: Readonly<{ cells: Cells }> | null }>

const cell = (page: Page, code: string): Locator => page.locator(`[data-cell="${code}"]`)
const total = (page: Page): Locator => page.locator(`[data-at="0 ${VALUE}"]`)
const panel = (page: Page): Locator => page.getByRole('complementary', { name: '审核结果' })
const state = (page: Page): Locator => page.locator('.co-report-meta .zt-tag')
const amount = (text: string): number => Number(text.replaceAll(',', ''))
const grouped = (value: number | string): string => Number(value).toLocaleString('en-US')
const settled = (page: Page) => expect(page.locator('.tb-holder')).toHaveAttribute('aria-busy', 'false')

async function api(name: string) {
  const context = await request.newContext({ baseURL: product! })
  const answer = await context.post('/api/session', { data: { signInName: name, password: PASSWORD } })
  expect(answer.ok()).toBe(true)
  return context
}

/** A ceramics-town enterprise of another township than the one other stories use, which has not begun this month. */
async function findEnterprise() {
  const county = await api('county')
  const { items: collections } = await (await county.get('/api/collect/collections?pageSize=200')).json()
  const current = collections.find(
    (one: { formCode: string; phase?: string; window?: { phase: string } }) =>
      one.formCode === 'B204-1' && (one.phase ?? one.window?.phase) === 'open',
  )
  const id = current.collectionId ?? current.id
  const list = await county.get(`/api/collect/collections/${id}/reports?states=owed&pageSize=200`)
  const { items } = await list.json()
  const { codes } = await (await county.get('/api/tabulate/codes?dimension=region&edition=2023')).json()
  for (const { unitId, creditCode, unitName, regionCode } of items.toReversed()) {
    const enterprise = await api(creditCode)
    const opened = (await (await enterprise.get(`/api/collect/my-reports/${id}/${unitId}`)).json()) as Opened
    const before = opened.previous?.cells
    const lastYear = opened.values.cells
    if (!before?.M14 || Number(lastYear.M15) < 1_000 || Number(lastYear.M19) < 1_000) continue
    const place = codes.find((one: { code: string }) => one.code === `${regionCode.slice(0, 9)}000`)
    const township: string = place.label['zh-CN']
    return { creditCode, unitId, unitName, township, path: `${id}/${unitId}`, before, lastYear }
  }
  throw new Error('no enterprise has a month to report')
}

async function signIn(browser: Browser, path: string, name: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  const page = await context.newPage()
  await page.goto(`${path}sign-in`)
  await page.locator('input').first().fill(name)
  await page.locator('input[type=password]').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL(url => !url.pathname.endsWith('sign-in'))
  return page
}

/** Gives every query finding that still waits for one the same reason. */
async function explainAll(page: Page, reason: string): Promise<void> {
  const waiting = panel(page).locator('.zt-finding-query').filter({ hasText: '待说明' })
  await expect(panel(page)).toContainText(/待说明|可以上报/)
  while ((await waiting.count()) > 0) {
    const left = await waiting.count()
    await explain(waiting.first(), reason)
    await expect.poll(() => waiting.count()).toBeLessThan(left)
  }
}

/** The starter of the form, its amounts in the form's own unit of measure instead of 亿元. */
async function openInThousands(page: Page): Promise<void> {
  await page.goto('/console/tabulate')
  await page.getByRole('link', { name: STARTER, exact: true }).first().click()
  await page.getByRole('button', { name: '修改 工业总产值 · 本期' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('计量单位').selectOption({ label: '同报表 (千元)' })
  await dialog.getByLabel('小数位').selectOption('0')
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(page.getByRole('columnheader', { name: /本期/ })).toContainText('千元')
  await settled(page)
}

/** What the table on screen gives for the city now: it is read anew, as it stands in its address. */
async function cityTotal(page: Page): Promise<number> {
  await page.reload()
  await settled(page)
  return amount((await total(page).textContent()) ?? '')
}

/** Opens what is behind the township's number and goes through its pages to the line of the report. */
async function drillTo(page: Page, township: string, report: Readonly<{ unitId: number; path: string }>) {
  const stubs = page.locator('tbody .tb-stub')
  const names = await stubs.evaluateAll(all => all.map(one => one.getAttribute('title')))
  const line = names.indexOf(township, names.indexOf(COUNTY))
  const answer = () => page.waitForResponse(reply => reply.url().endsWith('/api/tabulate/drill'))
  const isBehind = async (reading: ReturnType<typeof answer>): Promise<boolean> => {
    const { items } = (await (await reading).json()) as { items: { unitId: number }[] }
    return items.some(one => one.unitId === report.unitId)
  }
  const first = answer()
  await page.locator(`[data-at="${line} ${VALUE}"]`).focus()
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('dialog')
  let found = await isBehind(first)
  while (!found) {
    const next = answer()
    await drawer.getByRole('button', { name: '下一页' }).click()
    found = await isBehind(next)
  }
  const link = page.locator(`a[href^="/console/collect/reports/${report.path}?"]`)
  return drawer.getByRole('row').filter({ has: link })
}

test('a monthly return should travel from its enterprise to the total of the city, and back', async ({
  browser,
}) => {
  test.setTimeout(240_000)
  const { creditCode, unitId, unitName, township, path, before, lastYear } = await findEnterprise()
  const month = Number(lastYear.M15) * 3
  const corrected = Math.round(month / 2)
  const sold = Number(lastYear.M19) * 3
  const values = {
    M13: String(month),
    M14: String(Number(before.M14) + month),
    M17: String(sold),
    M18: String(Number(before.M18) + sold),
    M21: '0',
    M22: before.M22 ?? '0',
  }
  const enterprise = await signIn(browser, '/', creditCode)
  const county = await signIn(browser, '/console/', 'county')
  const city = await signIn(browser, '/console/', 'city')
  const desk = `/console/collect/reports/${path}`

  await openInThousands(city)
  const earlier = await cityTotal(city)

  await test.step('a fatal finding blocks the enterprise', async () => {
    await enterprise.goto(`/reports/${path}`)
    for (const [code, value] of Object.entries(values)) await cell(enterprise, code).fill(value)
    await cell(enterprise, 'M14').fill('1')
    await expect(panel(enterprise)).toContainText('暂不能上报')
    await enterprise.keyboard.press('Control+Enter')
    await expect(enterprise.getByText(/还不能上报：.*强制性错误/)).toBeVisible()
  })

  await test.step('a query asks for a reason and takes no boiler-plate', async () => {
    await cell(enterprise, 'M14').fill(values.M14)
    const queries = panel(enterprise).locator('.zt-finding-query')
    await expect(queries.first()).toBeVisible()
    await queries.first().getByLabel('情况说明').fill('核实无误')
    await expect(queries.first()).toContainText('待说明')
    await explainAll(enterprise, '新投产两条窑炉生产线，产量较上年同期大幅增加')
    await expect(panel(enterprise)).toContainText('可以上报')
  })

  await county.goto(desk)
  await expect(state(county)).toHaveText(/未报|填报中/)

  await test.step('it submits, and the county sees it within a second without asking again', async () => {
    await enterprise.keyboard.press('Control+Enter')
    await enterprise.getByRole('dialog').getByRole('button', { name: '确认上报' }).click()
    await expect(enterprise.getByText(/^ZT\d{5}-\d{7}-01$/)).toBeVisible()
    await expect(state(county)).toHaveText('待验收', { timeout: 1_000 })
  })

  await test.step('the total of the city holds it at once', async () => {
    expect(await cityTotal(city)).toBe(earlier + month)
  })

  await test.step('the county sends it back with a reason', async () => {
    await county.keyboard.press('b')
    const dialog = county.getByRole('dialog')
    await dialog.getByRole('textbox').fill('本月产值是上年同期三倍，请核对是否误将季度数填入')
    await dialog.getByRole('button', { name: '退回', exact: true }).click()
    await expect(state(county)).toHaveText('已退回')
  })

  await test.step('the enterprise reads the reason, corrects and reports again', async () => {
    await enterprise.goto('/')
    await expect(enterprise.getByText('请核对是否误将季度数填入').first()).toBeVisible()
    await enterprise.goto(`/reports/${path}`)
    await cell(enterprise, 'M13').fill(String(corrected))
    await cell(enterprise, 'M14').fill(String(Number(before.M14) + corrected))
    await explainAll(enterprise, '新投产一条窑炉生产线，已按当月实际产量更正')
    await enterprise.keyboard.press('Control+Enter')
    await enterprise.getByRole('dialog').getByRole('button', { name: '确认上报' }).click()
    await expect(enterprise.getByText(/^ZT\d{5}-\d{7}-02$/)).toBeVisible()
  })

  await test.step('the county accepts, then the city', async () => {
    await expect(state(county)).toHaveText('待验收', { timeout: 1_000 })
    await county.keyboard.press('a')
    await expect(state(county)).toHaveText('县级已验收')
    const office = await city.context().newPage()
    await office.goto(desk)
    await expect(state(office)).toHaveText('县级已验收')
    await office.keyboard.press('a')
    await expect(state(office)).toHaveText('市级已验收')
    await office.close()
  })

  await test.step('the total has changed by exactly what was corrected', async () => {
    expect((await cityTotal(city)) - earlier).toBe(corrected)
  })

  await test.step('the cell of its township leads to the report, and there to the revision', async () => {
    const line = await drillTo(city, township, { unitId, path })
    await expect(line).toContainText(grouped(corrected))
    await line.getByRole('link', { name: unitName }).click()
    await expect(city.getByRole('heading', { level: 1, name: unitName })).toBeVisible()
    await city.getByRole('tab', { name: /^修订/ }).click()
    const second = city.locator('.co-history > li').filter({ hasText: '第 2 次' })
    await expect(second).toContainText('现行')
    await second.locator('summary').click()
    const change = second.locator('.co-changes li').filter({ hasText: 'M13' })
    await expect(change.locator('s')).toHaveText(grouped(month))
    await expect(change.locator('b')).toHaveText(`${grouped(month)} ${grouped(corrected)}`)
    await city.getByRole('tab', { name: '过程' }).click()
    await expect(city.locator('.co-history')).toContainText('请核对是否误将季度数填入')
  })

  for (const page of [enterprise, county, city]) await page.context().close()
})

test('the table should leave as a workbook that LibreOffice opens', async ({ browser }) => {
  const office = findLibreOffice()
  test.skip(office === undefined, 'LibreOffice is not installed')
  const city = await signIn(browser, '/console/', 'city')
  await openInThousands(city)
  const shown = await total(city).textContent()
  const [file] = await Promise.all([
    city.waitForEvent('download'),
    city.getByRole('button', { name: '导出 Excel' }).click(),
  ])
  const folder = mkdtempSync(join(tmpdir(), 'zhitong-story-'))
  const workbook = join(folder, 'table.xlsx')
  await file.saveAs(workbook)
  execFileSync(office!, [
    `-env:UserInstallation=file://${folder}/profile`,
    '--headless',
    '--convert-to',
    'csv:Text - txt - csv (StarCalc):44,34,76,1',
    '--outdir',
    folder,
    workbook,
  ])
  const csv = readFileSync(join(folder, 'table.csv'), 'utf8')
  expect(csv).toContain(COUNTY)
  expect(csv).toContain('（千元）')
  expect(csv).toContain(`"${shown}"`)
  await city.context().close()
})
