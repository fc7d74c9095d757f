import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { Workbook } from '@cj-tech-master/excelts'
import { expect, type Locator, type Page, test } from '@playwright/test'

// Needs the demonstration city: `./zhitong start`, then BASE_URL=http://localhost:8080.
test.skip(process.env.BASE_URL === undefined, 'BASE_URL names no running product')

async function signIn(page: Page, name: string): Promise<void> {
  await page.goto('/console/sign-in')
  await page.locator('input[autocomplete="username"], input').first().fill(name)
  await page.locator('input[type=password]').fill('Zhitong-2026')
  await page.keyboard.press('Enter')
  await page.waitForURL(address => !address.pathname.endsWith('sign-in'))
}

async function openStarter(page: Page, name: string): Promise<void> {
  await page.goto('/console/tabulate')
  await page.getByRole('link', { name, exact: true }).first().click()
  await expect(page.getByRole('grid')).toBeVisible()
  await settled(page)
}

/** As a hand does it: press, move a little, move over, hold, let go. */
async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  await to.scrollIntoViewIfNeeded()
  await from.scrollIntoViewIfNeeded()
  const [start, end] = [(await from.boundingBox())!, (await to.boundingBox())!]
  await page.mouse.move(start.x + 10, start.y + 8)
  await page.mouse.down()
  await page.mouse.move(start.x + 20, start.y + 20, { steps: 4 })
  await page.mouse.move(end.x + 60, end.y + end.height / 2, { steps: 10 })
  await page.mouse.move(end.x + 62, end.y + end.height / 2)
  await page.mouse.up()
}

type Point = Readonly<{ x: number; y: number }>

const middleOf = async (found: Locator): Promise<Point> => {
  const { x, y, width, height } = (await found.boundingBox())!
  return { x: x + width / 2, y: y + height / 2 }
}

/** As a finger does it on a phone: rest on it, wait at the edge for what is below, let go over it. */
async function dragByFinger(page: Page, from: Locator, to: Locator): Promise<void> {
  const hand = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: Point[]) =>
    hand.send('Input.dispatchTouchEvent', { type, touchPoints })
  const { height } = page.viewportSize()!
  await from.scrollIntoViewIfNeeded()
  const start = await middleOf(from)
  await touch('touchStart', start)
  await expect(page.locator('.tb-lifted')).toBeVisible()
  if ((await middleOf(to)).y > height - 60) {
    await touch('touchMove', { ...start, y: height - 8 })
    await expect.poll(async () => (await middleOf(to)).y).toBeLessThan(height - 60)
    await touch('touchMove', { ...start, y: height / 2 })
  }
  await touch('touchMove', await middleOf(to))
  await touch('touchEnd')
  await expect(page.locator('.tb-lifted')).toHaveCount(0)
}

/** What the address says of the table. */
const carried = (page: Page): string =>
  Buffer.from(new URL(page.url()).hash.slice('#t='.length), 'base64url').toString()

const settled = (page: Page) => expect(page.locator('.tb-holder')).toHaveAttribute('aria-busy', 'false')
const cell = (page: Page, row: number, column: number) => page.locator(`[data-at="${row} ${column}"]`)
const textOf = async (found: ReturnType<typeof cell>) => (await found.textContent()) ?? ''
const numberOf = (text: string) => Number(text.replaceAll(',', ''))

/** Colour contrast of Ant Design's own placeholders is not ours to judge here. */
async function faults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).include('main').analyze()
  return violations
    .filter(one => one.impact === 'serious' || one.impact === 'critical')
    .map(one => `${one.id}: ${one.nodes.map(node => node.html).join(' ')}`)
}

