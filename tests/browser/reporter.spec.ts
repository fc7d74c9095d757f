import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { Workbook } from '@cj-tech-master/excelts'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { uiText } from '#ui/locale/text.ts'
import {
  cell,
  explain,
  findReporters,
  panel,
  product,
  type Reporter,
  readBack,
  saved,
  signIn,
  type,
} from './reporters.ts'

/** Needs the product with its demonstration city; `./zhitong test` starts one and names it in `BASE_URL`. */
test.skip(product === undefined, 'the product is not running: BASE_URL names none')

test.describe.configure({ timeout: 180_000 })

test('should say before and after signing in that the data is generated', async ({ page }) => {
  const banner = page.getByText(uiText['zh-CN']['ui.demo.banner'])
  await page.goto('/sign-in')
  await expect(banner).toBeVisible()
  await signIn(page, 'enterprise')
  await expect(banner).toBeVisible()
})

const WANTED = 6
let reporters: readonly Reporter[] = []

test.beforeAll(async () => {
  reporters = await findReporters(WANTED)
})

async function openReport(page: Page, reporter: Reporter): Promise<void> {
  await signIn(page, reporter.name)
  await page.goto(reporter.path)
  await expect(cell(page, 'M13')).toBeVisible()
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(bad.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
}

test('should show what is owed, until when and whom to ask', async ({ page }) => {
  await signIn(page, 'enterprise')
  const card = page.locator('.zr-card').filter({ hasText: 'B204-1' })
  await expect(card.first()).toContainText('工业产销总值')
  await expect(card.first()).toContainText(/还剩 \d+ (天|小时|分钟)/)
  await expect(page.getByText('有疑问找谁')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('heading', { name: 'Forms of this period' })).toBeVisible()
  await expect(card.first()).toContainText(/\d+ (days|hours|minutes?) left/)
})

test('should be filled from the keyboard, block on a fatal finding, and keep what was saved', async ({
  page,
}) => {
  await signIn(page, 'enterprise')
  await page.locator('.zr-card').filter({ hasText: 'B204-1' }).first().locator('.zt-button').first().click()
  await expect(cell(page, 'M13')).toBeFocused()
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
  await expect(panel(page)).toContainText(/还有 \d+ 格必填.*填齐后即可上报/)
  await expect(panel(page)).not.toContainText(/强制性|REQUIRED/)
  await expect(page.locator('[data-cell][aria-invalid]')).toHaveCount(0)
  await expectAccessible(page)
  await page.keyboard.type('5000')
  await page.keyboard.press('Enter')
  await expect(cell(page, 'M17')).toBeFocused()
  await page.keyboard.type('4800')
  await cell(page, 'M17').fill('')
  await cell(page, 'M14').fill('4000')
  await expect(cell(page, 'M17')).toHaveAttribute('aria-invalid', 'true')
  await expect(cell(page, 'M18')).not.toHaveAttribute('aria-invalid')
  await expect(panel(page)).toContainText('1—本月 不应小于 本月')
  await expect(panel(page)).toContainText('暂不能上报')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/还不能上报：\d+ 条强制性错误/)).toBeVisible()
  await expect(cell(page, 'M18')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByRole('dialog', { name: '确认上报' })).toBeHidden()
  await expect(saved(page)).toBeVisible()
  await page.reload()
  await expect(cell(page, 'M13')).toHaveValue('5,000')
  await expect(cell(page, 'M14')).toHaveValue('4,000')
  await page.getByRole('button', { name: '更多' }).click()
  await page.getByRole('menuitem', { name: '放弃草稿' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '放弃草稿' }).click()
  await expect(cell(page, 'M13')).toHaveValue('')
})

test('should refuse boiler-plate as an explanation and take a reason of the list with what really happened', async ({
  page,
}) => {
  const reporter = reporters[0]!
  await openReport(page, reporter)
  const { M13, M14, ...rest } = reporter.good
  const jump = Number(M13) * 2
  await type(page, { ...rest, M13: String(jump), M14: String(Number(M14) + jump - Number(M13)) })
  const finding = panel(page).locator('.zt-finding-query').filter({ hasText: 'E003' })
  const [reason, text] = [finding.getByLabel('原因', { exact: true }), finding.getByLabel('情况说明')]
  await text.fill('核实无误，情况属实')
  await expect(finding).toContainText('套话')
  await expect(finding).toContainText('待说明')
  await text.fill('新增一条釉面砖生产线，10月投产')
  await expect(finding).toContainText('请先选择原因')
  await expect(finding).toContainText('待说明')
  await reason.selectOption('新增产能或新产品投产')
  await text.fill('因为新增产能')
  await expect(finding).toContainText('只是重复了所选的原因')
  await text.fill('新增一条釉面砖生产线，10月投产')
  await expect(finding).toContainText('已说明')
  await expectAccessible(page)
  await expect(saved(page)).toBeVisible()
  await page.reload()
  await expect(text).toHaveValue('新增一条釉面砖生产线，10月投产')
  await expect(reason).toHaveValue('CAPACITY')
})

