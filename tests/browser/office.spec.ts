import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { generatedNote } from '#engines/exchange/index.ts'
import { uiText } from '#ui/locale/text.ts'

/** The office's day on the demonstration city; needs a running product (`BASE_URL`). */
test.skip(process.env.BASE_URL === undefined, 'BASE_URL names no running product')

const password = 'Zhitong-2026'

async function signedIn(browser: Browser, name: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto('/console/sign-in')
  await page.locator('input').first().fill(name)
  await page.locator('input[type=password]').fill(password)
  await page.keyboard.press('Enter')
  await expect(page.locator('.zt-head-name, [aria-haspopup=menu]').first()).toBeVisible()
  await page.waitForURL(url => !url.pathname.endsWith('sign-in'))
  return page
}

const number = async (page: Page, label: string): Promise<number> => {
  const kpi = page.locator('.co-kpi', { has: page.getByText(label, { exact: true }) })
  const text = await kpi.locator('.co-kpi-value').textContent()
  return Number((text ?? '').replaceAll(',', ''))
}

const listed = async (page: Page): Promise<number> => {
  const count = page.locator('.zt-table-count')
  await expect(count).toHaveText(/\d/)
  return Number(((await count.textContent()) ?? '').replace(/\D/g, ''))
}

async function openFirst(page: Page, filter: string): Promise<string> {
  await page.goto(`/console/collect/reports?${filter}`)
  const first = page.locator('tbody a').first()
  const name = (await first.textContent()) ?? ''
  await first.click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(page.locator('[data-cell="M13"]')).toBeVisible()
  return name
}

const state = (page: Page) => page.locator('.co-report-meta .zt-tag')

/** The tab hidden and seen again: the live connection is opened anew, and what it may have missed is read. */
const lookedAwayAndBack = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const hidden of [true, false]) {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
      document.dispatchEvent(new Event('visibilitychange'))
    }
  })

async function seriousFaults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(one => one.impact === 'serious' || one.impact === 'critical')
    .map(one => `${one.id}: ${one.nodes[0]?.html}`)
}

