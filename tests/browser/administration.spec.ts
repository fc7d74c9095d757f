import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Locator, type Page, test } from '@playwright/test'
import { generateSync } from 'otplib'

/** The three administrators at their work on the demonstration city; needs a running product (`BASE_URL`). */
test.skip(process.env.BASE_URL === undefined, 'BASE_URL names no running product')
test.describe.configure({ timeout: 150_000 })

const DEMO_PASSWORD = 'Zhitong-2026'
const OWN_PASSWORD = 'Lily.pond-88'
const REFUSED = '用户名或密码不正确，或账户已被锁定；连续五次失败后锁定 30 分钟'

type Person = Readonly<{ name: string; shown: string; password: string }>

async function opened(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  const page = await context.newPage()
  page.setDefaultTimeout(40_000)
  return page
}

async function enter(page: Page, name: string, password: string): Promise<void> {
  await page.goto('/console/sign-in')
  await page.getByLabel('用户名').fill(name)
  await page.locator('input[type=password]').fill(password)
  await page.keyboard.press('Enter')
}

const arrived = (page: Page) => page.waitForURL(url => !url.pathname.endsWith('sign-in'))

async function signedIn(browser: Browser, name: string, password = DEMO_PASSWORD): Promise<Page> {
  const page = await opened(browser)
  await enter(page, name, password)
  await arrived(page)
  return page
}

