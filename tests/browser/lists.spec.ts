import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'

/** What every list does: page size, sort, pinyin, views by name, export of all pages; needs a running product (`BASE_URL`). */
test.skip(process.env.BASE_URL === undefined, 'BASE_URL names no running product')
test.describe.configure({ timeout: 120_000 })

const PASSWORD = 'Zhitong-2026'

async function signedIn(browser: Browser, name: string, width = 1440): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 844 : 900 },
    locale: 'zh-CN',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(40_000)
  await page.goto('/console/sign-in')
  await page.getByLabel('用户名').fill(name)
  await page.locator('input[type=password]').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL(url => !url.pathname.endsWith('sign-in'))
  return page
}

const rows = (page: Page) => page.locator('tbody tr')
const total = async (page: Page) =>
  Number(((await page.locator('.zt-table-count').textContent()) ?? '').replaceAll(/\D/g, ''))

/** Saves the list and gives its lines, the head first; generated data says so in a last one. */
async function exported(page: Page, item = '导出 CSV'): Promise<readonly string[]> {
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出', exact: true }).click()
  await page.getByRole('menuitem', { name: item }).click()
  const text = readFileSync(await (await waiting).path(), 'utf8')
  const lines = text
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n')
  expect(lines.pop()).toContain('演示数据')
  return lines
}

test('should show as many collections a page as asked for, in the order of a head, and keep both in the address', async ({
  browser,
}) => {
  const page = await signedIn(browser, 'city')
  await page.goto('/console/collect/collections')
  await expect(rows(page).nth(21)).toBeVisible()
  const all = await total(page)
  expect(all).toBeGreaterThan(20)
  await page.getByLabel('每页').selectOption('20')
  await expect(rows(page)).toHaveCount(20)
  await expect(page).toHaveURL(/size-of-page=20/)
  await page.getByRole('button', { name: '报告期', exact: true }).click()
  await expect(page).toHaveURL(/sort=period/)
  const first = (await rows(page).first().textContent())!
  await page.getByRole('button', { name: '报告期', exact: true }).click()
  await expect(rows(page).first()).not.toHaveText(first)
  const address = page.url()
  await page.getByRole('button', { name: '下一页' }).click()
  await expect(page.getByText('第 2 / ')).toBeVisible()
  await page.goto(address)
  await expect(rows(page)).toHaveCount(20)
  await expect(page.getByRole('columnheader', { name: '报告期' })).toHaveAttribute('aria-sort', 'descending')
  const lines = await exported(page)
  expect(lines).toHaveLength(all + 1)
  expect(lines[0]).toContain('报告期')
  await page.context().close()
})

test('should find collections and forms by the pinyin of a form’s name', async ({ browser }) => {
  const page = await signedIn(browser, 'city')
  for (const place of ['/console/collect/collections', '/console/design/forms']) {
    await page.goto(place)
    await expect(rows(page).first()).toBeVisible()
    await page.getByRole('searchbox').fill('cwzk')
    await expect(page).toHaveURL(/search=cwzk/)
    await expect(rows(page).first()).toContainText('财务状况')
    await expect(rows(page).filter({ hasNotText: '财务状况' })).toHaveCount(0)
  }
  await page.context().close()
})

