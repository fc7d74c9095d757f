import { expect, type Page, test } from '@playwright/test'

/** A township's statistician fills in the form of its villages; needs the demonstration city (`BASE_URL`). */
test.skip(process.env.BASE_URL === undefined, 'BASE_URL names no running product')

async function signIn(page: Page, at: string, name: string): Promise<void> {
  await page.goto(`${at}sign-in`)
  await page.locator('input').first().fill(name)
  await page.locator('input[type=password]').fill('Zhitong-2026')
  await page.keyboard.press('Enter')
  await page.waitForURL(url => !url.pathname.endsWith('sign-in'))
}

test('a township should find its form at home and fill it in for its own villages', async ({ page }) => {
  test.setTimeout(120_000)
  await signIn(page, '/', 'township')
  await expect(page).toHaveURL(/\/console\/$/)
  const line = page.getByRole('row').filter({ hasText: 'A302' })
  await expect(line).toContainText(/未报|填报中/)
  await line.getByRole('link', { name: /A302/ }).click()
  await expect(page).toHaveURL(/\/reports\/\d+\/\d+$/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('乡镇粮食生产情况')

  const add = page.getByRole('combobox', { name: '添加村(居)委会' })
  const offered = page.getByRole('listbox').getByRole('option')
  const removes = page.getByRole('button', { name: /^删除/ })
  const rows = await removes.count()
  for (const nth of [1, 2]) {
    await add.press('ArrowDown')
    await offered.first().click()
    await expect(removes).toHaveCount(rows + nth)
  }
  await expect(page.locator('[data-cell^="A02@"]')).toHaveCount(rows + 2)
  for (const nth of [0, 1]) {
    await page.locator('[data-cell^="A02@430281129"]').nth(nth).fill('10')
    await page.locator('[data-cell^="Q02@430281129"]').nth(nth).fill('60')
    await expect(page.locator('[data-cell^="Y00@"]').nth(nth)).toHaveValue('6,000')
  }
  await add.fill('没有这样的村')
  await expect(offered).toHaveCount(0)
  await expect(page.getByText(/^已保存 /)).toBeVisible()
  await page.getByRole('link', { name: '统计工作台' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'A302' })).toContainText('填报中')
})