/** A new member of staff, so that no story depends on another. */
async function newPerson(browser: Browser): Promise<Person> {
  const name = `staff-${Date.now().toString(36)}`
  const shown = `验收员${name.slice(-6)}`
  const page = await signedIn(browser, 'sysadmin')
  await page.goto('/console/system/accounts')
  await page.getByRole('button', { name: '新增工作人员' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('用户名').fill(name)
  await dialog.getByLabel('姓名').fill(shown)
  await dialog.getByRole('button', { name: '开通账户' }).click()
  const told = page.locator('.za-passwords tr', { hasText: name }).locator('code')
  const password = (await told.textContent()) ?? ''
  await page.context().close()
  return { name, shown, password }
}

async function changePassword(page: Page, current: string, next: string): Promise<void> {
  await page.getByLabel('当前密码').fill(current)
  await page.getByLabel(/^新密码/).fill(next)
  await page.getByLabel('再输入一次新密码').fill(next)
  await page.keyboard.press('Enter')
}

/** Someone new, past the forced change of the first sign-in. */
async function settled(browser: Browser): Promise<Readonly<{ person: Person; page: Page }>> {
  const person = await newPerson(browser)
  const page = await opened(browser)
  await enter(page, person.name, person.password)
  await changePassword(page, person.password, OWN_PASSWORD)
  await arrived(page)
  return { person, page }
}

async function seriousFaults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(one => one.impact === 'serious' || one.impact === 'critical')
    .map(one => `${one.id}: ${one.nodes[0]?.html}`)
}

test('should make a new person choose a password, and refuse weak ones and the first one again', async ({
  browser,
}) => {
  const person = await newPerson(browser)
  expect(person.password.length).toBeGreaterThanOrEqual(10)
  const page = await opened(browser)
  await enter(page, person.name, person.password)
  await expect(page.getByRole('heading', { name: '修改初始密码' })).toBeVisible()
  await page.getByLabel('当前密码').fill(person.password)
  await page.getByLabel(/^新密码/).fill('weak')
  await page.getByLabel('再输入一次新密码').fill('weak')
  await expect(page.getByRole('button', { name: '修改密码' })).toBeDisabled()
  await expect(page.getByText('至少 10 个字符')).toContainText('未满足')
  await changePassword(page, person.password, person.password)
  await expect(page.getByRole('alert')).toHaveText('不能使用最近五次用过的密码')
  await page.goto('/console/account')
  await expect(page.getByRole('heading', { name: '修改初始密码' })).toBeVisible()
  await changePassword(page, person.password, OWN_PASSWORD)
  await arrived(page)
  await page.context().close()
})

test('should lock after five failures with one sentence, until the system administrator unlocks', async ({
  browser,
}) => {
  const person = await newPerson(browser)
  const page = await opened(browser)
  for (let failure = 1; failure <= 5; failure += 1) {
    await enter(page, person.name, `Wrong-password-${failure}`)
    await expect(page.getByRole('alert')).toHaveText(REFUSED)
  }
  await enter(page, person.name, person.password)
  await expect(page.getByRole('alert')).toHaveText(REFUSED)

  const administrator = await signedIn(browser, 'sysadmin')
  await administrator.goto('/console/system/accounts')
  await administrator.getByLabel('状态', { exact: true }).selectOption({ label: '已锁定' })
  const row = administrator.locator('tbody tr', { hasText: person.name })
  await row.getByRole('button', { name: `对 ${person.shown} 的操作` }).click()
  await administrator.getByRole('menuitem', { name: '解除锁定' }).click()
  await expect(row).toHaveCount(0)
  await enter(page, person.name, person.password)
  await expect(page.getByRole('heading', { name: '修改初始密码' })).toBeVisible()
  await administrator.context().close()
  await page.context().close()
})

test('should enrol a second factor by code or key, and then ask for a fresh code at every sign-in', async ({
  browser,
}) => {
  const { person, page } = await settled(browser)
  await page.goto('/console/account')
  await page.getByRole('button', { name: '获取密钥' }).click()
  await expect(page.getByRole('img', { name: `用身份验证器扫描，添加账户 ${person.name}` })).toBeVisible()
  expect(await seriousFaults(page)).toEqual([])
  const secret = ((await page.locator('.za-secret').textContent()) ?? '').replaceAll(' ', '')
  const codeAt = (seconds: number) =>
    generateSync({ secret, epoch: Math.floor(Date.now() / 1_000) + seconds })
  const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')
  const show = async (code: string, button: string) => {
    await page.getByLabel(/^动态口令/).fill(code)
    await page.getByRole('button', { name: button }).click()
  }
  await show(wrong(codeAt(0)), '确认绑定')
  await expect(page.getByRole('alert')).toContainText('动态口令不正确或已用过')
  const used = codeAt(0)
  await show(used, '确认绑定')
  await expect(page.getByText('已绑定。更换手机时请联系系统管理员重置。')).toBeVisible()

  await page.context().clearCookies()
  await enter(page, person.name, OWN_PASSWORD)
  await expect(page.getByRole('heading', { name: '输入动态口令' })).toBeVisible()
  await show(used, '验证')
  await expect(page.getByRole('alert')).toContainText('已用过')
  await show(codeAt(30), '验证')
  await arrived(page)
  await page.context().close()
})

const row = (page: Page, person: Person): Locator => page.locator('tbody tr', { hasText: person.name })

async function give(page: Page, person: Person, role: string): Promise<void> {
  await row(page, person).getByRole('button', { name: '授予角色' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^角色/).selectOption({ label: role })
  await dialog.getByLabel('行政区划').selectOption({ label: '全部地区' })
  await dialog.getByRole('button', { name: '授予', exact: true }).click()
}

test('should let a role act at once, refuse a second administrator’s, and show both to the auditor', async ({
  browser,
}) => {
  const { person, page } = await settled(browser)
  await page.goto('/console/system/audit')
  await expect(page.getByText('没有这个页面')).toBeVisible()
  await expect(page.getByRole('heading', { name: '审计日志' })).toHaveCount(0)

  const security = await signedIn(browser, 'secadmin')
  await security.goto('/console/system/grants')
  await security.getByRole('searchbox').fill(person.name)
  await expect(row(security, person)).toContainText('未授予角色')
  await give(security, person, '审计管理员')
  await expect(row(security, person)).toContainText('审计管理员')
  await page.reload()
  await expect(page.getByRole('heading', { name: '审计日志' })).toBeVisible()

  await give(security, person, '系统管理员')
  const dialog = security.getByRole('dialog')
  await expect(dialog).toContainText('系统管理员、安全管理员、审计管理员不能由同一账户兼任')
  await security.context().close()
  await page.context().close()

  const auditor = await signedIn(browser, 'auditadmin')
  await auditor.goto('/console/system/audit')
  await auditor.getByLabel('操作', { exact: true }).selectOption({ label: '授权' })
  const entry = auditor.locator('tbody tr', { hasText: 'audit-administrator' }).first()
  await expect(entry).toContainText('permission.grant.give')
  await expect(entry).toContainText('安全管理员')
  await auditor.getByRole('button', { name: '校验完整性' }).click()
  await expect(auditor.getByText(/审计链完好：\d+ 条记录未被改动/)).toBeVisible({ timeout: 60_000 })
  expect(await seriousFaults(auditor)).toEqual([])
  await auditor.context().close()
})

test('should add an account for the unit of an enterprise, and say first which unit that is', async ({
  browser,
}) => {
  const page = await signedIn(browser, 'sysadmin')
  await page.goto('/console/system/accounts?kind=enterprise')
  const row = page.getByRole('row').nth(1)
  const unit = (await row.getByRole('cell').nth(4).textContent()) ?? ''
  await row.getByRole('button').click()
  await page.getByRole('menuitem', { name: '为该单位增开账户' }).click()
  const dialog = page.getByRole('dialog', { name: '为该单位增开账户' })
  await expect(dialog.locator('form > :first-child')).toContainText(`单位：${unit}。`)
  await dialog.getByRole('button', { name: '开通账户' }).click()
  await expect(dialog.getByLabel('用户名')).toBeFocused()
  await page.context().close()
})

test('should make, change and remove an office, and say why one in use or of a taken name cannot be', async ({
  browser,
}) => {
  const page = await signedIn(browser, 'sysadmin')
  await page.goto('/console/system/organisations')
  await expect(page.locator('tbody tr').first()).toBeVisible()
  const root = ((await page.locator('tbody tr td').first().textContent()) ?? '').trim()
  const name = `验收所${Date.now().toString(36)}`
  const line = (shown: string) => page.locator('tbody tr', { has: page.getByText(shown, { exact: true }) })
  const dialog = page.getByRole('dialog')
  const make = async (shown: string, parent = root) => {
    await page.getByRole('button', { name: '新增机构' }).click()
    await dialog.getByLabel('机构名称').fill(shown)
    await dialog.getByLabel('上级机构').selectOption({ label: parent })
    await expect(dialog.getByRole('button', { name: '保存' })).toBeDisabled()
    await dialog.getByLabel('行政区划').selectOption({ label: '株洲市' })
    await dialog.getByLabel('株洲市 的下级').selectOption({ label: '荷塘区' })
    await dialog.getByRole('button', { name: '保存' }).click()
  }
  await make(name)
  await expect(line(name)).toContainText('430202000000')

  await make(name)
  await expect(dialog.getByRole('alert')).toBeVisible()
  await expect(dialog.getByLabel('机构名称')).toHaveValue(name)
  await dialog.getByRole('button', { name: '取消' }).click()

  await line(name).getByRole('button', { name: '修改' }).click()
  await dialog.getByLabel('机构名称').fill(`${name}改`)
  await dialog.getByLabel('类别').selectOption({ label: '政府' })
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(line(`${name}改`)).toContainText('政府')

  await make(`${name}下`, `${name}改`)
  await expect(line(`${name}下`)).toBeVisible()
  const remove = async (shown: string) => {
    await line(shown).getByRole('button', { name: '删除' }).click()
    await expect(dialog).toContainText(`删除“${shown}”？`)
    await dialog.getByRole('button', { name: '删除' }).click()
  }
  await remove(`${name}改`)
  await expect(dialog.getByRole('alert')).toBeVisible()
  await dialog.getByRole('button', { name: '取消' }).click()
  await expect(line(`${name}改`)).toBeVisible()
  await remove(`${name}下`)
  await expect(line(`${name}下`)).toHaveCount(0)
  await remove(`${name}改`)
  await expect(line(`${name}改`)).toHaveCount(0)
  expect(await seriousFaults(page)).toEqual([])
  await page.context().close()
})

test('should make, change and remove a role of the office’s own, and leave the built-in ones alone', async ({
  browser,
}) => {
  const person = await newPerson(browser)
  const page = await signedIn(browser, 'secadmin')
  await page.goto('/console/system/roles')
  const code = `own-${Date.now().toString(36)}`
  const line = page.locator('tbody tr', { hasText: code })
  const dialog = page.getByRole('dialog')
  const fill = async (shown: string, as = code) => {
    await page.getByRole('button', { name: '新增角色' }).click()
    await dialog.getByLabel(/^代码/).fill(as)
    await dialog.getByLabel('中文名称').fill(shown)
    await dialog.getByLabel('英文名称').fill('Own role')
  }
  await fill('自定角色')
  await dialog.getByText('collect.progress.read').click()
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(line).toContainText('自定义')
  await expect(line.locator('td').nth(3)).toHaveText('1')

  await fill('同名角色')
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog.getByRole('alert')).toBeVisible()
  await dialog.getByRole('button', { name: '取消' }).click()
  await fill('错误代码', 'Not A Code')
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog.getByLabel(/^代码/)).toHaveJSProperty('validity.patternMismatch', true)
  await dialog.getByRole('button', { name: '取消' }).click()

  await line.getByRole('button', { name: '查看' }).click()
  await expect(dialog.getByLabel(/^代码/)).toBeDisabled()
  await dialog.getByLabel('中文名称').fill('改名角色')
  await dialog.getByText('catalog.form.read').click()
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(line).toContainText('改名角色')
  await expect(line.locator('td').nth(3)).toHaveText('2')

  await page.goto('/console/system/grants')
  await page.getByRole('searchbox').fill(person.name)
  await give(page, person, '改名角色')
  await expect(row(page, person)).toContainText('改名角色')
  await page.goto('/console/system/roles')
  await line.getByRole('button', { name: '查看' }).click()
  await dialog.getByRole('button', { name: '删除角色' }).click()
  await expect(dialog.getByRole('alert')).toBeVisible()
  await dialog.getByRole('button', { name: '取消' }).click()
  await page.goto('/console/system/grants')
  await page.getByRole('searchbox').fill(person.name)
  await row(page, person).getByRole('button', { name: '收回 改名角色' }).click()
  await dialog.getByRole('button', { name: '收回 改名角色' }).click()
  await expect(row(page, person)).toContainText('未授予角色')
  await page.goto('/console/system/roles')
  await line.getByRole('button', { name: '查看' }).click()
  await dialog.getByRole('button', { name: '删除角色' }).click()
  await expect(line).toHaveCount(0)

  await page
    .locator('tbody tr', { hasText: 'county-statistician' })
    .getByRole('button', { name: '查看' })
    .click()
  await expect(dialog).toContainText('内置角色随系统提供，不能修改。')
  await expect(dialog.getByRole('button', { name: '保存' })).toHaveCount(0)
  await expect(dialog.getByRole('button', { name: '删除角色' })).toHaveCount(0)
  await page.context().close()
})