test.describe('a city statistician', () => {
  test.beforeEach(({ page }) => signIn(page, 'city'))

  test('should see a total at once and go down from it to the reports', async ({ page }) => {
    await openStarter(page, '分县区工业总产值及增长')
    const units = numberOf(await textOf(cell(page, 0, 0)))
    expect(units).toBeGreaterThan(0)
    await expect(page.getByText('数据截至')).toBeVisible()
    expect(await faults(page)).toEqual([])

    await cell(page, 0, 0).focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowRight')
    await expect(cell(page, 1, 1)).toBeFocused()
    const reported = await textOf(cell(page, 1, 0))
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('dialog')
    await expect(drawer.getByText(`共 ${reported} 份报表`)).toBeVisible()
    await expect(drawer.getByText('合计 › 荷塘区 · 工业总产值 · 本期')).toBeVisible()
    const first = drawer.getByRole('link').first()
    expect(await first.getAttribute('href')).toMatch(/\/collect\/reports\/\d+\/\d+(\?cell=\w+)?$/)
    const shared = page.url()

    await first.click()
    await page.waitForURL(/collect\/reports/)
    await page.goBack()
    await expect(drawer.getByText(`共 ${reported} 份报表`)).toBeVisible()
    await page.reload()
    await expect(drawer.getByText(`共 ${reported} 份报表`)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(drawer).toBeHidden()
    await expect(page).not.toHaveURL(/drill=/)
    await cell(page, 1, 1).click()
    await expect(drawer).toBeVisible()
    await page.goBack()
    await expect(drawer).toBeHidden()
    await page.goBack()
    await expect(page).toHaveURL(/\/console\/tabulate(\?|$)/)

    await page.goto(shared)
    await expect(drawer.getByText(`共 ${reported} 份报表`)).toBeVisible()
    await page.goto(shared.replace(/drill=[^&#]*/, 'drill=WyJub25lIixudWxsXQ'))
    await expect(drawer.getByText('表中没有这个数')).toBeVisible()
    await page.context().clearCookies()
    await signIn(page, 'leader')
    await page.goto(shared)
    await expect(page.locator('.tb-flag').first()).toBeVisible()
    await expect(drawer).toHaveCount(0)
  })

  test('should get another table when the dimensions change, the total staying the same', async ({
    page,
  }) => {
    await openStarter(page, '分县区工业总产值及增长')
    const total = await textOf(cell(page, 0, 1))
    await page.getByRole('button', { name: '移除 地区' }).click()
    await page.getByTitle('加到行：行业').click()
    await expect(page.locator('.tb-stub').filter({ hasText: '制造业' }).first()).toBeVisible()
    await settled(page)
    await expect(cell(page, 0, 1)).toHaveText(total)

    await drag(page, page.getByTitle('加到行：单位规模'), page.getByRole('combobox', { name: '列分组' }))
    await expect(page.getByRole('grid').getByRole('columnheader', { name: '中型' })).toBeVisible()
    await expect.poll(() => carried(page)).toContain('size_class')
    await page.reload()
    await expect(page.getByRole('grid').getByRole('columnheader', { name: '中型' })).toBeVisible()
  })

  test('should turn a dimension across and back, by the mouse and by the keyboard', async ({ page }) => {
    await openStarter(page, '分县区工业总产值及增长')
    const total = await textOf(cell(page, 0, 1))
    const across = page.getByRole('combobox', { name: '列分组' })
    const region = page.getByRole('button', { name: /^地区：/ })
    await drag(page, region, across)
    await expect(across).toHaveValue('region')
    await expect(page.getByRole('grid').getByRole('columnheader', { name: '荷塘区' })).toBeVisible()
    await page.getByRole('button', { name: '转到行：地区' }).click()
    await expect(region).toBeVisible()
    await expect(across).toHaveValue('')
    await settled(page)
    await expect(cell(page, 0, 1)).toHaveText(total)

    await page.getByTitle('加到行：单位规模').click()
    const size = page.getByRole('button', { name: /^单位规模：/ })
    const shelf = page
      .getByRole('list')
      .filter({ has: region })
      .getByRole('button', { name: /：上下箭头/ })
    await expect(shelf).toHaveText([/地区/, /规模/])
    await size.focus()
    await page.keyboard.press('ArrowUp')
    await expect(shelf).toHaveText([/规模/, /地区/])
    await expect(size).toBeFocused()
    await page.keyboard.press('ArrowRight')
    await expect(across).toHaveValue('size_class')
    await region.focus()
    await page.keyboard.press('Delete')
    await expect(region).toHaveCount(0)
    await expect(page.getByRole('grid').getByRole('columnheader', { name: '大型' })).toBeVisible()
    await settled(page)
    expect(await faults(page)).toEqual([])
  })

  for (const scheme of ['light', 'dark'] as const) {
    test(`should show cells as heat or bars, named by the address, on ${scheme}`, async ({ page }) => {
      test.setTimeout(120_000)
      await page.emulateMedia({ colorScheme: scheme })
      await openStarter(page, '分县区工业总产值及增长')
      for (const [name, look] of [
        ['热度', 'heat'],
        ['条形', 'bar'],
      ] as const) {
        await page.getByRole('button', { name, exact: true }).click()
        await expect(page.locator(`td.tb-${look}`).first()).toBeVisible()
        await expect(page).toHaveURL(new RegExp(`[?&]look=${look}`))
        expect(await faults(page)).toEqual([])
      }
      const shared = page.url()
      await page.evaluate(() => localStorage.removeItem('zhitong.tabulate.look'))
      await page.goto('/console/tabulate')
      await page.goto(shared)
      await expect(page.getByRole('button', { name: '条形', exact: true })).toHaveAttribute(
        'aria-pressed',
        'true',
      )
      await expect(page.locator('td.tb-bar').first()).toBeVisible()
      await page.getByRole('button', { name: '数字', exact: true }).click()
      await expect(page.locator('td.tb-bar')).toHaveCount(0)
    })
  }

  test('should be offered every period, whatever subject the pages before were about', async ({ page }) => {
    await page.goto('/console/collect/progress?subject=services')
    const of = (frequency: string) => page.locator(`.zt-scope option[value*="-${frequency}"]`)
    await expect(of('Q').first()).toBeAttached()
    await expect(of('M')).toHaveCount(0)
    await page.goto('/console/tabulate/table?subject=services')
    await expect(of('M').first()).toBeAttached()
    await expect(page.locator('.zt-scope label')).toHaveText([/报告期/, /地区/])
  })

  test('should fold levels away and open them again by keyboard', async ({ page }) => {
    await openStarter(page, '分县区上报进度')
    const lines = await page.locator('.tb-stub').count()
    await cell(page, 1, -1).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('.tb-stub').count()).toBeLessThan(lines)
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('.tb-stub').count()).toBe(lines)
  })

  test('should export a workbook with the same total', async ({ page }) => {
    await openStarter(page, '分县区上报进度')
    const total = numberOf(await textOf(cell(page, 0, 0)))
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '导出 Excel' }).click(),
    ])
    expect(file.suggestedFilename()).toBe('分县区上报进度.xlsx')
    const workbook = new Workbook()
    await workbook.xlsx.load(readFileSync(await file.path()) as never)
    const sheet = workbook.worksheets[0]!
    expect(sheet.getCell('B3').value).toContain('应报')
    expect(sheet.getCell('B4').value).toBe(total)
  })

  test('should save, find and delete a table', async ({ page }) => {
    const name = `测试汇总 ${Date.now()}`
    await openStarter(page, '分规模工业总产值')
    await page.getByRole('button', { name: '保存', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('名称 *').or(dialog.getByRole('textbox').first()).first().fill(name)
    await dialog.getByRole('button', { name: '保存' }).click()
    await page.waitForURL(/tabulate\/table\/\d+/)
    await expect(page.getByRole('heading', { name })).toBeVisible()
    await page.getByRole('link', { name: '全部汇总表' }).click()
    expect(await faults(page)).toEqual([])
    const row = page.getByRole('row').filter({ hasText: name })
    await page.goto('/console/tabulate?subject=services')
    await expect(page.getByText('所选制度和专业下没有保存的汇总表')).toBeVisible()
    await page.goto('/console/tabulate?subject=industry')
    await row.getByRole('button', { name: '删除' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '删除' }).click()
    await expect(row).toHaveCount(0)
  })
})

