/** An enterprise brings in its own ledger, corrects one place, and next time what it corrected is known. */
import AxeBuilder from '@axe-core/playwright'
import { type CellValue, Workbook } from '@cj-tech-master/excelts'
import { expect, type Page, test } from '@playwright/test'
import { formatPeriod, previousPeriod } from '#engines/form/index.ts'
import { clientOf, issue, listed, publishForm } from './own-collection.ts'
import { cell, findReporters, product, readBack, saved, signIn, type } from './reporters.ts'

test.skip(product === undefined, 'the product is not running: BASE_URL names none')
test.describe.configure({ timeout: 180_000 })

type Rows = readonly (readonly CellValue[])[]

async function ledger(
  rows: Rows,
  name = '产销台账202610.xlsx',
  sheetName = '产销',
): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const book = new Workbook()
  const sheet = book.addWorksheet(sheetName)
  for (const [i, row] of rows.entries())
    for (const [j, value] of row.entries()) if (value !== null) sheet.getCell(i + 1, j + 1).value = value
  const buffer = Buffer.from(await book.xlsx.writeBuffer())
  return { name, mimeType: '', buffer }
}

const heads: Rows = [
  ['产销台账', null, null, '单位：元'],
  ['项目', '本月', '本年累计'],
]
const lines: Rows = [
  ['一、工业总产值', 1_234_567.8, 9_000_000],
  ['二、工业销售产值', 1_000_000, 8_000_000],
  ['出口一部', 30_000, 200_000],
  ['出口二部', 20_000, 100_000],
]

const own = (page: Page) => page.getByRole('dialog', { name: '从自己的表格导入' })

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(bad.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
}