test('should change a setting at once, and refuse a value that does not fit', async ({ browser }) => {
  const page = await signedIn(browser, 'sysadmin')
  await page.goto('/console/system/settings')
  const card = page.locator('.zt-card', { hasText: '技术支持联系方式' })
  const contact = card.getByRole('textbox')
  const before = await contact.inputValue()
  await expect(card.getByRole('button', { name: '保存' })).toBeDisabled()
  const told = `统计局信息科 ${Date.now() % 100_000}`
  await contact.fill(told)
  await card.getByRole('button', { name: '保存' }).click()
  await expect(card).toContainText('修改')
  const stranger = await opened(browser)
  await stranger.goto('/console/sign-in')
  await expect(stranger.getByText(told)).toBeVisible()
  await stranger.context().close()

  const days = page.locator('.zt-card', { hasText: '至 3650 天' }).first()
  const kept = await days.getByRole('textbox').inputValue()
  await days.getByRole('textbox').fill('99999')
  await days.getByRole('button', { name: '保存' }).click()
  await expect(days.getByRole('alert')).toBeVisible()
  await days.getByRole('textbox').fill('很久')
  await days.getByRole('button', { name: '保存' }).click()
  await expect(days.getByRole('alert')).toBeVisible()
  await page.reload()
  await expect(days.getByRole('textbox')).toHaveValue(kept)
  expect(await seriousFaults(page)).toEqual([])
  await contact.fill(before)
  await card.getByRole('button', { name: '保存' }).click()
  await expect(card.getByRole('button', { name: '保存' })).toBeDisabled()
  await page.context().close()
})

