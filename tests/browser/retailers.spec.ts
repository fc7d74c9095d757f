import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, type Page, test } from '@playwright/test'

/**
 * A published table of retailers, from the file to the counts its publisher gives, by the screens alone. The form is a
 * new one on every run and its collection closes last, so that no screen of the other stories chooses it.
 */
test.skip(process.env.BASE_URL === undefined, 'BASE_URL names no running product')

const root = resolve(import.meta.dirname, '../..')
const FILE = resolve(root, '../shared/data/retailers/retailers.csv')
test.skip(!existsSync(FILE), '../shared/data/retailers is absent')

const stamp = Date.now().toString(36).toUpperCase()
const FORM = `RETAIL-${stamp}`
const CODE = `RETAILER-${stamp}-{row}`
const form = readFileSync(resolve(root, 'modules/stats/catalog/examples/retailers.yaml'), 'utf8').replace(
  'RETAIL-CHECK',
  FORM,
)
const cells = {
  staff: 'staff',
  turnover: 'turnover',
  'other.rev': 'other_rev',
  'total.rev': 'total_rev',
  'staff.costs': 'staff_costs',
  'total.costs': 'total_costs',
  profit: 'profit',
  vat: 'vat',
}

/** Pass, fail and undecided, as Statistics Netherlands published them with the file. */
const published = [
  ['R1', '39', '14', '7'],
  ['R2', '19', '4', '37'],
  ['R3', '49', '6', '5'],
  ['R4', '50', '0', '10'],
]

const clockAt = (hours: number): string =>
  new Date(Date.now() + (8 + hours) * 3_600_000).toISOString().slice(0, 16)

async function signIn(page: Page, name: string): Promise<void> {
  await page.goto('/console/sign-in')
  await page.locator('input').first().fill(name)
  await page.locator('input[type=password]').fill('Zhitong-2026')
  await page.keyboard.press('Enter')
  await page.waitForURL(address => !address.pathname.endsWith('sign-in'))
}

async function publishForm(page: Page): Promise<void> {
  await page.goto('/console/design/import')
  await page.getByLabel('报表YAML').fill(form)
  await expect(page.getByRole('status').filter({ hasText: '没有问题' })).toBeVisible()
  await page.getByLabel('所属调查制度').selectOption({ index: 0 })
  await page.getByRole('button', { name: '存为草稿' }).click()
  await expect(page).toHaveURL(new RegExp(`/design/forms/${FORM}\\?.*version=\\d+`))
  await page.getByRole('button', { name: '发布', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '发布', exact: true }).click()
  await expect(page.getByLabel('版本')).toContainText('已发布')
}

/** The file names no unit, place or industry: what it lacks is the same on every line, but for the line's number. */
async function importUnits(page: Page): Promise<void> {
  await page.goto('/console/register/imports')
  await page.getByTestId('import-file').setInputFiles(FILE)
  await page.waitForURL(/imports\/\d+/)
  const field = (name: string) => page.getByRole('group', { name, exact: true })
  const fix = async (name: string) => {
    await field(name).getByLabel(name, { exact: true }).selectOption('固定内容…')
    return field(name).getByLabel(/^每行都是/)
  }
  const again = page.getByRole('button', { name: '按此重新预览' })
  await page.getByLabel('内容自何日起生效').fill('2000-01-01')
  const code = await fix('单位内码')
  await expect(again).toBeDisabled()
  await code.fill(CODE)
  await expect(again).toBeEnabled()
  await (await fix('单位详细名称')).fill('零售企业{row}')
  await (await fix('单位类型')).selectOption('法人单位')
  await (await fix('行业代码')).fill('5211')
  await field('统计用区划代码').getByRole('combobox').first().selectOption('固定内容…')
  await field('统计用区划代码').getByLabel('县区').selectOption('荷塘区')
  await field('统计用区划代码').getByLabel('乡镇街道').selectOption({ index: 1 })
  await field('统计用区划代码').getByLabel('村居').selectOption({ index: 1 })
  await field('单位规模').getByRole('combobox').selectOption('不导入')
  await again.click()
  await expect(page.getByRole('row').filter({ hasText: CODE.replace('{row}', '50') })).toContainText(
    '零售企业50',
  )
  await page.getByRole('button', { name: '应用：新增 60，变更 0' }).click()
  await page.getByRole('button', { name: '确认应用' }).click()
  await expect(page.getByText('已应用：新增 60，变更 0。')).toBeVisible()
}

/** @returns the number of the collection, issued to the units as they stood before the demonstration city began. */
async function issue(page: Page): Promise<number> {
  await page.goto('/console/collect/collections/issue')
  await page.getByLabel(/^报表/).selectOption(FORM)
  const period = page.getByLabel(/^报告期/).last()
  await expect.poll(() => period.locator('option').count()).toBeGreaterThan(1)
  const oldest = await period.locator('option').last().getAttribute('value')
  await period.selectOption(oldest)
  await page.getByLabel(/^开网/).fill(clockAt(-1))
  await page.getByLabel(/^截止/).fill(clockAt(24 * 40))
  await page.getByLabel(/^县级验收/).fill(clockAt(24 * 42))
  await page.getByLabel(/^市级验收/).fill(clockAt(24 * 44))
  await page.getByLabel(/^行业/).fill('5211')
  await page.getByRole('button', { name: '布置', exact: true }).click()
  await expect(page).toHaveURL(/progress\?.*collection=\d+/)
  return Number(new URL(page.url()).searchParams.get('collection'))
}

async function importReturns(page: Page, collectionId: number): Promise<void> {
  await page.goto(`/console/collect/collections/${collectionId}/import`)
  await page.locator('input[type=file]').setInputFiles(FILE)
  await page.getByLabel('单位的对应方式').selectOption('由行号组成的本地代码')
  await page.getByLabel(/^样式/).fill(CODE)
  await page.getByLabel(/^表示空白的文字/).fill('NA')
  for (const [column, cell] of Object.entries(cells))
    await page.getByLabel(`指标 ${column}`, { exact: true }).selectOption(cell)
  await page.getByRole('button', { name: '预览', exact: true }).click()
  await expect(page).toHaveURL(/import\/\d+/)
  await page.getByRole('button', { name: '确认导入' }).click()
  await expect(page.getByText('已导入 60 份报表')).toBeVisible()
}

test('sixty retailers should become units and returns, and show exactly the published counts', async ({
  page,
}) => {
  test.setTimeout(180_000)
  await signIn(page, 'designer')
  await publishForm(page)
  await importUnits(page)
  const collectionId = await issue(page)
  await importReturns(page, collectionId)
  await page.getByRole('button', { name: '审核结果' }).click()
  await expect(page).toHaveURL(new RegExp(`/console/collect/rules\\?.*collection=${collectionId}`))
  await expect(page.getByText('60 份报表参加审核')).toBeVisible()
  const shown = await page
    .getByRole('table', { name: '各条规则的结果' })
    .locator('tbody tr')
    .evaluateAll(rows => rows.map(row => [...row.querySelectorAll('td')].map(cell => cell.textContent)))
  expect(shown.map(([, rule, , ...counts]) => [rule, ...counts.slice(0, 3)])).toEqual(published)
})