test('should take away every page of the reports, with progress, and stop when it is cancelled', async ({
  browser,
}) => {
  const page = await signedIn(browser, 'city')
  await page.goto('/console/collect/reports')
  await expect(rows(page).first()).toBeVisible()
  const all = await total(page)
  expect(all).toBeGreaterThan(1_000)
  const lines = await exported(page)
  expect(lines).toHaveLength(all + 1)
  await expect(page.getByText(`已导出 ${all.toLocaleString('en')} 条`)).toBeVisible()

  let slow = true
  await page.route(/\/reports\?.*pageSize=500/, async route => {
    if (slow && /page=[3-9]/.test(route.request().url())) await new Promise(done => setTimeout(done, 3_000))
    await route.continue().catch(() => {})
  })
  await page.getByRole('button', { name: '导出', exact: true }).click()
  await page.getByRole('menuitem', { name: '导出 CSV' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('正在读取全部记录')
  await expect(dialog).toContainText('剩余')
  await dialog.getByRole('button', { name: '取消任务' }).click()
  await expect(dialog).toHaveCount(0)
  slow = false

  await page.route(/\/reports\?.*page=2&pageSize=500|\/reports\?.*pageSize=500.*page=2/, route =>
    route.abort(),
  )
  await page.getByRole('button', { name: '导出', exact: true }).click()
  await page.getByRole('menuitem', { name: '导出 CSV' }).click()
  await expect(page.getByRole('dialog')).toContainText('无法连接服务器', { timeout: 60_000 })
  await page.context().close()
})

const view = (page: Page) => page.getByRole('button', { name: /^视图/ })

test('should keep views of a list by name: save, open, rename, prefer, delete', async ({ browser }) => {
  const page = await signedIn(browser, 'county')
  const name = `大型${Date.now().toString(36)}`
  const list = '/console/register/units'
  const choose = async (item: string | RegExp) => {
    await view(page).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  const manage = async () => {
    await choose('管理视图…')
    return page.getByRole('dialog').getByRole('listitem', { name: new RegExp(`^${name}`) })
  }
  const closed = async () => {
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  await page.goto(`${list}?kind=legal&size=large&sort=name&order=desc&size-of-page=20`)
  await expect(rows(page).first()).toBeVisible()
  const first = (await rows(page).first().textContent())!
  const saving = async () => {
    await choose('当前视图另存为…')
    await page.keyboard.type(name)
    await page.keyboard.press('Enter')
  }
  await saving()
  await expect(view(page)).toHaveText(`视图：${name}`)
  await choose('恢复初始视图')
  await expect(page).not.toHaveURL(/size=large/)
  await expect(view(page)).toHaveText('视图')
  await saving()
  await expect(page.getByRole('dialog')).toContainText('已有同名视图')
  expect(
    (await new AxeBuilder({ page }).analyze()).violations.filter(one => one.impact === 'critical'),
  ).toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: '取消' }).click()

  await choose(name)
  await expect(page).toHaveURL(/size-of-page=20/)
  await expect(page).toHaveURL(/sort=name&order=desc/)
  await expect(rows(page).first()).toHaveText(first)

  let item = await manage()
  await item.getByRole('button', { name: '改名' }).click()
  await item.getByLabel('视图名称').fill(`${name}企业`)
  await page.keyboard.press('Enter')
  await expect(item).toContainText(`${name}企业`)
  await item.getByRole('button', { name: '设为默认' }).click()
  await expect(item).toContainText('（默认）')
  await closed()
  await page.goto(list)
  await expect(view(page)).toHaveText(`视图：${name}企业`)
  await expect(page).toHaveURL(/size=large/)
  await page.goto(`${list}?size=small`)
  await expect(rows(page).first()).toBeVisible()
  await expect(view(page)).toHaveText('视图')
  await expect(page).not.toHaveURL(/size=large/)

  item = await manage()
  await item.getByRole('button', { name: '更新为当前条件' }).click()
  await expect(item.getByRole('button', { name: '更新为当前条件' })).toBeDisabled()
  await item.getByRole('button', { name: '删除' }).click()
  await item.getByRole('button', { name: '删除' }).click()
  await expect(item).toHaveCount(0)
  await closed()
  await page.goto(list)
  await expect(rows(page).first()).toBeVisible()
  await expect(view(page)).toHaveText('视图')
  await page.context().close()
})

test('should restore times, action, search and page size of the audit log from a saved view', async ({
  browser,
}) => {
  const page = await signedIn(browser, 'auditadmin')
  const name = `登录${Date.now().toString(36)}`
  await page.goto('/console/system/audit?size-of-page=20')
  await expect(rows(page).first()).toBeVisible()
  await page.getByLabel('起', { exact: true }).fill('2026-01-01T08:00')
  await page.getByLabel('止', { exact: true }).fill('2099-12-31T18:30')
  await page.getByLabel('操作', { exact: true }).selectOption({ label: '登录' })
  await page.getByRole('searchbox').fill('sjgly')
  await expect(page).toHaveURL(/search=sjgly/)
  await expect(page).toHaveURL(/from=2026-01-01T08%3A00&until=2099-12-31T18%3A30/)
  await page.reload()
  await expect(rows(page).first()).toContainText('登录')
  const counted = await total(page)
  await view(page).click()
  await page.getByRole('menuitem', { name: '当前视图另存为…' }).click()
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await expect(view(page)).toHaveText(`视图：${name}`)

  await page.goto('/console/system/audit')
  await expect(page.getByLabel('起', { exact: true })).toHaveValue('')
  await view(page).click()
  await page.getByRole('menuitem', { name }).click()
  await expect(page.getByLabel('起', { exact: true })).toHaveValue('2026-01-01T08:00')
  await expect(page.getByLabel('止', { exact: true })).toHaveValue('2099-12-31T18:30')
  await expect(page.getByLabel('操作', { exact: true }).locator('option:checked')).toHaveText('登录')
  await expect(page.getByRole('searchbox')).toHaveValue('sjgly')
  await expect.poll(() => total(page)).toBe(counted)
  await expect(rows(page).filter({ hasNotText: '登录' })).toHaveCount(0)

  await page.goto('/console/system/audit?from=yesterday&until=2026-13-45T99:99&action=%3F')
  await expect(page.getByLabel('起', { exact: true })).toHaveValue('')
  await expect(rows(page).first()).toBeVisible()
  await page.context().close()
})

test('should keep filter, search and order of roles, organisations and saved tables in the address', async ({
  browser,
}) => {
  const lists = [
    { person: 'secadmin', place: 'system/roles', filter: 'kind=administrator', label: '类别', sort: '角色' },
    {
      person: 'sysadmin',
      place: 'system/organisations',
      filter: 'kind=bureau',
      label: '类别',
      sort: '机构名称',
    },
    { person: 'city', place: 'tabulate', filter: 'owner=mine', label: '归属', sort: '名称' },
  ]
  for (const { person, place, filter, label, sort } of lists) {
    const page = await signedIn(browser, person)
    await page.goto(`/console/${place}?${filter}&sort=name&order=desc`)
    await expect(page.getByRole('columnheader', { name: sort })).toHaveAttribute('aria-sort', 'descending')
    await expect(page.getByLabel(label, { exact: true })).toHaveValue(filter.split('=')[1]!)
    const narrowed = await total(page)
    await page.getByLabel(label, { exact: true }).selectOption('')
    await expect(page).not.toHaveURL(new RegExp(filter))
    expect(await total(page)).toBeGreaterThanOrEqual(narrowed)
    await page.getByRole('searchbox').fill('tj')
    await expect(page).toHaveURL(/search=tj/)
    await expect(view(page)).toBeVisible()
    await page.context().close()
  }
})

test('should let one save and open a view by keyboard, and fit a phone', async ({ browser }) => {
  const page = await signedIn(browser, 'township', 390)
  const name = `键盘${Date.now().toString(36)}`
  await page.goto('/console/register/units?kind=legal')
  await expect(rows(page).first()).toBeVisible()
  await view(page).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await expect(view(page)).toHaveText(`视图：${name}`)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await view(page).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  const item = page.getByRole('dialog').getByRole('listitem', { name })
  await item.getByRole('button', { name: '删除' }).click()
  await item.getByRole('button', { name: '删除' }).click()
  await expect(item).toHaveCount(0)
  await page.context().close()
})