test.describe('a county statistician', () => {
  let page: Page
  test.beforeAll(async ({ browser }) => {
    page = await signedIn(browser, 'county')
  })
  test.afterAll(async () => page.context().close())

  test('should find what waits first, and open exactly those reports', async () => {
    await page.goto('/console/')
    const todo = page.locator('.co-todos tbody tr').first()
    await expect(todo).toContainText('待县级验收')
    const count = Number(((await todo.locator('.co-todo-count').textContent()) ?? '').replaceAll(',', ''))
    await todo.getByRole('link').click()
    await expect(page).toHaveURL(/states=submitted/)
    await expect.poll(() => listed(page)).toBe(count)
  })

  test('should read the same numbers on the board, in its rows and in the lists they open', async () => {
    await page.goto('/console/collect/progress')
    await expect(page.locator('.co-kpi').first()).toBeVisible()
    const [owed, submitted] = [await number(page, '应报'), await number(page, '已上报')]
    expect(submitted).toBeGreaterThan(0)
    expect(submitted).toBeLessThan(owed)
    expect(await number(page, '按时上报')).toBeLessThanOrEqual(submitted)
    const rows = await page.locator('tbody tr td:nth-child(3)').allTextContents()
    expect(rows.reduce((sum, text) => sum + Number(text.replaceAll(',', '')), 0)).toBe(owed)
    await page.locator('.co-kpi', { hasText: '按时上报' }).click()
    await expect(page).toHaveURL(/onTime=true/)
    await expect.poll(() => listed(page)).toBeGreaterThan(0)
    expect(await listed(page)).toBeLessThanOrEqual(submitted)
    await page.goBack()
    await page.locator('.co-kpi', { hasText: '应报' }).first().click()
    await expect.poll(() => listed(page)).toBe(owed)
  })

  test('should be told on every page and in every file that the data is generated', async () => {
    await page.goto('/console/collect/progress')
    await expect(page.getByText(uiText['zh-CN']['ui.demo.banner'])).toBeVisible()
    await page.getByRole('button', { name: uiText['zh-CN']['ui.table.export'] }).first().click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: uiText['zh-CN']['ui.table.exportCsv'] }).click(),
    ])
    const lines = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\r\n')
    expect(lines.length).toBeGreaterThan(2)
    expect(lines.at(-1)?.replaceAll('"', '')).toBe(generatedNote)
  })

  test('should drill from the county to a township and on to its units', async () => {
    await page.goto('/console/collect/progress')
    const first = page.locator('tbody tr').first()
    const name = (await first.locator('td').first().textContent()) ?? ''
    await first.getByRole('button', { name: `展开${name}` }).click()
    await expect(page.getByRole('navigation', { name: '地区层级' })).toContainText(name)
    await expect(page).toHaveURL(/at=\d{12}/)
    await page.getByRole('link', { name: '单位清单' }).click()
    await expect(page).toHaveURL(/reports\?.*at=\d{12}/)
    await expect.poll(() => listed(page)).toBeGreaterThan(0)
  })

  test('should see the regions as bars, the lagging ones first, each part opening its reports', async () => {
    await page.goto('/console/collect/progress')
    await page.locator('.zt-segments label', { hasText: '条形' }).click()
    await expect(page).toHaveURL(/view=bars/)
    const bars = page.getByRole('list', { name: /分地区填报进度/ })
    await expect(bars.locator('.co-bars-rate').nth(1)).toBeVisible()
    const rates = (await bars.locator('.co-bars-rate').allTextContents()).map(text => Number.parseFloat(text))
    expect(rates).toEqual(rates.toSorted((a, b) => a - b))
    expect(await seriousFaults(page)).toEqual([])
    const part = bars.getByRole('link', { name: /待验收 \d+ 份，打开清单/ }).first()
    const count = Number(((await part.getAttribute('aria-label')) ?? '').match(/(\d+) 份/)?.[1])
    await part.focus()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/states=submitted.*at=\d{12}|at=\d{12}.*states=submitted/)
    await expect.poll(() => listed(page)).toBe(count)
  })

  for (const scheme of ['light', 'dark'] as const) {
    test(`should see the regions as tiles on ${scheme}, and open the level below by keyboard`, {
      tag: '@scheme',
    }, async () => {
      await page.emulateMedia({ colorScheme: scheme })
      await page.goto('/console/collect/progress?view=tiles')
      const tiles = page.getByRole('region', { name: '分地区上报率方格图' })
      const first = tiles.getByRole('button', { name: /展开下一级：/ }).first()
      await expect(first).toContainText(/\d+\.\d%已上报 \d+ \/ \d+市级验收 \d+/)
      await expect(tiles.getByRole('list', { name: '上报率' })).toContainText('95% 以上')
      expect(await seriousFaults(page)).toEqual([])
      await first.focus()
      await page.keyboard.press('Enter')
      await expect(page).toHaveURL(/at=\d{12}/)
      await expect(page).toHaveURL(/view=tiles/)
      await expect(tiles).toBeVisible()
      await page.locator('.zt-segments label', { hasText: '表格' }).click()
      await expect(page).not.toHaveURL(/view=/)
      await expect(page.getByRole('table').first()).toBeVisible()
      await page.emulateMedia({ colorScheme: null })
    })
  }

  test('should keep the filter in the address, and search by pinyin initials', async () => {
    await page.goto('/console/collect/reports')
    await expect.poll(() => listed(page)).toBeGreaterThan(0)
    const all = await listed(page)
    await page.getByRole('searchbox').fill('ly')
    await expect(page).toHaveURL(/search=ly/)
    await page.locator('.co-filter', { hasText: '待我处理' }).locator('select').selectOption('owed')
    await expect(page).toHaveURL(/states=owed/)
    await expect.poll(() => listed(page)).toBeLessThan(all)
    await expect(page.locator('tbody tr').first()).toContainText('未报')
    const count = await listed(page)
    await page.reload()
    await expect(page.getByRole('searchbox')).toHaveValue('ly')
    await expect.poll(() => listed(page)).toBe(count)
  })

  test('should correct a value with a note and keep the reported one in sight', async () => {
    await openFirst(page, 'states=submitted&findings=none')
    const before = await page.locator('[data-cell="M22"]').inputValue()
    await page.keyboard.press('e')
    const save = page.getByRole('button', { name: '保存更正' })
    await page.locator('[data-cell="M22"]').click()
    const value = String(Number(before.replaceAll(',', '')) + 1)
    await page.keyboard.type(value)
    await page.keyboard.press('Enter')
    await page.getByLabel('更正依据').fill('核实无误')
    await expect(save).toBeDisabled()
    await page.getByLabel('更正依据').fill('电话核实出口交货值漏计一笔')
    await save.click()
    await expect(page.getByText('本表有统计机构更正的数据')).toBeVisible()
    const cell = page.locator('td', { has: page.locator('[data-cell="M22"]') })
    await expect(cell).toContainText(before)
    await page.locator('[data-cell="M22"]').click()
    await page.getByRole('tab', { name: /指标/ }).click()
    await page.getByRole('button', { name: '查看来历' }).click()
    await expect(page.locator('.co-lineage')).toContainText('电话核实出口交货值漏计一笔')
  })

  test('should keep what is being corrected when a background reading fails', async () => {
    await openFirst(page, 'states=submitted&findings=none')
    await page.keyboard.press('e')
    await page.locator('[data-cell="M22"]').click()
    await page.keyboard.type('4321')
    const reading = /\/api\/collect\/collections\/\d+\/reports\/\d+(\?|$)/
    await page.route(reading, route => route.fulfill({ status: 500, body: 'down' }))
    await lookedAwayAndBack(page)
    const failure = page.getByRole('alert')
    await expect(failure).toContainText('此前读到的和正在填写的内容都还在这一页上')
    await expect(page.locator('[data-cell="M22"]')).toHaveValue('4,321')
    await page.unroute(reading)
    await failure.getByRole('button', { name: '重试' }).click()
    await expect(failure).toHaveCount(0)
    await expect(page.locator('[data-cell="M22"]')).toHaveValue('4,321')
  })

  test('should send back with a reason at chosen cells, and go on by keyboard', async () => {
    const name = await openFirst(page, 'states=submitted&findings=query')
    await page.keyboard.press('b')
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('textbox')).toBeFocused()
    const send = dialog.getByRole('button', { name: '退回', exact: true })
    const cell = dialog
      .locator('.co-back-cell')
      .filter({ has: page.getByRole('checkbox', { checked: true }) })
    const named = (await cell.first().getByRole('checkbox').locator('xpath=..').textContent()) ?? ''
    const value = await cell.first().locator('b').textContent()
    await page.keyboard.type('已核实')
    await expect(send).toBeDisabled()
    await dialog.getByRole('textbox').fill('')
    await cell.first().getByRole('button', { name: '写入原因' }).click()
    await expect(dialog.getByRole('textbox')).toBeFocused()
    await expect(dialog.getByRole('textbox')).toHaveValue(`${named.replace(/^\S+ /, '')} ${value}：`)
    const more = dialog.getByLabel('再指出一个指标')
    const other = (await more.locator('option').nth(1).getAttribute('value')) ?? ''
    await more.selectOption(other)
    await expect(dialog.getByRole('checkbox', { name: new RegExp(`^${other} `) })).toBeChecked()
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await dialog.evaluate(element => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0)
    await page.setViewportSize({ width: 1440, height: 900 })
    expect(await seriousFaults(page)).toEqual([])
    await dialog.getByRole('textbox').fill('本月与上年同期相差过大，请核对单位是否误用元')
    await send.click()
    await expect(state(page)).toHaveText('已退回')
    await page.getByRole('tab', { name: '过程' }).click()
    await expect(page.locator('.co-history')).toContainText('请核对单位是否误用元')
    await page.keyboard.press('j')
    await expect(page.getByRole('heading', { level: 1, name })).toHaveCount(0)
    await expect(page.locator('.co-steps')).toContainText('/')
    await page.keyboard.press('k')
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  })

  test('should accept, withdraw and accept again', async () => {
    await openFirst(page, 'states=submitted&findings=none')
    await page.keyboard.press('a')
    await expect(state(page)).toHaveText('县级已验收')
    await page.getByRole('button', { name: '撤销验收' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '撤销验收' }).click()
    await expect(state(page)).toHaveText('待验收')
    await page.keyboard.press('a')
    await expect(state(page)).toHaveText('县级已验收')
  })

  test('should see an act upon several to its end, whatever is pressed meanwhile', async () => {
    await page.route(/\/reports\/\d+\/exten/, async route => {
      await new Promise(resolve => setTimeout(resolve, 400))
      await route.fulfill({ json: {} })
    })
    await page.goto('/console/collect/reports?states=owed')
    for (const nth of [0, 1, 2]) await page.locator('tbody input[type=checkbox]').nth(nth).check()
    await page.getByRole('button', { name: '延期', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/^原因/).fill('厂区停电两天，设备检修')
    await dialog.getByRole('button', { name: '延期', exact: true }).click()
    await expect(dialog.getByRole('progressbar')).toBeVisible()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await expect(dialog.getByRole('button', { name: '关闭' }).first()).toBeDisabled()
    await expect(dialog.getByText('已延期 3 家，未延期 0 家')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await page.unrouteAll()
  })

  test('should send an acceptance once, though the list behind it fails meanwhile', async () => {
    let sent = 0
    await page.route(/\/accept$/, route => {
      sent += 1
      return route.fulfill({ json: { accepted: 1, refused: 0, outcomes: [] } })
    })
    await page.goto('/console/collect/reports?states=submitted')
    await page.locator('tbody input[type=checkbox]').first().check()
    const list = /\/api\/collect\/collections\/\d+\/reports\?/
    await page.route(list, route => route.fulfill({ status: 500, body: 'down' }))
    await page.getByRole('button', { name: '验收所选' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('已验收 1 份，未验收 0 份')
    await expect(page.getByRole('alert')).toHaveCount(1)
    await page.unroute(list)
    await lookedAwayAndBack(page)
    await expect(page.getByRole('alert')).toHaveCount(0)
    await dialog.getByRole('button', { name: '关闭' }).last().click()
    expect(sent).toBe(1)
    await page.unrouteAll()
  })

  test('should go through reports by risk with the keyboard alone, their past in sight', async () => {
    await page.goto('/console/collect/reports?states=submitted')
    const head = page.getByRole('button', { name: '影响', exact: true })
    await expect(head).toHaveAttribute('title', /县区当时合计/)
    await head.focus()
    const sorted = page.waitForResponse(/\/reports\?.*sort=risk/)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/sort=risk/)
    const { items } = (await (await sorted).json()) as { items: { unitName: string }[] }
    const names = items.map(one => one.unitName)
    await expect(page.locator('tbody a').first()).toHaveText(names[0] as string)
    await expect(page.locator('tbody .co-change').first()).toHaveText(/%$/)
    await page.locator('tbody a').first().focus()
    const ahead = page.waitForResponse(/\/reports\/\d+$/)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: names[0] as string })).toBeVisible()
    await ahead

    const history = page.waitForResponse(/\/reports\/\d+\/history$/)
    await page.keyboard.press('h')
    const { periods } = (await (await history).json()) as { periods: string[] }
    expect(periods).toHaveLength(24)
    const trend = page.getByRole('region', { name: '近 24 期' })
    await expect(trend.getByRole('img', { name: /^工业总产值\(当年价格\) · 本月 · 千元/ })).toBeVisible()
    await trend.getByText('数据表').focus()
    await page.keyboard.press('Enter')
    await expect(trend.getByRole('row')).toHaveCount(25)
    await expect(trend.getByRole('rowheader').first()).toHaveText('2026年10月')
    expect(await seriousFaults(page)).toEqual([])

    for (const name of names.slice(1, 4)) {
      await page.keyboard.press('j')
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    }
    await page.keyboard.press('k')
    await expect(page.getByRole('heading', { level: 1, name: names[2] as string })).toBeVisible()
    await expect(state(page)).toHaveText('待验收')
    await page.keyboard.press('a')
    await expect(state(page)).toHaveText('县级已验收')
    await expect(page.locator('.zt-toast')).toContainText('撤回')
    await page.keyboard.press('j')
    await page.keyboard.press('u')
    await expect(page.locator('.zt-toast').last()).toContainText('已撤销验收')
    await page.keyboard.press('k')
    await expect(state(page)).toHaveText('待验收')
  })

  test('should meet the first report on a phone, its filters behind one button', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto('/console/collect/reports')
    await expect(page.locator('tbody a').first()).toBeInViewport({ ratio: 1 })
    const all = await listed(page)
    await expect(page.getByLabel('审核结果')).toHaveCount(0)
    await page.getByRole('button', { name: '筛选', exact: true }).focus()
    await page.keyboard.press('Enter')
    const sheet = page.getByRole('dialog', { name: '筛选' })
    await sheet.getByLabel('状态').selectOption('owed')
    await expect(page).toHaveURL(/states=owed/)
    await expect.poll(() => listed(page)).toBeLessThan(all)
    const found = await listed(page)
    expect(await seriousFaults(page)).toEqual([])
    await sheet.getByRole('button', { name: `查看 ${found.toLocaleString('en')} 条` }).click()
    await expect(sheet).toHaveCount(0)
    const fold = page.getByRole('button', { name: '筛选（1）' })
    await expect(fold).toBeFocused()
    await expect(page.locator('tbody a').first()).toBeInViewport({ ratio: 1 })
    await fold.click()
    await sheet.getByRole('button', { name: '清除筛选' }).click()
    await page.keyboard.press('Escape')
    await expect.poll(() => listed(page)).toBe(all)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('should find the list as it was left: filter, place, what was ticked and how far it was read', async () => {
    await page.goto('/console/collect/progress')
    const town = page.locator('tbody tr').first()
    const name = (await town.locator('td').first().textContent()) ?? ''
    await town.getByRole('button', { name: `展开${name}` }).click()
    const region = page.getByRole('group', { name: '当前范围' }).getByLabel('地区')
    await expect(region.locator('option:checked')).toHaveText(new RegExp(`^\\s*${name}$`))
    await page.getByRole('link', { name: '单位清单' }).click()
    const link = page.locator('tbody a').last()
    await expect(page.locator('tbody tr').last()).toContainText(name)
    await page.locator('tbody input[type=checkbox]').first().check()
    await link.scrollIntoViewIfNeeded()
    const list = page.url()
    const unit = (await link.textContent()) ?? ''
    await link.press('Enter')
    await expect(page.locator('.co-report-meta')).toContainText(name)
    await page.getByRole('link', { name: '返回清单' }).click()
    await expect(page.getByRole('link', { name: unit, exact: true })).toBeFocused()
    await expect(page.getByRole('link', { name: unit, exact: true })).toBeInViewport()
    await expect(page.locator('tbody input:checked')).toHaveCount(1)
    expect(new URL(page.url()).searchParams.get('at')).toBe(new URL(list).searchParams.get('at'))
    // One place for the region: chosen there, the drill ends.
    await region.selectOption({ label: '全部' })
    await expect(page).not.toHaveURL(/at=/)
  })

  test('should show the past of a cell on a phone with one touch', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await openFirst(page, 'states=submitted')
    await page.locator('[data-cell="M13"]').click()
    const sheet = page.getByRole('dialog', { name: '指标' })
    await expect(sheet.getByRole('region', { name: '近 24 期' })).toBeVisible()
    const wide = await sheet.evaluate(element => element.scrollWidth - element.clientWidth)
    expect(wide).toBeLessThanOrEqual(0)
    expect(await seriousFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await expect(sheet).toHaveCount(0)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('should accept a selection and be told of what was left', async () => {
    await page.goto('/console/collect/reports?sort=state&order=desc')
    await expect(page.locator('tbody tr').first()).toBeVisible()
    await page.locator('tbody input[type=checkbox]').first().check()
    await page.locator('tbody input[type=checkbox]').nth(1).check()
    await page.getByRole('button', { name: '验收所选' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText(/已验收 \d+ 份，未验收 \d+ 份/)
    await dialog.getByRole('button', { name: '关闭' }).last().click()
  })

  test('should accept all that a filter finds and nothing else, after asking', async () => {
    const list = '/console/collect/reports?states=submitted&findings=none'
    await page.goto(list)
    await expect.poll(() => listed(page)).toBeGreaterThan(1)
    const count = await listed(page)
    const search = ((await page.locator('tbody a').first().textContent()) ?? '').slice(0, 6)
    await page.goto(`${list}&search=${search}`)
    await expect(page.locator('tbody a').first()).toContainText(search)
    await expect.poll(() => listed(page)).toBeLessThan(count)
    const found = await listed(page)
    const names = await page.locator('tbody a').allTextContents()
    expect(names).toHaveLength(found)

    await page.getByRole('button', { name: /^批量验收（/ }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText(String(found))
    await dialog.getByRole('button', { name: '取消' }).click()
    await expect(dialog).toHaveCount(0)
    expect(await listed(page)).toBe(found)

    await page.getByRole('button', { name: /^批量验收（/ }).click()
    await dialog.getByRole('button', { name: /^验收 [\d,]+ 份$/ }).click()
    await expect(dialog).toContainText(`已验收 ${found} 份，未验收 0 份`)
    await dialog.getByRole('button', { name: '关闭' }).last().click()
    await expect(page.locator('tbody a')).toHaveCount(0)

    await page.goto(`/console/collect/reports?states=accepted:county&findings=none&search=${search}`)
    for (const name of names)
      await expect(page.getByRole('row').filter({ hasText: name })).toContainText('县级已验收')
    await page.goto(list)
    await expect.poll(() => listed(page)).toBe(count - found)

    await page.getByRole('button', { name: '批量验收记录' }).click()
    const last = dialog.getByRole('listitem').first()
    await expect(last).toContainText(`已验收 ${found} 份，未验收 0 份`)
    await last.getByRole('link', { name: '查看结果' }).click()
    await expect(page.getByRole('heading', { level: 1, name: '批量验收' })).toBeVisible()
    await expect(page.getByRole('status').first()).toHaveText(`已验收 ${found} 份，未验收 0 份`)
    expect(await seriousFaults(page)).toEqual([])
  })

  test('should show how far accepting is, and what stays accepted when it is stopped', async () => {
    const running = {
      acceptanceId: 7,
      collectionId: 1,
      formCode: 'B204-1',
      period: '2026-M10',
      state: 'running',
      total: 1_000,
      accepted: 390,
      skipped: 10,
      startedBy: '县级专业人员',
      createdAt: '2026-11-27T10:00:00.000Z',
      finishedAt: null,
      reasons: [],
    }
    let now: object = running
    await page.route(/\/acceptances$/, route => route.fulfill({ json: running }))
    await page.route(/\/acceptances\/7$/, route => route.fulfill({ json: now }))
    await page.route(/\/acceptances\/7\/cancel$/, route => {
      now = { ...running, state: 'cancelled', finishedAt: running.createdAt }
      return route.fulfill({ json: now })
    })
    await page.goto('/console/collect/reports?states=submitted')
    await page.getByRole('button', { name: /^批量验收（/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /^验收 [\d,]+ 份$/ }).click()
    await expect(dialog).toContainText('剩余 600 / 1,000')
    await dialog.getByRole('button', { name: '取消任务' }).click()
    await expect(dialog).toContainText('共 1,000 份，已验收 390 份（保持有效），未验收 10 份，未处理 600 份')
    await dialog.getByRole('button', { name: '关闭' }).last().click()
    await page.unrouteAll()
  })

  for (const [name, path] of [
    ['the home page', '/console/'],
    ['the board', '/console/collect/progress'],
    ['the list', '/console/collect/reports'],
    ['the rules', '/console/collect/rules'],
  ] as const) {
    test(`should meet no serious barrier on ${name}`, async () => {
      await page.goto(path)
      await expect(page.locator('h1')).toBeVisible()
      await page.waitForLoadState('networkidle').catch(() => {})
      expect(await seriousFaults(page)).toEqual([])
    })
  }

  test('should meet no serious barrier on a report', async () => {
    await openFirst(page, 'states=submitted&findings=query')
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
    expect(await seriousFaults(page)).toEqual([])
  })
})

test('the city should see who of a county has the same report open, and the county nobody above it', async ({
  browser,
}) => {
  const county = await signedIn(browser, 'county')
  await openFirst(county, 'states=submitted&findings=none')
  const city = await signedIn(browser, 'city')
  await city.goto(new URL(county.url()).pathname)
  const others = (page: Page) => page.getByRole('status', { name: '同时打开本报表的人员' })
  await expect(others(city)).toContainText('县区统计专业人员')
  await expect(others(city)).toContainText('正在审核')
  expect(await seriousFaults(city)).toEqual([])
  await county.keyboard.press('e')
  await expect(others(city)).toContainText('正在更正数据')
  await expect(others(county)).toHaveText('')
  await county.goto('/console/')
  await expect(others(city)).toHaveText('')
  await city.context().close()
  await county.context().close()
})

test('the city should accept what a county has accepted, and its board should follow at once', async ({
  browser,
}) => {
  const board = await signedIn(browser, 'city')
  await board.goto('/console/collect/progress')
  await expect(board.locator('.co-kpi').first()).toBeVisible()
  const before = await number(board, '已验收')
  const page = await board.context().newPage()
  await openFirst(page, 'states=accepted:county&findings=none')
  await page.keyboard.press('a')
  await expect(state(page)).toHaveText('市级已验收')
  await board.bringToFront()
  await expect.poll(() => number(board, '已验收'), { timeout: 5_000 }).toBe(before + 1)
  await page.bringToFront()
  await page.getByRole('button', { name: '撤销验收' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '撤销验收' }).click()
  await expect(state(page)).toHaveText('县级已验收')
  await board.context().close()
})

test('the city should see the collection its address names, or be told that it lies outside', async ({
  browser,
}) => {
  const page = await signedIn(browser, 'city')
  const reply = await page.request.get('/api/collect/collections?pageSize=200')
  const { items } = (await reply.json()) as { items: { collectionId: number; period: string }[] }
  const [one] = items
  const another = items.find(({ period }) => period !== one?.period)
  const picked = page.getByRole('combobox', { name: '调查任务' })
  const outside = page.getByText('这项调查任务不在上方所选的范围内')
  await page.goto(`/console/collect/progress?collection=${another?.collectionId}&period=${one?.period}`)
  await expect(outside).toBeVisible()
  await expect(picked).toHaveValue(String(another?.collectionId))
  await page.getByRole('button', { name: '看范围内的任务' }).click()
  await expect(outside).toHaveCount(0)
  await expect(page.locator('.co-kpi').first()).toBeVisible()
  await page.goto('/console/collect/progress?collection=987654321')
  await expect(page.getByText('没有这项调查任务，或不归您管辖')).toBeVisible()
  await page.context().close()
})

test('a region chosen after a drill should count', async ({ browser }) => {
  const page = await signedIn(browser, 'city')
  await page.goto('/console/collect/progress')
  await page.locator('tbody tr').first().getByRole('button', { name: /^展开/ }).click()
  await expect(page).toHaveURL(/at=\d{12}/)
  const region = page.getByRole('group', { name: '当前范围' }).getByLabel('地区')
  const last = region.locator('option').last()
  const name = (await last.textContent()) ?? ''
  await region.selectOption(await last.getAttribute('value'))
  await expect(page).not.toHaveURL(/at=/)
  await expect(page.getByRole('navigation', { name: '地区层级' })).toContainText(name)
  await page.context().close()
})

test('a leader should see aggregates only', async ({ browser }) => {
  const page = await signedIn(browser, 'leader')
  await page.goto('/console/')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('主要数据')
  await expect(page.locator('.co-todos')).toHaveCount(0)
  await page.goto('/console/collect/progress')
  await expect(page.locator('.co-kpi').first()).toBeVisible()
  await expect(page.locator('a.co-kpi')).toHaveCount(0)
  await expect(page.locator('tbody a')).toHaveCount(0)
  await expect(page.getByText('单位清单')).toHaveCount(0)
  for (const view of ['bars', 'tiles']) {
    await page.goto(`/console/collect/progress?view=${view}`)
    await expect(page.locator('.co-bars-row, .co-tile').first()).toBeVisible()
    await expect(page.locator('main a[href*="/collect/reports"]')).toHaveCount(0)
  }
  const refused = await page.request.get('/api/collect/collections/1/reports')
  expect(refused.status()).toBe(403)
  await page.context().close()
})
