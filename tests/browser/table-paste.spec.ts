import { expect, type Page, test } from '@playwright/test'
import { findLibreOffice } from '#apps/cli/test-tools.ts'
import { issue, listed, publishForm } from './own-collection.ts'
import { cell, findReporters, panel, product, type Reporter, readBack, saved, signIn } from './reporters.ts'
import { copiedByLibreOffice, HEADS, type Line, lineOf, products } from './spreadsheet.ts'

/** A firm's own table of products, brought into a form whose rows are chosen from a list. */
test.skip(product === undefined, 'the product is not running: BASE_URL names none')
test.describe.configure({ mode: 'serial', timeout: 120_000 })

const LIST = 2_000
const PASTED = 200

const FORM = `
form: "{form}"
title: [主要产品产销与库存, Products made and in stock]
marks: { tableNumber: 示例, issuer: 示例, approvalNumber: 示例, validUntil: 2099-12 }
frequency: M
subject: industry
sections:
  - rows: products
    codelist: products
    keyName: [产品名称, Product]
    maxRows: ${LIST}
    heading:
      - { key: output, name: [产量, Output], unit: 吨, type: "decimal(2, 0..)" }
      - { key: value, name: [产值, Value], unit: 千元, type: "decimal(0)" }
      - { key: good, name: [合格率, Share of good pieces], unit: "%", type: "decimal(1)" }
      - { key: stock, name: [库存增减, Change of stock], unit: 吨, type: "decimal(2)" }
    cells: P{01..04}
codelists:
  products:
${products(LIST)
  .map(({ code, name }) => `    - { code: ${code}, name: ${name} }`)
  .join('\n')}
rules: |
  define datapoint ruleset goods ( variable P01, P02, P03 ) is
    G1 : P03 <= 100 errorcode "合格率不应超过100%" errorlevel "fatal" ;
    G2 : when P01 > 0 then P02 > 0 errorcode "有产量应有产值" errorlevel "query"
  end datapoint ruleset ;
`

let reporter: Reporter
let path = ''

test.beforeAll(async () => {
  reporter = (await findReporters(1))[0]!
  const unitId = Number(reporter.path.split('/').at(-1))
  const current = Number(reporter.path.split('/').at(-2))
  const own = (await listed(current, 'states=owed')).find(one => one.unitId === unitId)!
  const versionId = await publishForm('GOODS', FORM)
  const collectionId = await issue(versionId, { regions: [own.regionCode], aboveThreshold: true })
  path = `/reports/${collectionId}/${unitId}`
})

const add = (page: Page) => page.getByRole('combobox', { name: '添加产品名称' })
/** Far rows are not drawn, but counted. */
const counted = (page: Page) => page.locator('.zt-rows-count')

/** Both kinds that a spreadsheet puts on the clipboard. */
const paste = (page: Page, text: string): Promise<void> =>
  page.evaluate(text => {
    const data = new DataTransfer()
    data.setData('text/html', `<table><tr><td>${text.replaceAll('\t', '</td><td>')}</td></tr></table>`)
    data.setData('text/plain', text)
    document.activeElement!.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
  }, text)

async function opened(page: Page): Promise<void> {
  await signIn(page, reporter.name)
  await page.goto(path)
  await expect(add(page)).toBeVisible()
}

