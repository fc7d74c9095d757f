import { expect, type Page, test } from '@playwright/test'
import { cell, findReporters, panel, product, type Reporter, saved, signIn } from './reporters.ts'

/** Needs the product with its demonstration city; `./zhitong test` starts one and names it in `BASE_URL`. */
test.skip(product === undefined, 'the product is not running: BASE_URL names none')
test.describe.configure({ timeout: 120_000 })

let reporter: Reporter
test.beforeAll(async () => {
  reporter = (await findReporters(1))[0]!
})

async function opened(page: Page): Promise<void> {
  await signIn(page, reporter.name)
  await page.goto(reporter.path)
  await expect(cell(page, 'M13')).toBeEditable()
}

const status = (page: Page) => page.getByRole('status', { name: '当前单元格' })

const paste = (page: Page, text: string): Promise<void> =>
  page.evaluate(text => {
    const data = new DataTransfer()
    data.setData('text/plain', text)
    document.activeElement!.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
  }, text)

test('should convert a figure that names its unit, say so and take it back', async ({ page }) => {
  await opened(page)
  await cell(page, 'M13').fill('1.2万元')
  await expect(status(page)).toContainText('1.2 万元 → 12 千元')
  await page.keyboard.press('Enter')
  await expect(cell(page, 'M13')).toHaveValue('12')
  await expect(status(page)).toContainText('1.2 万元 → 12 千元')
  await page.getByRole('button', { name: '撤销' }).click()
  await expect(cell(page, 'M13')).not.toHaveValue('12')
  await expect(status(page)).not.toContainText('→')

  await cell(page, 'M13').fill('1234567元')
  await expect(status(page)).toContainText('1,234,567元等于1,234.567千元')
  await cell(page, 'M13').fill('1.2万')
  await expect(status(page)).toContainText('请写全单位，如“万元”')
  await cell(page, 'M13').fill('12人')
  await expect(status(page)).toContainText('“人”不能换算')
  await cell(page, 'M13').fill('')
})

test('should read a pasted block in the unit chosen, as one step', async ({ page }) => {
  await opened(page)
  await cell(page, 'M13').focus()
  await paste(page, '3000000\t9000000')
  await expect(cell(page, 'M13')).toHaveValue('3,000,000')
  await page.getByLabel('粘贴的数字单位').selectOption('元')
  await expect(cell(page, 'M13')).toHaveValue('3,000')
  await expect(cell(page, 'M14')).toHaveValue('9,000')
  await expect(status(page)).toContainText('2 格已换算：3,000,000 元 → 3,000 千元')
  await page.getByLabel('粘贴的数字单位').selectOption('万元')
  await expect(cell(page, 'M13')).toHaveValue('30,000,000')
  await page.getByRole('button', { name: '撤销' }).click()
  await expect(cell(page, 'M13')).toHaveValue('')
  await expect(cell(page, 'M14')).toHaveValue('')
  await expect(page.getByLabel('粘贴的数字单位')).toBeHidden()
})

test('should go on from the keyboard after undo and redo, and find from the findings too', async ({
  page,
}) => {
  await opened(page)
  await cell(page, 'M13').fill('7')
  await page.getByRole('button', { name: '撤销' }).click()
  await page.getByRole('button', { name: '重做' }).click()
  await expect(cell(page, 'M13')).toHaveValue('7')
  await expect(cell(page, 'M13')).toBeFocused()
  await page.getByRole('button', { name: '撤销' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/^还不能上报/).first()).toBeVisible()
  await panel(page).getByRole('button').first().focus()
  await page.keyboard.press('Control+f')
  await expect(page.getByRole('textbox', { name: '在表中查找' })).toBeFocused()
  await page.keyboard.press('Escape')
  await cell(page, 'M13').fill('')
  await expect(saved(page)).toBeVisible()
})

test('should change its look before anybody signs in', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: '外观' }).click()
  await page.getByRole('menuitemradio', { name: '深色' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})