test.describe('with a finger on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('should drag a dimension in and across, and add one by a tap', async ({ page }) => {
    await signIn(page, 'city')
    await openStarter(page, '分县区工业总产值及增长')
    await page.getByRole('button', { name: '定义', exact: true }).tap()
    const region = page.getByRole('button', { name: /^地区：/ })
    const size = page.getByRole('button', { name: /^单位规模：/ })
    const shelf = page.getByRole('list').filter({ has: region })
    const across = page.getByRole('combobox', { name: '列分组' })

    await dragByFinger(page, page.getByTitle('加到行：单位规模'), region)
    await expect(shelf.getByRole('button', { name: /：上下箭头/ })).toHaveText([/规模/, /地区/])
    await dragByFinger(page, size, across)
    await expect(across).toHaveValue('size_class')
    await expect(size).toHaveCount(0)
    await page.getByTitle('加到行：行业').tap()
    await expect(shelf.getByRole('button', { name: /：上下箭头/ })).toHaveText([/地区/, /行业/])
  })
})

test('should withhold small cells from a leader and offer no drill', async ({ page }) => {
  await signIn(page, 'leader')
  await openStarter(page, '分县区工业总产值及增长')
  await expect(page.getByText('小单元格已按统计法隐去')).toBeVisible()
  await expect(page.locator('.tb-flag').first()).toContainText('按统计法不公开')
  await cell(page, 1, 1).click()
  await cell(page, 1, 1).press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(await faults(page)).toEqual([])
})

test('should offer a leader what is answered: attributes of the register, no state, no extreme', async ({
  page,
}) => {
  await signIn(page, 'leader')
  await openStarter(page, '分县区工业总产值及增长')
  await expect(page.getByTitle('加到行：报表状态')).toHaveCount(0)
  await page.getByTitle('加到行：单位类型').click()
  await page.getByTitle('加到行：是否规模以上').click()
  await settled(page)
  await expect(page.locator('.tb-stub').filter({ hasText: '法人单位' }).first()).toBeVisible()
  await expect(page.locator('.tb-stub').filter({ hasText: '规模以上' }).first()).toBeVisible()
  await page.getByRole('button', { name: '加指标' }).click()
  await expect(page.getByRole('option', { name: '最大值' })).toHaveCount(0)
})