test('should keep on this device what could not be saved, and bring it back', async ({ page }) => {
  const reporter = reporters[1]!
  await openReport(page, reporter)
  await page.route('**/draft', route => route.abort())
  await cell(page, 'M13').fill('4321')
  await cell(page, 'M17').fill('12a')
  await expect(page.getByText('离线，已存本机')).toBeVisible()
  expect((await readBack(reporter)).values.cells.M13 ?? null).toBeNull()
  const again = await page.context().newPage()
  await page.close({ runBeforeUnload: false })
  await again.goto('/')
  await expect(again.getByText('本机有未保存到服务器的内容')).toBeVisible()
  await again.goto(reporter.path)
  await expect(cell(again, 'M13')).toHaveValue('4,321')
  await expect(cell(again, 'M17')).toHaveValue('12a')
  await expect(saved(again)).toBeVisible()
  expect((await readBack(reporter)).values.cells.M13).toBe('4321')
})

async function another(browser: Browser, reporter: Reporter): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })).newPage()
  await openReport(page, reporter)
  return page
}

test('should read the report again when its page was out of sight and is seen again', async ({ page }) => {
  const reporter = reporters[1]!
  await openReport(page, reporter)
  await page.waitForLoadState('networkidle')
  const again = page.waitForRequest(request => request.url().endsWith(`/my-${reporter.path.slice(1)}`))
  await page.evaluate(() => {
    for (const hidden of [true, false]) {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
      document.dispatchEvent(new Event('visibilitychange'))
    }
  })
  await again
})

test('should show both sides when two browsers change one report, and save what is chosen', async ({
  browser,
}) => {
  const reporter = reporters[2]!
  const [one, two] = [await another(browser, reporter), await another(browser, reporter)]
  await type(one, { M13: '1111', M21: '300' })
  await expect(saved(one)).toBeVisible()
  await type(two, { M13: '2222', M17: '900' })
  const dialog = two.getByRole('dialog', { name: '两处都改了这张表' })
  await expect(dialog).toBeVisible()
  await expect(dialog.getByRole('row').filter({ hasText: '工业总产值' })).toContainText('1,111')
  await expect(dialog).toContainText('还有 1 处未选择')
  await expectAccessible(two)
  await expect(dialog.getByRole('button', { name: '按选择保存' })).toBeDisabled()
  expect((await readBack(reporter)).values.cells.M13).toBe('1111')
  await dialog.getByRole('radio', { name: /工业总产值.*我的 2,222/ }).check()
  await dialog.getByRole('button', { name: '按选择保存' }).click()
  await expect(saved(two)).toBeVisible()
  await expect(cell(two, 'M21')).toHaveValue('300')
  const { cells } = (await readBack(reporter)).values
  expect([cells.M13, cells.M17, cells.M21]).toEqual(['2222', '900', '300'])
  await Promise.all([one.context().close(), two.context().close()])
})

/** Puts values into a downloaded workbook, where the file itself says that the cells stand. */
async function fillWorkbook(path: string, values: Readonly<Record<string, string>>): Promise<Buffer> {
  const book = new Workbook()
  await book.xlsx.load(readFileSync(path))
  const record = book.getWorksheet('_zhitong')!
  const sheet = book.worksheets[0]!
  for (let row = 1; row <= record.rowCount; row += 1) {
    const value = values[String(record.getCell(row, 3).value)]
    if (value === undefined) continue
    const typed = Number(value)
    sheet.getCell(String(record.getCell(row, 1).value)).value = Number.isNaN(typed) ? value : typed
  }
  return Buffer.from(await book.xlsx.writeBuffer())
}

