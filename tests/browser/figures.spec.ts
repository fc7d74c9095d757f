import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'

// Needs the demonstration city: `./zhitong start`, then BASE_URL=http://localhost:8080.
test.skip(process.env.BASE_URL === undefined, 'BASE_URL names no running product')

async function signIn(page: Page, name: string): Promise<void> {
  await page.goto('/console/sign-in')
  await page.locator('input[autocomplete="username"], input').first().fill(name)
  await page.locator('input[type=password]').fill('Zhitong-2026')
  await page.keyboard.press('Enter')
  await page.waitForURL(address => !address.pathname.endsWith('sign-in'))
}

const figure = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) })

test.describe('a leader on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('should begin with five figures, each a number with its unit, a sentence and a trend', async ({
    page,
  }) => {
    await signIn(page, 'leader')
    await page.goto('/console/')
    await expect(page).toHaveURL(/\/console\/figures$/)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/主要数据 .+市/)
    await expect(page.getByText('演示数据')).toBeVisible()
    await expect(page.getByRole('heading', { level: 2 })).toHaveCount(5)

    const output = figure(page, '工业总产值(当年价格)')
    await expect(
      output.getByText(/^比上年同期(增加|减少)[\d,.]+亿元.*；.+最多（[\d,.]+），占总数的[\d.]+%。$/),
    ).toBeVisible()
    await expect(output.getByRole('img', { name: /走势（亿元）/ })).toBeVisible()
    await output.getByText('逐期数据').click()
    await expect(output.getByRole('row')).toHaveCount(14)
    await expect(output.getByRole('columnheader', { name: '数值（亿元）' })).toBeVisible()
    const grain = figure(page, '全年粮食（播种面积）')
    await expect(grain.getByText('尚未公布')).toBeVisible()
    await expect(grain.getByRole('link')).toHaveCount(0)
    await expect(grain.getByText(/2026年数据将于 .+ 前公布/)).toBeVisible()

    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(390)
    const { violations } = await new AxeBuilder({ page }).include('main').analyze()
    expect(violations.map(one => `${one.id}: ${one.nodes.map(node => node.html).join(' ')}`)).toEqual([])

    const amount = (await output.locator('.fg-amount > b').textContent()) ?? ''
    await output.getByRole('link', { name: /^分县区汇总表/ }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('分县区工业总产值及增长')
    await expect(page.locator('[data-at="0 1"]')).toHaveText(amount)
    await page.goBack()
    await expect(output).toBeVisible()
  })

  test('should read the same in English and go on to the progress', async ({ page }) => {
    await signIn(page, 'leader')
    await page.goto('/console/figures')
    await page.getByRole('button', { name: 'English' }).click()
    await expect(
      page.getByText(/^[\d,.]+ \(100 million yuan\) (more|less) than a year earlier/).first(),
    ).toBeVisible()
    await page.getByRole('link', { name: 'Progress', exact: true }).last().click()
    await expect(page).toHaveURL(/collect\/progress/)
  })
})

test('should leave home to the staff, who find the same figures under tabulation', async ({ page }) => {
  await signIn(page, 'city')
  await page.goto('/console/')
  await expect(page).toHaveURL(/\/console\/$/)
  await page.goto('/console/tabulate')
  await page.getByRole('link', { name: '主要数据' }).click()
  await expect(page.getByRole('heading', { level: 2 })).toHaveCount(5)
})