test('two hundred products should be pasted with their names, every fault told by its line or cell', async ({
  page,
}) => {
  const office = findLibreOffice()
  test.skip(office === undefined, 'LibreOffice is not installed')
  const list = products(LIST)
  const lines: Line[] = [HEADS, ...list.slice(0, PASTED).map(lineOf)]
  const at = (nth: number, changes: Readonly<Record<number, string | number | null>>) => {
    lines[nth] = lines[nth]!.map((one, column) => (column in changes ? changes[column]! : one))
  }
  at(3, { 3: '１，２３４．５' })
  at(5, { 3: '约300' })
  at(7, { 5: 1.2 })
  at(9, { 4: '50%' })
  at(11, { 1: '没有这种产品', 2: null })
  at(13, { 1: list[0]!.name, 2: 1 })
  const text = await copiedByLibreOffice(office!, lines)
  expect(text).toContain('1,234.50')
  expect(text).toContain('(12.50)')
  expect(text).toContain('98.5%')

  await opened(page)
  await add(page).focus()
  await paste(page, text)
  await expect(counted(page)).toHaveText(`${PASTED - 2} 行，最多 ${LIST} 行`)
  await expect(cell(page, 'P01@0001')).toHaveValue('1,234.50')
  await expect(cell(page, 'P04@0001')).toHaveValue('-12.50')
  await expect(cell(page, 'P03@0002')).toHaveValue('98.5')
  await expect(cell(page, 'P04@0002')).toHaveValue('')
  await expect(cell(page, 'P01@0003')).toHaveValue('1,234.50')

  const told = page.getByRole('region', { name: '消息' })
  await expect(told).toContainText('2 行没有粘贴：第12行“没有这种产品”不在目录中')
  await expect(told).toContainText('第14行“产品0001”前面已有')
  const unread = panel(page).getByRole('button').filter({ hasText: '产品0005' })
  await expect(unread).toContainText('产量')
  await expect(unread).toContainText('“约300”不是数字')
  await expect(panel(page)).toContainText('产品0009')
  await expect(panel(page)).toContainText('不应填写百分数')
  await expect(panel(page).getByRole('button').filter({ hasText: '产品0007' })).toContainText('合格率')

  await page.keyboard.press('F8')
  await expect(cell(page, 'P01@0005')).toBeFocused()
  await page.keyboard.press('F8')
  await expect(cell(page, 'P02@0009')).toBeFocused()
  await page.keyboard.press('F8')
  await expect(cell(page, 'P03@0007')).toBeFocused()

  await page.keyboard.press('Control+z')
  await expect(counted(page)).toHaveText(`0 行，最多 ${LIST} 行`)
  await page.getByRole('button', { name: '重做' }).click()
  await expect(counted(page)).toHaveText(`${PASTED - 2} 行，最多 ${LIST} 行`)
  await cell(page, 'P01@0005').fill('300')
  await cell(page, 'P02@0009').fill('98774')
  await cell(page, 'P03@0007').fill('99.9')
  await expect(panel(page)).toContainText('可以上报')
  await expect(saved(page)).toBeVisible({ timeout: 30_000 })
  const { values } = await readBack({ ...reporter, path })
  const rows = (values as unknown as { rows: Record<string, { key: string; cells: object }[]> }).rows
    .products!
  expect(rows).toHaveLength(PASTED - 2)
  expect(rows[2]).toEqual({
    key: '0003',
    cells: { P01: '1234.50', P02: '98767', P03: '98.5', P04: '-12.50' },
  })
})

test('two thousand products should be filled in cell by cell, a keystroke touching its own row', async ({
  page,
}) => {
  const list = products(LIST)
  await opened(page)
  const before = (await counted(page).textContent()) ?? ''
  await add(page).focus()
  await paste(page, list.map(({ name }, nth) => [name, 10 + nth, 100, '98.5%', ''].join('\t')).join('\n'))
  await expect(counted(page)).toHaveText(`${LIST} 行，最多 ${LIST} 行`)
  await expect(page.locator('.zr-save')).toHaveText(/^已保存/, { timeout: 30_000 })
  await cell(page, 'P01@0001').click()
  await page.keyboard.press('Control+End')
  const last = cell(page, `P02@${list.at(-1)!.code}`)
  await last.click()
  await page.evaluate(() => {
    const touched = new Set<Element>()
    Object.assign(window, { touched })
    new MutationObserver(changes => {
      for (const { target } of changes) {
        const row = (target instanceof Element ? target : target.parentElement)?.closest('.zt-grid tbody tr')
        if (row) touched.add(row)
      }
    }).observe(document.body, { attributes: true, childList: true, characterData: true, subtree: true })
  })
  await page.keyboard.type('12345')
  await expect(last).toHaveValue('12,345')
  const touched = await page.evaluate(() => (window as unknown as { touched: Set<Element> }).touched.size)
  expect(touched).toBeLessThanOrEqual(1)
  await page.keyboard.press('Enter')
  for (const _ of ['the word', 'the table']) await page.keyboard.press('Control+z')
  await expect(counted(page)).toHaveText(before)
})