test('should be matched, corrected, looked through and filled in, and be known again with a row moved', async ({
  page,
}) => {
  const [reporter] = await findReporters(1)
  await signIn(page, reporter!.name)
  await page.goto(reporter!.path)
  await expect(cell(page, 'M13')).toBeVisible()
  const ask = async (item: string) => {
    await page.getByRole('button', { name: '更多' }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }

  // A file that is none of ours, given to the other upload, is handed over.
  await ask('上传填好的 Excel')
  await page.getByTestId('upload-file').setInputFiles(await ledger([...heads, ...lines]))
  await page.getByRole('button', { name: '按自己的表样导入' }).click()
  const address = (slot: string) => own(page).locator(`[data-slot="${slot}"]`)
  await expect(address('M13')).toHaveValue('产销!B3')
  await expect(address('M18')).toHaveValue('产销!C4')
  await expect(own(page)).toContainText('1,234,567.8 元 → 1,235 千元（四舍五入）')
  await expect(own(page)).toContainText('除以 1,000')

  // The ledger has no 出口交货值: two lines are added up, once by clicking and once by typing.
  await address('M21').focus()
  await own(page).locator('[data-at="B5"]').click()
  await own(page)
    .locator('[data-at="B6"]')
    .click({ modifiers: ['Control'] })
  await expect(address('M21')).toHaveValue('产销!B5+B6')
  await address('M22').fill('C5:C99999')
  await address('M22').press('Enter')
  await expect(own(page)).toContainText('一格最多相加')
  await address('M22').fill('c5：c6')
  await address('M22').press('Enter')
  await expect(address('M22')).toHaveValue('产销!C5:C6')
  await expectAccessible(page)

  await own(page).getByRole('button', { name: '核对差别' }).click()
  await expect(own(page).getByRole('row').filter({ hasText: '出口交货值 · 本月' })).toContainText('50')
  await expect(own(page).getByLabel('名称')).toHaveValue('产销台账')
  const [kept] = await Promise.all([
    page.waitForResponse(
      answer => answer.url().endsWith('/workbook-mappings') && answer.request().method() === 'POST',
    ),
    own(page)
      .getByRole('button', { name: /^填入报表/ })
      .click(),
  ])
  expect(kept.ok()).toBe(true)
  await expect(cell(page, 'M13')).toHaveValue('1,235')
  await expect(cell(page, 'M22')).toHaveValue('300')
  await page.getByRole('button', { name: '撤销（Ctrl+Z）' }).click()
  await expect(cell(page, 'M13')).toHaveValue('')
  await expect(cell(page, 'M22')).toHaveValue('')
  await page.getByRole('button', { name: '重做（Ctrl+Y）' }).click()
  await expect(saved(page)).toBeVisible()
  expect((await readBack(reporter!)).values.cells).toMatchObject({ M13: '1235', M21: '50', M22: '300' })

  // Next time a line was put in above and another is gone.
  const moved = [['新增项目', 1, 1], ...lines.filter(([name]) => name !== '二、工业销售产值')]
  await ask('从自己的表格导入')
  await expect(own(page)).toContainText('产销台账')
  await page.getByTestId('own-file').setInputFiles(await ledger([...heads, ...moved]))
  await expect(own(page)).toContainText('已用上次的对应关系“产销台账”')
  await expect(own(page)).toContainText('从第 3 行移到第 4 行')
  await expect(own(page)).toContainText('有 2 处不再适用')
  await expect(address('M13')).toHaveValue('产销!B4')
  await expect(address('M17')).toHaveValue('')
  await expect(address('M21')).toHaveValue('产销!B5+B6')
  await own(page).getByRole('button', { name: '换一个文件' }).click()
  await page
    .getByTestId('own-file')
    .setInputFiles({ name: '坏.xlsx', mimeType: '', buffer: Buffer.from('1') })
  await expect(own(page).getByRole('alert')).toContainText('这不是 Excel 工作簿')

  await own(page).getByRole('button', { name: '“产销台账”改名' }).click()
  await own(page).getByLabel('名称').fill('产销月报')
  await own(page).getByRole('button', { name: '保存' }).click()
  await own(page).getByRole('button', { name: '删除“产销月报”' }).click()
  await own(page).getByRole('button', { name: '确认删除' }).click()
  await expect(own(page)).toContainText('还没有记住的对应关系')
})

const FORM = `
form: "{form}"
title: [自办月报, A monthly form]
marks: { tableNumber: 示例, issuer: 示例, approvalNumber: 示例, validUntil: 2099-12 }
frequency: M
subject: industry
unit: 千元
sections:
  - matrix: main
    type: decimal(0)
    heading:
      - { key: month, name: [本月, This month] }
      - { key: year, name: [1—本月, January to this month] }
    stub:
      - { code: 01, name: [工业总产值, Output], cells: "M{1..2}" }
      - { code: 02, name: [工业销售产值, Sold], cells: "M{3..4}" }
`

test('a mapping should be remembered where nothing differs, and fill in the next month’s workbook', async ({
  page,
}) => {
  const [reporter] = await findReporters(1)
  const [current, unitId] = reporter!.path.split('/').slice(-2).map(Number) as [number, number]
  const { regionCode } = (await listed(current, 'states=owed')).find(one => one.unitId === unitId)!
  const versionId = await publishForm('LEDGER', FORM)
  const criterion = { regions: [regionCode], aboveThreshold: true }
  const months = [await issue(versionId, criterion, 1), await issue(versionId, criterion)]
  const client = await clientOf(reporter!.name)
  const pathOf = (collectionId: number) => `/reports/${collectionId}/${unitId}`
  const { report } = await client.get<{ report: { period: string } }>(
    `/api/collect/my-reports/${months[1]}/${unitId}`,
  )
  const sheetOf = (period: string) => formatPeriod(period, 'zh-CN')
  const fileOf = (period: string, rows: Rows) =>
    ledger(rows, `产销台账${period.replace(/\D/g, '')}.xlsx`, sheetOf(period))
  const title: Rows = [
    ['产销台账', null, null, '单位：千元'],
    ['项目', '当月', '累计'],
  ]
  const [before, now] = [previousPeriod(report.period), report.period]
  const address = (slot: string) => own(page).locator(`[data-slot="${slot}"]`)
  const ask = async () => {
    await page.getByRole('button', { name: '更多' }).click()
    await page.getByRole('menuitem', { name: '从自己的表格导入' }).click()
  }

  await signIn(page, reporter!.name)
  await page.goto(pathOf(months[0]!))
  // Typed by hand this time: the workbook says the same.
  await type(page, { M1: '100', M2: '900', M3: '80', M4: '700' })
  await expect(saved(page)).toBeVisible()
  await ask()
  await expect(own(page)).toContainText('还没有记住的对应关系')
  await page
    .getByTestId('own-file')
    .setInputFiles(await fileOf(before, [...title, ['甲车间产出', 100, 900], ['甲车间销出', 80, 700]]))
  for (const [slot, at] of Object.entries({ M1: 'B3', M2: 'C3', M3: 'B4', M4: 'C4' })) {
    await address(slot).fill(at)
    await address(slot).press('Enter')
  }
  await own(page).getByRole('button', { name: '核对差别' }).click()
  await expect(own(page)).toContainText('没有可以填入的差别')
  await own(page).getByLabel('名称').fill('')
  await expect(own(page).getByRole('button', { name: '填入报表（0）' })).toBeDisabled()
  await own(page).getByLabel('名称').fill('车间台账')
  await expectAccessible(page)
  await own(page).getByRole('button', { name: '只记住对应关系' }).press('Enter')
  await expect(own(page)).toBeHidden()
  await expect(page.getByText('已记住对应关系“车间台账”')).toBeVisible()
  await expect(cell(page, 'M1')).toHaveValue('100')

  // A month later: another file, its sheet named for the month, a line put in above.
  await page.goto(pathOf(months[1]!))
  await expect(cell(page, 'M1')).toHaveValue('')
  await ask()
  await expect(own(page)).toContainText('车间台账')
  await page
    .getByTestId('own-file')
    .setInputFiles(
      await fileOf(now, [
        ...title,
        ['乙车间产出', 1, 1],
        ['甲车间产出', 120, 1_020],
        ['甲车间销出', 90, 790],
      ]),
    )
  await expect(own(page)).toContainText('已用上次的对应关系“车间台账”')
  await own(page)
    .getByRole('button', { name: /^填入报表/ })
    .click()
  for (const [key, value] of Object.entries({ M1: '120', M2: '1,020', M3: '90', M4: '790' }))
    await expect(cell(page, key)).toHaveValue(value)
  await expect(saved(page)).toBeVisible()
})
