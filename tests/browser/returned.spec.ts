import { expect, type Page, test } from '@playwright/test'
import { prepared, withDevice } from './device.ts'
import { clientOf, issue, listed, publishForm } from './own-collection.ts'
import {
  cell,
  enterAccount,
  explain,
  findReporters,
  product,
  readBack,
  saved,
  signIn,
  type,
} from './reporters.ts'
import { products } from './spreadsheet.ts'

/** Begun without network, brought home, sent back with three cells, and mended on a telephone. */
test.skip(product === undefined, 'the product is not running: BASE_URL names none')
test.describe.configure({ timeout: 120_000 })

const REASON = '工业销售产值三项与上月衔接不上，请核对后修改'
const MARKED = ['M17', 'M18', 'M22'] as const

const submit = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: '上报', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确认上报' }).click()
}

test('what was typed while the network went should come back, and three returned cells be mended on a phone', () =>
  withDevice(async device => {
    const reporter = (await findReporters(1))[0]!
    const { M13, M14, ...rest } = reporter.good
    const shown = (code: string) => Number(reporter.good[code]).toLocaleString('en')

    await test.step('the network goes in the middle, the browser closes', async () => {
      const page = await prepared(device, reporter)
      await page.goto(reporter.path)
      await type(page, { M13: M13! })
      await expect(saved(page)).toBeVisible()
      await device.network(false)
      await type(page, { M14: M14! })
      await expect(page.getByText('离线，已存本机')).toBeVisible()
      await device.close()
    })

    await test.step('a new page in the same profile has it all, and it is submitted', async () => {
      const page = await device.open(false)
      await page.goto(reporter.path)
      await enterAccount(page, reporter.name)
      await expect(cell(page, 'M13')).toHaveValue(shown('M13'))
      await expect(cell(page, 'M14')).toHaveValue(shown('M14'))
      await expect(saved(page)).toBeVisible()
      expect((await readBack(reporter)).values.cells.M14).toBe(M14)
      await type(page, rest)
      await submit(page)
      await expect(page.getByText(/^ZT\d{5}-\d{7}-01$/)).toBeVisible()
      await device.close()
    })

    const [, collectionId, unitId] = /(\d+)\/(\d+)$/.exec(reporter.path)!
    await (await clientOf('county')).send(
      'POST',
      `/api/collect/collections/${collectionId}/reports/${unitId}/send-back`,
      { revisionNo: 1, reason: REASON, cells: [...MARKED] },
    )

    await test.step('the phone leads through the three cells one after the other', async () => {
      const phone = await device.open(true)
      await phone.goto('/')
      await enterAccount(phone, reporter.name)
      const card = phone.getByRole('listitem').filter({ hasText: REASON })
      await expect(card).toContainText('请核对 3 处')
      await card.getByRole('link', { name: '修改' }).tap()
      await expect(phone.getByRole('note').filter({ hasText: REASON })).toBeVisible()
      const next = phone.getByRole('button', { name: /^核对下一处/ })
      for (const [nth, code] of MARKED.entries()) {
        await expect(next).toHaveText(`核对下一处（${nth}/3）`)
        await expect(next).toBeInViewport({ ratio: 1 })
        await next.tap()
        const place = phone.getByRole('textbox', { name: /统计机构要求核对/ }).nth(nth)
        await expect(place).toBeFocused()
        await expect(place).toHaveAttribute('data-cell', code)
        await expect(place).toBeInViewport({ ratio: 1 })
        await phone.keyboard.type(String(Number(reporter.good[code]) + 1))
      }
      expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
      for (const waiting of await phone.locator('.zt-finding-query').all())
        await explain(waiting, '上月少报一笔销售收入，本月一并补记')
      await submit(phone)
      await expect(phone.getByText(/^ZT\d{5}-\d{7}-02$/)).toBeVisible()
    })
    const after = await readBack(reporter)
    expect(after.report).toMatchObject({ state: 'submitted', revisionNo: 2 })
    for (const code of MARKED) expect(after.values.cells[code]).toBe(String(Number(reporter.good[code]) + 1))
  }))

