import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { artificialFile } from '#tests/support/artificial-outlines.ts'

/** An office's outlines come, are drawn, and go; needs a running product (`BASE_URL`). */
test.skip(process.env.BASE_URL === undefined, 'BASE_URL names no running product')
test.describe.configure({ timeout: 150_000 })

const PASSWORD = 'Zhitong-2026'
const CITY = '430200000000'
const NUMBER = '测S(2026)001号'
const SOURCE = '太平洋上的蜂窝（测试用，非真实边界）'

type Region = Readonly<{ code: string; name: string }>

async function signedIn(browser: Browser, name: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto('/console/sign-in')
  await page.getByLabel('用户名').fill(name)
  await page.locator('input[type=password]').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL(url => !url.pathname.endsWith('sign-in'))
  return page
}

const below = async (page: Page, parent: string): Promise<readonly Region[]> =>
  (await (await page.request.get(`/api/regions?parent=${parent}&limit=200`)).json()).regions

async function seriousFaults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(one => one.impact === 'serious' || one.impact === 'critical')
    .map(one => `${one.id}: ${one.nodes[0]?.html}`)
}

const give = (page: Page, name: string, buffer: Buffer) =>
  page.getByTestId('outlines-file').setInputFiles({ name, mimeType: 'application/geo+json', buffer })

async function removeOutlines(page: Page): Promise<void> {
  await page.getByRole('button', { name: '删除边界' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '删除边界' }).click()
  await expect(page.getByText('本版区划还没有载入边界')).toBeVisible()
}

test('should draw the board of outlines that the administrator has loaded, and go down by keyboard', async ({
  browser,
}) => {
  const administrator = await signedIn(browser, 'sysadmin')
  const counties = await below(administrator, CITY)
  const [first, ...others] = counties as [Region, ...Region[]]
  const left = others.at(-1)!
  const townships = await below(administrator, first.code)
  const cells = [first, ...others.slice(0, -1), ...townships, { code: '999999', name: '不在册' }]

  await administrator.goto('/console/system/outlines')
  await expect(administrator.getByText('本版区划还没有载入边界')).toBeVisible()
  await give(administrator, 'broken.geojson', Buffer.from('{"type":'))
  await expect(administrator.getByRole('alert')).toContainText('文件不是 UTF-8 编码的 JSON')
  await give(administrator, 'honeycomb.geojson', artificialFile(cells, 'PAC'))
  await expect(administrator.getByRole('alert')).toContainText('没有区划代码字段“code”；它的字段有：PAC')
  await administrator.getByLabel('区划代码字段').fill('PAC')
  await give(administrator, 'honeycomb.geojson', artificialFile(cells, 'PAC'))
  const report = administrator.getByRole('region', { name: '预览结果' })
  await expect(report.getByRole('row', { name: /县区/ })).toContainText(`8 / 9${left.name}`)
  await expect(report.getByText('1 个要素不属于本版区划')).toBeVisible()
  await administrator.getByRole('button', { name: new RegExp(`^${first.name}`) }).click()
  await expect(administrator.getByText(`${first.name}：${townships.length} 个地区`)).toBeVisible()
  await administrator.getByLabel('审图号').fill(NUMBER)
  await administrator.getByLabel('资料来源').fill(SOURCE)
  await administrator.getByRole('button', { name: '保存边界' }).click()
  try {
    await expect(administrator.getByText('有边界的地区')).toBeVisible()
    expect(await seriousFaults(administrator)).toEqual([])

    const page = await signedIn(browser, 'city')
    await page.goto('/console/collect/progress?view=map')
    const map = page.getByRole('group', { name: '分地区填报进度地图' })
    const credited = page.locator('figcaption', { hasText: `审图号：${NUMBER}` })
    await expect(credited).toContainText(`资料来源：${SOURCE}`)
    await expect(map.getByRole('button')).toHaveCount(8)
    await expect(page.getByRole('complementary', { name: '没有边界的地区' })).toContainText(left.name)
    await page.getByLabel('着色指标').selectOption({ label: '市级验收率' })
    await expect(page).toHaveURL(/figure=city/)
    const start = map.getByRole('button', { name: `展开下一级：${first.name}` })
    await expect(start).toHaveAccessibleName(/市级验收率 [\d.]+%（[\d,]+ 份）/)
    await start.focus()
    await expect(page.locator('.zt-map-tip')).toContainText(first.name)
    expect(await seriousFaults(page)).toEqual([])

    await page.setViewportSize({ width: 390, height: 844 })
    await expect(credited).toBeVisible()
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth))
      .toBeLessThanOrEqual(0)
    await page.setViewportSize({ width: 1440, height: 900 })

    await start.focus()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Tab')
    await expect(start).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(new RegExp(`at=${first.code}`))
    const inside = map.getByRole('button', { name: `展开下一级：${townships[0]!.name}` })
    await expect(inside).toBeFocused()
    await expect(credited).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(page.getByText('已载入的地图边界不含本级地区')).toBeVisible()

    await removeOutlines(administrator)
    await page.goto('/console/collect/progress?view=map')
    await expect(page.getByText('本版区划还没有载入地图边界')).toBeVisible()
    await expect(page.locator('.co-tile').first()).toContainText(first.name)
    await page.context().close()
  } finally {
    const kept = await (await administrator.request.get('/api/region-outlines/2023')).json()
    if (kept.stamp !== null) {
      await administrator.reload()
      await removeOutlines(administrator)
    }
    await administrator.context().close()
  }
})
