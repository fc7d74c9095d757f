import { expect, type Page, test } from '@playwright/test'
import { clientOf } from './own-collection.ts'
import { findReporters, type Opened, PASSWORD, product, type Reporter } from './reporters.ts'

/** From a total that cannot be right to the figure that made it so, and to the person who knows. */
test.skip(product === undefined, 'BASE_URL names no running product')
test.describe.configure({ timeout: 120_000 })

const FACTOR = 1_000
const WHY = '新增两条生产线，十月起投产'
const QUESTION = '本月产值为上年同期的一千倍，是否误以元填报？'

/** Submits values; every query is explained with the same words. */
async function submit(reporter: Reporter, values: Readonly<Record<string, string>>): Promise<Opened> {
  const enterprise = await clientOf(reporter.name)
  const path = `/api/collect/my-${reporter.path.slice(1)}`
  const opened = await enterprise.get<Opened>(path)
  const rules = Array.from({ length: 40 }, (_, nth) => `E${String(nth + 1).padStart(3, '0')}`)
  await enterprise.send('POST', `${path}/submissions`, {
    clientId: crypto.randomUUID(),
    baseRevision: opened.report.revisionNo,
    draftVersion: opened.draftVersion,
    values: { ...opened.values, cells: { ...opened.values.cells, ...values } },
    explanations: Object.fromEntries(rules.map(rule => [rule, { reason: 'OTHER', text: WHY }])),
  })
  return opened
}

const inFactor = (good: Reporter['good'], opened: Opened): Record<string, string> => {
  const before = (code: string) => Number(opened.previous?.cells[code] ?? 0)
  const months = ['M13', 'M17', 'M21'] as const
  return Object.fromEntries(
    months.flatMap((code): [string, string][] => {
      const wrong = Number(good[code]) * FACTOR
      const total = `M${Number(code.slice(1)) + 1}`
      return [
        [code, String(wrong)],
        [total, String(before(total) + wrong)],
      ]
    }),
  )
}

const settled = (page: Page) => expect(page.locator('.tb-holder')).toHaveAttribute('aria-busy', 'false')

test('a county total should be explained down to the cell, its past and its lineage, and asked about there', async ({
  page,
}) => {
  const reporter = (await findReporters(1))[0]!
  const enterprise = await clientOf(reporter.name)
  const opened = await enterprise.get<Opened>(`/api/collect/my-${reporter.path.slice(1)}`)
  const wrong = inFactor(reporter.good, opened)
  await submit(reporter, wrong)
  const shown = Number(wrong.M13).toLocaleString('en-US')

  await page.goto('/console/sign-in')
  await page.getByLabel(/^用户名/).fill('county')
  await page.getByLabel(/^密码/).fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL(address => !address.pathname.endsWith('sign-in'))

  await test.step('the growth of the county cannot be right', async () => {
    await page.goto('/console/tabulate')
    await page.getByRole('link', { name: '分县区工业总产值及增长', exact: true }).first().click()
    await expect(page.getByRole('grid')).toBeVisible()
    await settled(page)
    const growth = page.locator('[data-at="0 3"]')
    expect(Number(((await growth.textContent()) ?? '').replaceAll(',', ''))).toBeGreaterThan(100)
    await growth.focus()
    await page.keyboard.press('Enter')
  })

  await test.step('the report that moved it most comes first, and opens at the cell', async () => {
    const first = page.getByRole('dialog').getByRole('row').nth(1)
    await expect(first).toContainText(shown)
    await first.getByRole('link').first().focus()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(new RegExp(`/console/collect${reporter.path}$`))
    await expect(page.locator('[data-cell="M13"]')).toBeFocused()
    await expect(page.getByRole('tab', { name: /^指标 M13/ })).toHaveAttribute('aria-selected', 'true')
  })

  const side = page.getByRole('complementary')
  await test.step('its past and where it comes from stand beside it', async () => {
    await expect(side.getByRole('region', { name: '近 24 期' })).toBeVisible()
    await expect(side.getByRole('row').filter({ hasText: '上年同期' }).first()).toContainText('%')
    await page.keyboard.press('l')
    await expect(side.locator('.co-lineage')).toContainText(shown)
  })

  await test.step('the reporter is asked there, and the report goes back with the cell marked', async () => {
    await page.keyboard.press('q')
    await expect(side.getByLabel('问题')).toBeFocused()
    await page.keyboard.insertText(QUESTION)
    await page.keyboard.press('Control+Enter')
    await expect(side.locator('article')).toContainText(QUESTION)
    await page.keyboard.press('Escape')
    await expect(page.locator('[data-cell="M13"]')).toBeFocused()
    await page.keyboard.press('m')
    await page.keyboard.press('b')
    const dialog = page.getByRole('dialog', { name: '退回报表' })
    await expect(dialog.getByRole('checkbox', { name: /^M13/ })).toBeChecked()
    await page.keyboard.insertText(QUESTION)
    await page.keyboard.press('Control+Enter')
    await expect(page.locator('.co-report-meta .zt-tag')).toHaveText('已退回')
  })

  await test.step('once it is corrected the growth is one again', async () => {
    const after = await submit(reporter, reporter.good)
    expect(after.report.state).toBe('returned')
    await page.goBack()
    await settled(page)
    await page.reload()
    await settled(page)
    const growth = Number(((await page.locator('[data-at="0 3"]').textContent()) ?? '').replaceAll(',', ''))
    expect(Math.abs(growth)).toBeLessThan(100)
  })
})