const ROWS = 400
const GOODS = `
form: "{form}"
title: [主要产品产量, Products made]
marks: { tableNumber: 示例, issuer: 示例, approvalNumber: 示例, validUntil: 2099-12 }
frequency: M
subject: industry
sections:
  - rows: products
    codelist: products
    keyName: [产品名称, Product]
    maxRows: ${ROWS}
    heading:
      - { key: output, name: [产量, Output], unit: 吨, type: "decimal(0)" }
      - { key: value, name: [产值, Value], unit: 千元, type: "decimal(0)" }
    cells: P{01..02}
codelists:
  products:
${products(ROWS)
  .map(({ code, name }) => `    - { code: ${code}, name: ${name} }`)
  .join('\n')}
rules: |
  define datapoint ruleset goods ( variable P01, P02 ) is
    G1 : when P01 > 0 then P02 > 0 errorcode "有产量应有产值" errorlevel "notice"
  end datapoint ruleset ;
`
const FAR = 'P02@0390'
const NEAR = 'P01@0005'
const WRONG_ROWS = '这两种产品与上月相差很大，请核对'

test('a reason should stand at the very row of a long table, on the desk and on a phone', async ({
  browser,
}) => {
  const [reporter] = await findReporters(1)
  const [current, unitId] = reporter!.path.split('/').slice(-2).map(Number) as [number, number]
  const { regionCode } = (await listed(current, 'states=owed')).find(one => one.unitId === unitId)!
  const criterion = { regions: [regionCode], aboveThreshold: true }
  const collectionId = await issue(await publishForm('ROWS', GOODS), criterion)
  const rows = products(ROWS).map(({ code }) => ({ key: code, cells: { P01: '10', P02: '20' } }))
  await (await clientOf(reporter!.name)).send(
    'POST',
    `/api/collect/my-reports/${collectionId}/${unitId}/submissions`,
    {
      clientId: crypto.randomUUID(),
      baseRevision: 0,
      draftVersion: 0,
      values: { cells: {}, rows: { products: rows } },
      explanations: {},
    },
  )

  await test.step('the office marks two cells and sends the report back by keys', async () => {
    const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 } })
    const desk = await context.newPage()
    await desk.goto('/console/sign-in')
    await enterAccount(desk, 'county')
    await desk.waitForURL(url => !url.pathname.endsWith('sign-in'))
    // As a number of a tabulation leads to it.
    await desk.goto(`/console/collect/reports/${collectionId}/${unitId}?cell=${encodeURIComponent(FAR)}`)
    await expect(cell(desk, FAR)).toBeFocused()
    await expect(cell(desk, FAR)).toBeInViewport()
    const side = desk.getByRole('complementary')
    await expect(side.getByRole('heading', { level: 2 })).toHaveText('产品0390 · 产值')
    await desk.keyboard.press('m')
    await expect(desk.getByRole('textbox', { name: /产品0390.*已标记/ })).toBeFocused()
    await desk.keyboard.press('Control+Home')
    await cell(desk, NEAR).click()
    await desk.keyboard.press('m')
    await desk.keyboard.press('b')
    const dialog = desk.getByRole('dialog', { name: '退回报表' })
    await expect(dialog.getByRole('checkbox')).toHaveCount(2)
    await expect(dialog.getByRole('checkbox', { name: 'P01 产品0005 · 产量' })).toBeChecked()
    await expect(dialog.getByRole('checkbox', { name: 'P02 产品0390 · 产值' })).toBeChecked()
    await dialog.getByLabel('退回原因').fill(WRONG_ROWS)
    await desk.keyboard.press('Control+Enter')
    await expect(desk.locator('.co-report-meta .zt-tag')).toHaveText('已退回')
    await context.close()
  })

  await test.step('the phone is led to both rows; one that is removed is still named', async () => {
    const context = await browser.newContext({
      locale: 'zh-CN',
      viewport: { width: 390, height: 844 },
      hasTouch: true,
    })
    const phone = await context.newPage()
    await signIn(phone, reporter!.name)
    await phone.goto('/inbox')
    await expect(phone.getByText('请核对：产品0005 · 产量、产品0390 · 产值').first()).toBeVisible()
    await phone.goto(`/reports/${collectionId}/${unitId}`)
    const next = phone.getByRole('button', { name: /^核对下一处/ })
    for (const key of [NEAR, FAR]) {
      await next.tap()
      await expect(cell(phone, key)).toBeFocused()
      await expect(cell(phone, key)).toBeInViewport({ ratio: 1 })
      await expect(phone.getByText(`统计机构要求核对：${WRONG_ROWS}`)).toBeVisible()
    }
    const banner = phone.getByRole('note').filter({ hasText: WRONG_ROWS })
    await banner.getByRole('button', { name: '产品0005 · 产量' }).tap()
    await expect(cell(phone, NEAR)).toBeFocused()
    await phone.getByRole('button', { name: '删除 产品0005' }).tap()
    await expect(banner).toContainText('产品0005 · 产量（该行已不在表中）')
    await expect(next).toContainText('/1）')
    await next.tap()
    await expect(cell(phone, FAR)).toBeFocused()
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await context.close()
  })
})