test('should disable and enable the accounts that were chosen, and say which could not be', async ({
  browser,
}) => {
  const people = [await newPerson(browser), await newPerson(browser)]
  const page = await signedIn(browser, 'sysadmin')
  await page.goto('/console/system/accounts')
  const search = page.getByRole('searchbox')
  const dialog = page.getByRole('dialog')
  const choose = async (name: string) => {
    await search.fill(name)
    const line = page.locator('tbody tr', { hasText: name })
    await expect(line).toHaveCount(1)
    await line.getByRole('checkbox').check()
  }
  const act = async (action: string) => {
    for (const { name } of people) await choose(name)
    await choose('sysadmin')
    await expect(page.getByText('已选 3 条')).toBeVisible()
    await page.getByRole('button', { name: action, exact: true }).click()
    await dialog.getByRole('button', { name: action, exact: true }).click()
    await expect(dialog.getByRole('status')).toHaveText('已办理 2 个，未办理 1 个')
    await expect(dialog.getByRole('row', { name: /sysadmin/ })).toContainText('自己')
    await dialog.getByRole('button', { name: '关闭' }).last().click()
    await expect(page.getByText(/已选/)).toHaveCount(0)
  }
  await act('停用')
  for (const { name } of people) {
    await search.fill(name)
    await expect(page.locator('tbody tr', { hasText: name })).toContainText('停用')
  }
  await act('启用')
  await search.fill(people[0]!.name)
  await expect(page.locator('tbody tr', { hasText: people[0]!.name })).not.toContainText('停用')
  await page.context().close()
})
