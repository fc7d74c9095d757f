import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, expect, type Locator, type Page, request, test } from '@playwright/test'

/**
 * One monthly return, from the enterprise's keyboard to the city's total and back down to the revision.
 * Needs the product with its demonstration city; `./zhitong test` starts one and names it in `BASE_URL`.
 */
const product = process.env.BASE_URL
test.skip(product === undefined, 'the product is not running: BASE_URL names none')

const PASSWORD = 'Zhitong-2026'
const SOFFICE = '/usr/bin/soffice'
const STARTER = '分县区工业总产值及增长'
const VALUE = 1

type Cells = Readonly<Record<string, string | null>>
type Opened = Readonly<{ values: Readonly<{ cells: Cells }>; previous: Readonly<{ cells: Cells }> | null }>

const cell = (page: Page, code: string): Locator => page.locator(`[data-cell="${code}"]`)
const total = (page: Page): Locator => page.locator(`[data-at="0 ${VALUE}"]`)
const panel = (page: Page): Locator => page.getByRole('complementary', { name: '审核结果' })
const state = (page: Page): Locator => page.locator('.co-report-meta .zt-tag')
const amount = (text: string): number => Number(text.replaceAll(',', ''))

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
  for (const { unitId, creditCode, unitName } of items.toReversed()) {
    const enterprise = await api(creditCode)
    const opened = (await (await enterprise.get(`/api/collect/my-reports/${id}/${unitId}`)).json()) as Opened
    const before = opened.previous?.cells
    const lastYear = opened.values.cells
    if (!before?.M14 || Number(lastYear.M15) < 1_000 || Number(lastYear.M19) < 1_000) continue
    return { creditCode, unitName, path: `${id}/${unitId}`, before, lastYear }
  }
  throw new Error('no enterprise has a month to report')
}

/** 工业总产值 of the city this month, in the form's own unit of measure, as the tabulation gives it now. */
async function cityTotal(): Promise<number> {
  const context = await api('city')
  const { csrfToken } = await (await context.get('/api/session')).json()
  const { sources, editions } = await (await context.get('/api/tabulate/sources')).json()
  const source = sources.find((one: { formCode: string }) => one.formCode === 'B204-1')
  const definition = {
    edition: editions[0].edition,
    periods: [source.periods[0]],
    rows: [],
    columns: [{ key: 's', label: { 'zh-CN': '产值' }, measure: { kind: 'sum', column: 'M13' } }],
  }
  const reply = await context.post('/api/tabulate/run', {
    headers: { 'x-csrf-token': csrfToken },
    data: { formVersionId: source.formVersionId, definition },
  })
  return Number((await reply.json()).grid.rows[0].cells[0])
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
    await waiting.first().getByLabel('情况说明').fill(reason)
    await expect.poll(() => waiting.count()).toBeLessThan(left)
  }
}

async function openTable(page: Page): Promise<number> {
  await page.goto('/console/tabulate')
  await page.getByRole('link', { name: STARTER, exact: true }).first().click()
  await expect(page.locator('.tb-holder')).toHaveAttribute('aria-busy', 'false')
  return amount((await total(page).textContent()) ?? '')
}

test('a monthly return should travel from its enterprise to the total of the city, and back', async ({
  browser,
}) => {
  test.setTimeout(240_000)
  const { creditCode, unitName, path, before, lastYear } = await findEnterprise()
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

  const earlier = await cityTotal()

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

  await test.step('it submits, and the county sees it without asking again', async () => {
    await enterprise.keyboard.press('Control+Enter')
    await enterprise.getByRole('dialog').getByRole('button', { name: '确认上报' }).click()
    await expect(enterprise.getByText(/^ZT\d{5}-\d{7}-01$/)).toBeVisible()
    await county.bringToFront()
    await expect(state(county)).toHaveText('待验收')
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
    await county.bringToFront()
    await expect(state(county)).toHaveText('待验收')
    await county.keyboard.press('a')
    await expect(state(county)).toHaveText('县级已验收')
    await city.goto(desk)
    await expect(state(city)).toHaveText('县级已验收')
    await city.keyboard.press('a')
    await expect(state(city)).toHaveText('市级已验收')
  })

  await test.step('the total has grown by exactly this return', async () => {
    expect(await cityTotal()).toBe(earlier + corrected)
    expect(await openTable(city)).toBeGreaterThan(0)
  })

  await test.step('a cell leads to the report and to each of its revisions', async () => {
    const row = city.locator('.tb-stub').filter({ hasText: '醴陵市' }).first()
    const at = (await row.getAttribute('data-at'))?.split(' ')[0] ?? '0'
    await city.locator(`[data-at="${at} ${VALUE}"]`).focus()
    await city.keyboard.press('Enter')
    const drawer = city.getByRole('dialog')
    await expect(drawer.getByRole('link').first()).toBeVisible()
    const href = await drawer.getByRole('link').first().getAttribute('href')
    expect(href).toMatch(/\/collect\/reports\/\d+\/\d+$/)
    await city.goto(desk)
    await expect(city.getByRole('heading', { level: 1, name: unitName })).toBeVisible()
    await city.getByRole('tab', { name: '过程' }).click()
    await expect(city.locator('.co-history')).toContainText('请核对是否误将季度数填入')
  })

  await test.step('the table leaves as a workbook that LibreOffice opens', async () => {
    test.skip(!existsSync(SOFFICE), 'LibreOffice is not installed')
    const shown = await openTable(city)
    const [file] = await Promise.all([
      city.waitForEvent('download'),
      city.getByRole('button', { name: '导出 Excel' }).click(),
    ])
    const folder = mkdtempSync(join(tmpdir(), 'zhitong-story-'))
    const workbook = join(folder, 'table.xlsx')
    await file.saveAs(workbook)
    execFileSync(SOFFICE, [
      `-env:UserInstallation=file://${folder}/profile`,
      '--headless',
      '--convert-to',
      'csv:Text - txt - csv (StarCalc):44,34,76,1',
      '--outdir',
      folder,
      workbook,
    ])
    const csv = readFileSync(join(folder, 'table.csv'), 'utf8')
    expect(csv).toContain('醴陵市')
    expect(csv.replaceAll(/["]/g, '')).toContain(shown.toLocaleString('en-US', { minimumFractionDigits: 0 }))
  })

  for (const page of [enterprise, county, city]) await page.context().close()
})
