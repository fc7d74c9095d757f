import { expect, type Locator, type Page, test } from '@playwright/test'
import { findReporters, PASSWORD, product, type Reporter, readBack } from './reporters.ts'

/** Needs the product with its demonstration city; `./zhitong test` starts one and names it in `BASE_URL`. */
test.skip(product === undefined, 'the product is not running: BASE_URL names none')
test.describe.configure({ timeout: 120_000 })

let reporter: Reporter
test.beforeAll(async () => {
  reporter = (await findReporters(1))[0]!
})

/** What keeps a person from seeing where the focus is; empty where nothing does. */
const focusFault = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLElement | null
    if (!at || at === document.body) return 'nothing has the focus'
    const name = `${at.tagName} ${at.getAttribute('aria-label') ?? at.textContent?.slice(0, 30)}`
    const { left, top, right, bottom, width, height } = at.getBoundingClientRect()
    const x = (Math.max(0, left) + Math.min(innerWidth, right)) / 2
    const y = (Math.max(0, top) + Math.min(innerHeight, bottom)) / 2
    const seen = document.elementFromPoint(x, y)
    if (width === 0 || height === 0 || !seen || !(at.contains(seen) || seen.contains(at)))
      return `out of sight: ${name}`
    const around = [at, at.parentElement, at.parentElement?.parentElement]
    const marked = around.some(one => {
      const style = one && getComputedStyle(one)
      return (
        style &&
        ((style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none')
      )
    })
    return marked ? '' : `not marked: ${name}`
  })

async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key)
  expect(await focusFault(page)).toBe('')
}

const hasFocus = (found: Locator): Promise<boolean> =>
  found.evaluate(element => element === document.activeElement)

/** Presses Tab until it has the focus, at most so often. */
async function tabTo(page: Page, found: Locator, most: number): Promise<void> {
  await expect(found).toBeVisible()
  for (let pressed = 0; pressed < most; pressed++) {
    if (await hasFocus(found)) return
    await press(page, 'Tab')
  }
  expect(await hasFocus(found), `reached within ${most} presses of Tab`).toBe(true)
}

test('B204-1 should be filled in and submitted from sign-in to receipt with the keyboard alone', async ({
  page,
}) => {
  await page.goto('/sign-in')
  const account = page.getByRole('textbox', { name: '用户名' })
  await expect(account).toBeFocused()
  await page.keyboard.type(reporter.name)
  await tabTo(page, page.getByLabel(/^密码/), 2)
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '本期报表' })).toBeVisible()

  await expect(page.getByRole('main')).toBeFocused()
  const card = page.getByRole('listitem').filter({ hasText: 'B204-1' })
  await tabTo(page, card.getByRole('link', { name: '工业产销总值' }), 9)
  await page.keyboard.press('Enter')

  const place = (name: string) => page.getByRole('textbox', { name: new RegExp(`^${name}`) })
  const output = place('工业总产值\\(当年价格\\) · 本月')
  await expect(output).toBeFocused()
  expect(await focusFault(page)).toBe('')
  const { good } = reporter
  const jump = Number(good.M13) * 2
  const values: Record<string, string> = {
    ...good,
    M13: String(jump),
    M14: String(Number(good.M14) + Number(good.M13)),
    M17: String(Number(good.M17) * 2),
    M18: String(Number(good.M18) + Number(good.M17)),
  }
  for (const code of ['M13', 'M17', 'M21', 'M14', 'M18', 'M22'] as const) {
    await page.keyboard.type(values[code]!)
    await press(page, 'Enter')
  }

  // What was typed wrong is found with F8 and mended where it stands.
  const findings = page.getByRole('complementary', { name: '审核结果' })
  await expect(findings.getByText('待说明').first()).toBeVisible()
  const explanation = findings.getByRole('textbox', { name: '情况说明' })
  const reason = findings.getByRole('combobox', { name: '原因' })
  const focusedAmong = (places: Locator) =>
    places.evaluateAll(all => all.indexOf(document.activeElement as HTMLElement))
  const waiting = await findings.getByText('待说明', { exact: true }).count()
  for (let nth = 0; nth < waiting; nth++) {
    await press(page, 'F8')
    await press(page, 'Alt+Enter')
    expect(await focusedAmong(reason)).toBeGreaterThanOrEqual(0)
    await press(page, 'ArrowDown')
    await press(page, 'Tab')
    expect(await focusedAmong(explanation)).toBeGreaterThanOrEqual(0)
    await page.keyboard.type('新增两条釉面砖生产线，十月起投产')
    await press(page, 'Escape')
    expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-cell'))).toBe(true)
  }
  await expect(findings.getByRole('status')).toContainText('可以上报')
  await press(page, 'Control+Enter')
  const dialog = page.getByRole('dialog', { name: '确认上报' })
  await expect(dialog.getByRole('button', { name: '确认上报' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '报送回执' })).toBeVisible()
  await expect(page.getByRole('main')).toBeFocused()
  await tabTo(page, page.getByRole('link', { name: '返回本期报表' }), 2)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '本期报表' })).toBeVisible()
  expect((await readBack(reporter)).report.state).toBe('submitted')
})