const more = async (page: Page, item: string | RegExp): Promise<void> => {
  await page.getByRole('button', { name: '更多' }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

test('should be taken home as Excel, filled there, looked through, filled in, taken back and submitted', async ({
  page,
}) => {
  const reporter = reporters[5]!
  await openReport(page, reporter)
  await cell(page, 'M21').fill('1')
  const [file] = await Promise.all([page.waitForEvent('download'), more(page, /下载 Excel/)])
  expect(file.suggestedFilename()).toMatch(/^B204-1 工业产销总值 .+\.xlsx$/)
  const buffer = async (values: Readonly<Record<string, string>>) => ({
    name: 'filled.xlsx',
    mimeType: '',
    buffer: await fillWorkbook(await file.path(), values),
  })
  await more(page, '上传填好的 Excel')
  const dialog = page.getByRole('dialog', { name: '上传填好的 Excel' })
  const input = dialog.getByTestId('upload-file')
  await input.setInputFiles({ name: 'other.xlsx', mimeType: '', buffer: Buffer.from('1,2') })
  await expect(dialog.getByRole('alert')).toContainText('这不是 Excel 工作簿')
  await input.setInputFiles(await buffer({ ...reporter.good, M13: '很多', H02: '别的厂' }))
  await expect(dialog).toContainText('“很多”不是数字')
  await expect(dialog).toContainText('文件中的改动不采用')
  await expect(dialog.getByRole('row').filter({ hasText: '出口交货值 · 本月' })).toContainText('1')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: '换一个文件' }).click()
  await input.setInputFiles(await buffer(reporter.good))
  await dialog.getByRole('button', { name: /^填入报表/ }).click()
  const shown = Number(reporter.good.M13).toLocaleString('en')
  await expect(cell(page, 'M13')).toHaveValue(shown)
  await page.getByRole('button', { name: '撤销（Ctrl+Z）' }).click()
  await expect(cell(page, 'M13')).toHaveValue('')
  await expect(cell(page, 'M21')).toHaveValue('1')
  await page.getByRole('button', { name: '重做（Ctrl+Y）' }).click()
  await expect(cell(page, 'M13')).toHaveValue(shown)
  await expect(panel(page)).toContainText('可以上报')
  await page.getByRole('button', { name: '上报', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确认上报' }).click()
  await expect(page.getByText('上报成功')).toBeVisible()
  expect((await readBack(reporter)).values.cells.M13).toBe(reporter.good.M13)
})

test('should print the statutory table and nothing else', async ({ page }) => {
  await openReport(page, reporters[0]!)
  await page.emulateMedia({ media: 'print' })
  await expect(page.locator('.zt-legal-marks')).toBeVisible()
  await expect(page.locator('.zt-fields-signers')).toBeVisible()
  for (const gone of ['.zt-desk-tools', '.zt-findings', '.zt-status', '.zt-head', '.zt-cell-input'])
    await expect(page.locator(gone).first()).toBeHidden()
})

test('should submit once although the first answer is lost, give a receipt, and list what was changed', async ({
  page,
}) => {
  const reporter = reporters[3]!
  await openReport(page, reporter)
  await type(page, reporter.good)
  await expect(panel(page)).toContainText('可以上报')
  const ids: string[] = []
  await page.route('**/submissions', async route => {
    ids.push((route.request().postDataJSON() as { clientId: string }).clientId)
    const answer = await route.fetch()
    return ids.length === 1 ? route.abort() : route.fulfill({ response: answer })
  })
  await page.keyboard.press('Control+Enter')
  const dialog = page.getByRole('dialog', { name: '确认上报' })
  await expect(dialog).toContainText('没有强制性错误')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '报送回执' })).toBeVisible()
  await expect(page.getByText(/^ZT\d{5}-\d{7}-01$/)).toBeVisible()
  expect(new Set(ids).size).toBe(1)
  expect(ids.length).toBe(2)
  expect((await readBack(reporter)).report).toMatchObject({ state: 'submitted', revisionNo: 1 })
  await expectAccessible(page)

  await page.getByRole('link', { name: '查看报表' }).click()
  await expect(page.getByText(/回执编号 ZT/)).toBeVisible()
  await expect(cell(page, 'M13')).not.toBeEditable()
  await page.getByRole('button', { name: '修改重报' }).click()
  const changed = Number(reporter.good.M22) + 1
  await cell(page, 'M22').fill(String(changed))
  await explain(panel(page).locator('.zt-finding-query'), '上月少报一笔出口，本月补记')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('dialog').getByRole('button', { name: '确认上报' }).click()
  await expect(page.getByText(/^ZT\d{5}-\d{7}-02$/)).toBeVisible()
  await page.getByRole('link', { name: '报送历史' }).click()
  const second = page.locator('.zr-revision').filter({ hasText: '第 2 版' })
  await expect(second).toContainText('与上一版相比改动 1 处')
  await expect(second.getByRole('row').filter({ hasText: '出口交货值' })).toContainText(
    changed.toLocaleString('en-US'),
  )
  await expectAccessible(page)
  await page.goto('/history')
  await expect(
    page
      .getByRole('row')
      .filter({ hasText: /ZT\d{5}-\d{7}-02/ })
      .first(),
  ).toContainText('已上报')
  await expectAccessible(page)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('should fill, explain what blocks and submit within the width of the screen', async ({ page }) => {
    const reporter = reporters[4]!
    await signIn(page, reporter.name)
    await expectAccessible(page)
    await page.goto(reporter.path)
    await type(page, { M13: reporter.good.M13! })
    await expect(page.getByText(/还有 \d+ 格必填/).first()).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: '更多' }).click()
    for (const name of ['上传填好的 Excel', '下载空表 Excel', '打印（或存为 PDF）'])
      await expect(page.getByRole('menuitem', { name })).toBeInViewport({ ratio: 1 })
    await page.keyboard.press('Escape')
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(390)
    await type(page, reporter.good)
    await page.getByRole('button', { name: '上报', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: '确认上报' }).click()
    await expect(page.getByText(/^ZT\d{5}-\d{7}-01$/)).toBeVisible()
    await page.goto('/history')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  })
})
