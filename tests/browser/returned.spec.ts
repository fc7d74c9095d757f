import { expect, type Page, test } from '@playwright/test'
import { prepared, withDevice } from './device.ts'
import { clientOf } from './own-collection.ts'
import { cell, enterAccount, findReporters, product, readBack, saved, type } from './reporters.ts'

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
      for (const waiting of await phone.getByLabel('情况说明').all())
        await waiting.fill('上月少报一笔销售收入，本月一并补记')
      await submit(phone)
      await expect(phone.getByText(/^ZT\d{5}-\d{7}-02$/)).toBeVisible()
    })
    const after = await readBack(reporter)
    expect(after.report).toMatchObject({ state: 'submitted', revisionNo: 2 })
    for (const code of MARKED) expect(after.values.cells[code]).toBe(String(Number(reporter.good[code]) + 1))
  }))
