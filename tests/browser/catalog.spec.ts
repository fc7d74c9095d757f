import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, type Page, test } from '@playwright/test'

// Needs the demonstration city: `./zhitong start`, then BASE_URL=http://localhost:8080.
test.skip(process.env.BASE_URL === undefined, 'BASE_URL names no running product')

const retailers = readFileSync(
  resolve(import.meta.dirname, '../../modules/stats/catalog/examples/retailers.yaml'),
  'utf8',
)

async function signIn(page: Page, name: string): Promise<void> {
  await page.goto('/console/sign-in')
  await page.locator('input[autocomplete="username"], input').first().fill(name)
  await page.locator('input[type=password]').fill('Zhitong-2026')
  await page.keyboard.press('Enter')
  await page.waitForURL(address => !address.pathname.endsWith('sign-in'))
}

test.describe('a designer of forms', () => {
  test.beforeEach(({ page }) => signIn(page, 'designer'))

  test('should fill in a form where it is designed and see its rules at work, on a phone too', async ({
    page,
  }) => {
    await page.goto('/console/design/forms/B204-1')
    const findings = page.getByRole('complementary', { name: '审核结果' })
    await page.locator('[data-cell="M13"]').fill('100')
    await page.locator('[data-cell="M14"]').fill('90')
    await page.keyboard.press('Enter')
    const smaller = findings.locator('.zt-finding-rule', { hasText: /^E/ })
    await expect(smaller.first()).toBeVisible()

    await page.getByText('上期', { exact: true }).click()
    await page.locator('[data-cell="M14"]').fill('800')
    await page.keyboard.press('Enter')
    await page.getByText('本期', { exact: true }).click()
    await page.locator('[data-cell="M14"]').fill('950')
    await page.keyboard.press('Enter')
    await expect(findings.getByText('E010')).toBeVisible()
    await page.locator('[data-cell="M14"]').fill('900')
    await page.keyboard.press('Enter')
    await expect(findings.getByText('E010')).toHaveCount(0)

    await page.getByText('手机', { exact: true }).click()
    const phone = page.frameLocator('iframe.zt-device')
    await expect(phone.locator('[data-cell="M14"]')).toHaveValue(/900/)
    await phone.locator('[data-cell="M14"]').fill('950')
    await phone.locator('[data-cell="M14"]').press('Enter')
    await expect(phone.getByText('E010')).toBeVisible()
  })

  test('should find what was tried again after a look at another tab', async ({ page }) => {
    await page.goto('/console/design/forms/B204-1')
    await page.locator('[data-cell="M13"]').fill('123')
    await page.keyboard.press('Enter')
    await page.getByRole('tab', { name: '法定标识' }).click()
    await expect(page.locator('[data-cell="M13"]')).toBeHidden()
    await page.getByRole('tab', { name: '表样' }).click()
    await expect(page.locator('[data-cell="M13"]')).toHaveValue(/123/)
  })

  test('should begin a new programme at its code', async ({ page }) => {
    await page.goto('/console/design/programmes')
    await page.getByRole('button', { name: '新建制度' }).click()
    await expect(page.getByRole('dialog').getByLabel('代码')).toBeFocused()
  })

  test('should be led to the line of a mistake, mend it, save and publish', async ({ page }) => {
    // One form for every run: what was published stays, as another retired version of it.
    const code = 'WEB-CHECK'
    const right = retailers.replace('RETAIL-CHECK', code).replace(/^title: \[/m, `$&${Date.now()} `)
    const wrong = right.replace('total_rev - profit = total_costs', 'total_rev - profitt = total_costs')
    const line = wrong.slice(0, wrong.indexOf('profitt')).split('\n').length
    await page.goto('/console/design/import')
    const text = page.getByLabel('报表YAML')
    await text.fill('form: [')
    await expect(page.getByText(/第 \d+ 行，第 \d+ 列/).first()).toBeVisible()
    await text.fill(wrong)
    const problem = page.getByRole('button', { name: new RegExp(`profitt.*第 ${line} 行`) })
    await problem.click()
    const chosen = await text.evaluate((area: HTMLTextAreaElement) =>
      area.value.slice(area.selectionStart, area.selectionEnd),
    )
    expect(chosen.startsWith('profitt')).toBe(true)

    await text.fill(right)
    await expect(page.getByRole('status').filter({ hasText: '没有问题' })).toBeVisible()
    const save = page.getByRole('button', { name: '存为草稿' })
    const programme = page.getByLabel('所属调查制度')
    if (await programme.isVisible()) await programme.selectOption({ index: 0 })
    await expect(save).toBeEnabled()
    await save.click()
    await expect(page).toHaveURL(new RegExp(`/design/forms/${code}\\?.*version=\\d+`))
    await page.getByRole('button', { name: '发布', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: '发布', exact: true }).click()
    await expect(page.getByLabel('版本')).toContainText('已发布')
    await page.getByRole('button', { name: '停用', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: '停用', exact: true }).click()
    await expect(page.getByLabel('版本')).toContainText('已停用')
  })

  test('should keep the scope from page to page and after a reload, and offer each page what it obeys', async ({
    page,
  }) => {
    await page.goto('/console/design/forms')
    const scope = page.getByRole('group', { name: '当前范围' })
    await scope.getByLabel('专业').selectOption('industry')
    await expect(page).toHaveURL(/subject=industry/)
    await expect(page.getByRole('cell', { name: 'B204-1', exact: true })).toBeVisible()
    await expect(page.getByRole('cell', { name: 'F203', exact: true })).toHaveCount(0)
    await expect(scope.getByLabel('报告期')).toHaveCount(0)

    await page.getByRole('link', { name: '汇总', exact: true }).click()
    await expect(page).toHaveURL(/\/tabulate\?.*subject=industry/)
    await expect(scope.getByLabel('专业')).toHaveValue('industry')
    await expect(scope.getByLabel('地区')).toHaveCount(0)

    await page.goto('/console/design/forms')
    await expect(page).toHaveURL(/subject=industry/)
    await page.reload()
    await expect(scope.getByLabel('专业')).toHaveValue('industry')
    await scope.getByLabel('专业').selectOption('')
    await expect(page.getByRole('cell', { name: 'F203', exact: true })).toBeVisible()
  })
})
