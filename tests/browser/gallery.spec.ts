import AxeBuilder from '@axe-core/playwright'
import { expect, type Locator, type Page, test } from '@playwright/test'

const cell = (page: Page, key: string): Locator => page.locator(`[data-cell="${key}"]`)

async function open(page: Page, part: string, locale: 'zh-CN' | 'en' = 'zh-CN'): Promise<void> {
  await page.addInitScript(value => localStorage.setItem('zhitong.locale', value), locale)
  await page.goto(`/gallery.html#${part}`)
  await expect(page.locator('main > *').first()).toBeVisible()
}

async function values(page: Page, id = 'values'): Promise<Record<string, string>> {
  return JSON.parse((await page.getByTestId(id).textContent()) ?? '{}')
}

/** What a spreadsheet puts on the clipboard, handed to the cell under the caret. */
async function pasteText(page: Page, text: string): Promise<void> {
  await page.evaluate(block => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', block)
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    )
  }, text)
}

async function copied(page: Page): Promise<string> {
  return page.evaluate(() => {
    const clipboardData = new DataTransfer()
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }),
    )
    return clipboardData.getData('text/plain')
  })
}

test.describe('the form from the keyboard', () => {
  test.beforeEach(async ({ page }) => open(page, 'form'))

  test('should group digits as they are typed and keep the exact value', async ({ page }) => {
    await cell(page, 'M13').click()
    await page.keyboard.type('1234567')
    await expect(cell(page, 'M13')).toHaveValue('1,234,567')
    await page.keyboard.press('F2')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Backspace')
    await page.keyboard.type('99')
    await expect(cell(page, 'M13')).toHaveValue('12,349,967')
    expect((await values(page)).M13).toBe('12349967')
  })

  test('should move by arrows and Enter, over closed cells, in the chosen direction', async ({ page }) => {
    await cell(page, 'M13').click()
    await page.keyboard.press('ArrowRight')
    await expect(cell(page, 'M14')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(cell(page, 'M18')).toBeFocused()
    await page.keyboard.press('Shift+Enter')
    await expect(cell(page, 'M14')).toBeFocused()
    await page.getByRole('combobox', { name: '回车' }).selectOption('right')
    await cell(page, 'M16').click()
    await page.keyboard.press('Enter')
    await expect(cell(page, 'M17')).toBeFocused()
    await cell(page, 'M26').click()
    await page.keyboard.press('ArrowDown')
    await expect(cell(page, 'S01')).toBeFocused()
  })

  test('should pass computed and locked cells by Tab but reach them by arrow', async ({ page }) => {
    await cell(page, 'M28').click()
    await page.keyboard.press('Tab')
    await expect(cell(page, 'S01')).toBeFocused()
    await cell(page, 'M25').click()
    await page.keyboard.press('ArrowDown')
    await expect(cell(page, 'C01')).toBeFocused()
    await page.keyboard.type('5')
    await expect(cell(page, 'C01')).toHaveValue('73.85')
  })

  test('should restore on Escape, and undo and redo whole entries', async ({ page }) => {
    await cell(page, 'M18').click()
    await page.keyboard.type('777')
    await page.keyboard.press('Escape')
    await expect(cell(page, 'M18')).toHaveValue('1,120,350')
    await page.keyboard.type('42')
    await page.keyboard.press('Enter')
    await page.keyboard.type('43')
    await page.keyboard.press('Control+z')
    await expect(cell(page, 'M22')).toHaveValue('188,030')
    await expect(cell(page, 'M18')).toHaveValue('42')
    await page.keyboard.press('Control+z')
    await expect(cell(page, 'M18')).toHaveValue('1,120,350')
    await page.keyboard.press('Control+y')
    await page.keyboard.press('Control+y')
    await expect(cell(page, 'M22')).toHaveValue('43')
  })

  test('should recompute at once and take a value typed faster than the screen draws', async ({ page }) => {
    await cell(page, 'M17').click()
    await page.keyboard.insertText('1')
    await page.keyboard.type('38520', { delay: 0 })
    await expect(cell(page, 'M17')).toHaveValue('138,520')
    await expect(cell(page, 'C01')).toHaveValue('100.00')
  })

  test('should keep a text that is no number where it was typed and say so', async ({ page }) => {
    await cell(page, 'M21').click()
    await page.keyboard.type('12a')
    await page.keyboard.press('Enter')
    await expect(cell(page, 'M21')).toHaveValue('12a')
    await expect(cell(page, 'M21')).toHaveAttribute('aria-invalid', 'true')
    expect((await values(page)).M21).toBeUndefined()
    await expect(page.getByRole('complementary')).toContainText('1 格无法识别')
    await cell(page, 'M21').click()
    await page.keyboard.type('120')
    await expect(cell(page, 'M21')).not.toHaveAttribute('aria-invalid', 'true')
    expect((await values(page)).M21).toBe('120')
  })
})

test.describe('blocks of cells', () => {
  test('should paste a block from Excel as one step and say what did not fit', async ({ page }) => {
    await open(page, 'form')
    await cell(page, 'M17').click()
    await pasteText(page, '1,000\t2,000\r\n30\t40\r\n5\tx\r\n99\t×\r\n')
    expect(await values(page)).toMatchObject({ M17: '1000', M18: '2000', M21: '30', M22: '40', M25: '5' })
    await expect(cell(page, 'M26')).toHaveValue('x')
    await expect(page.locator('.zt-status')).toContainText('已粘贴')
    await expect(page.locator('.zt-status')).toContainText('1 格为计算、锁定或免填单元格')
    await expect(page.locator('.zt-status')).toContainText('1 格无法识别')
    await page.keyboard.press('Control+z')
    expect(await values(page)).toMatchObject({ M17: '102300', M18: '1120350', M21: '20150' })
    await expect(cell(page, 'M26')).toHaveValue('')
  })

  test('should fill down and right, and repeat what is pasted over a range', async ({ page }) => {
    await open(page, 'form')
    const status = page.locator('.zt-status')
    await cell(page, 'M17').click()
    await page.keyboard.press('Control+Shift+ArrowDown')
    await expect(page.locator('.zt-selected')).toHaveCount(4)
    await page.keyboard.press('Control+d')
    await expect(status).toContainText('已填充 2 格; 1 格为计算、锁定或免填单元格，未改')
    expect(await values(page)).toMatchObject({ M17: '102300', M21: '102300', M25: '102300' })
    await pasteText(page, '5\r\n')
    await expect(status).toContainText('已粘贴 3 格; 1 格为计算')
    expect(await values(page)).toMatchObject({ M17: '5', M21: '5', M25: '5' })
    for (const _ of ['the paste', 'the fill']) await page.keyboard.press('Control+z')
    expect(await values(page)).toMatchObject({ M17: '102300', M21: '20150' })

    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('Shift+ArrowDown')
    await pasteText(page, '1\t2')
    expect(await values(page)).toMatchObject({ M17: '1', M18: '2', M21: '1', M22: '2' })
    await page.keyboard.press('Control+r')
    expect(await values(page)).toMatchObject({ M18: '1', M22: '1' })
    await cell(page, 'M21').click()
    await page.keyboard.type('12a')
    await cell(page, 'M22').click()
    await page.keyboard.press('Control+r')
    await expect(cell(page, 'M22')).toHaveValue('12a')
    await expect(status).toContainText('1 格无法识别')
    await page.keyboard.press('Control+d')
    await expect(cell(page, 'M22')).toHaveValue('1')
  })

  test('should copy a range chosen by keyboard and clear it', async ({ page }) => {
    await open(page, 'form')
    await cell(page, 'M13').click()
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('Shift+ArrowDown')
    expect(await copied(page)).toBe('138520\t126400\r\n102300\t1120350')
    await page.keyboard.press('Delete')
    const left = await values(page)
    expect([left.M13, left.M14, left.M17, left.M18]).toEqual([undefined, undefined, undefined, undefined])
    expect(left.M15).toBe('98210')
  })

  test('should choose a range by dragging', async ({ page }) => {
    await open(page, 'form')
    await cell(page, 'M13').hover()
    await page.mouse.down()
    await cell(page, 'M18').hover()
    await page.mouse.up()
    await expect(page.locator('.zt-selected')).toHaveCount(4)
    expect(await copied(page)).toBe('138520\t126400\r\n102300\t1120350')
  })
})

test.describe('what an item means', () => {
  test('should be read with F1 and go with the caret', async ({ page }) => {
    await open(page, 'form')
    const status = page.locator('.zt-status')
    const meaning = '工业企业在报告期内生产的以货币形式表现的工业最终产品'
    await cell(page, 'M13').click()
    await expect(status.getByRole('button', { name: '指标解释' })).toHaveAttribute('aria-expanded', 'false')
    await expect(status).not.toContainText(meaning)
    await page.keyboard.press('F1')
    await expect(status).toContainText(meaning)
    await expect(cell(page, 'M13')).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await expect(status).toContainText('本项没有指标解释')
    await page.keyboard.press('F1')
    await expect(status).not.toContainText('本项没有指标解释')

    const at = page.locator('tr', { has: cell(page, 'M13') }).getByRole('button', { name: '指标解释' })
    await at.click()
    await expect(status).toContainText(meaning)
    await expect(cell(page, 'M17')).toBeFocused()
    await page.getByRole('button', { name: '关闭指标解释（F1）' }).click()
    await expect(status).not.toContainText(meaning)
    await page.setViewportSize({ width: 390, height: 844 })
    await at.click()
    await expect(status.getByText(meaning)).toBeInViewport()
    await at.click()
    await expect(status.getByText(meaning)).toHaveCount(0)

    // It grows over the form, never over the cell it speaks of.
    await cell(page, 'M13').click()
    await page.keyboard.press('F1')
    await expect(status.getByText(meaning)).toBeInViewport()
    await expect
      .poll(async () => {
        const [own, bar] = [await cell(page, 'M13').boundingBox(), await status.boundingBox()]
        return own!.y + own!.height <= bar!.y
      })
      .toBe(true)
  })
})

test.describe('findings', () => {
  test('should go round with F8, jump to the cell, and block until each is settled', async ({ page }) => {
    await open(page, 'form')
    const panel = page.getByRole('complementary', { name: '审核结果' })
    await expect(panel).toContainText('暂不能上报')
    await cell(page, 'S01').click()
    await page.keyboard.press('F8')
    await expect(cell(page, 'M13')).toBeFocused()
    await expect(panel.locator('[aria-current]')).toContainText('1—本月 不应小于 本月')
    await panel.getByRole('button', { name: /1—本月 126,400/ }).click()
    await expect(cell(page, 'M14')).toBeFocused()
    await page.keyboard.type('1126400')
    await expect(panel).not.toContainText('1—本月 不应小于 本月')

    const explanation = panel.getByRole('textbox', { name: '情况说明' })
    await explanation.fill('核实无误')
    await expect(panel.getByRole('alert')).toContainText('套话')
    await expect(panel).toContainText('1 条待说明')
    await explanation.fill('新增一条棒材生产线，9月底投产')
    await expect(panel.getByRole('alert')).toHaveCount(0)
    await expect(panel).toContainText('可以上报')
  })

  test('should show what a cell was before and what changed since, to the office', async ({ page }) => {
    await open(page, 'office')
    await expect(cell(page, 'M13')).toHaveAttribute('readonly', '')
    await expect(page.locator('.zt-cell-changed')).toHaveCount(3)
    await cell(page, 'M13').click()
    await expect(page.locator('.zt-status')).toContainText('上期 121,300（+14.2%）')
    await expect(page.locator('.zt-status')).toContainText('上年同期 98,210（+41.0%）')
    await page.keyboard.type('1')
    await expect(cell(page, 'M13')).toHaveValue('138,520')
    await page.getByRole('combobox', { name: '对照' }).selectOption('yearAgo')
    await expect(page.locator('.zt-cell-beside').first()).toHaveText('98,210 +41.0%')
  })
})

test.describe('finding in a form', () => {
  const search = (page: Page) => page.getByRole('textbox', { name: '在表中查找' })
  const said = (page: Page) => page.locator('.zt-find-said')

  test('should go from hit to hit by keyboard, mark them, and lead into the cell', async ({ page }) => {
    await open(page, 'form')
    await cell(page, 'M26').click()
    await page.keyboard.press('Control+f')
    await expect(search(page)).toBeFocused()
    await page.keyboard.type('948120')
    await expect(said(page)).toContainText('第 1 处，共 1 处')
    await expect(page.locator('.zt-cell-hit')).toHaveCount(1)
    await search(page).fill('gy')
    await expect(said(page)).toContainText('第 1 处，共 2 处')
    await expect(said(page)).toContainText('138,520')
    await page.keyboard.press('Enter')
    await expect(said(page)).toContainText('第 2 处')
    await expect(page.locator('.zt-cell-hit-now [data-cell="M17"]')).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(said(page)).toContainText('第 1 处')
    await page.keyboard.press('Shift+Enter')
    await expect(said(page)).toContainText('第 2 处')
    await page.keyboard.press('Escape')
    await expect(search(page)).toHaveCount(0)
    await expect(cell(page, 'M17')).toBeFocused()
    await expect(page.locator('.zt-cell-hit')).toHaveCount(0)
  })

  test('should return to where the caret was when nothing was found', async ({ page }) => {
    await open(page, 'form', 'en')
    await cell(page, 'M26').click()
    await page.keyboard.press('Control+f')
    await page.keyboard.type('no such thing')
    await expect(page.locator('.zt-find-said')).toHaveText('Nothing found')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await expect(cell(page, 'M26')).toBeFocused()
  })

  test('should find in variable rows, and in what was typed since', async ({ page }) => {
    await open(page, 'products')
    await cell(page, 'Q01@3011020').click()
    await page.keyboard.type('424242')
    await page.keyboard.press('Control+f')
    await page.keyboard.type('424,242')
    await expect(said(page)).toContainText('共 1 处')
    await search(page).fill('yzhj')
    await page.keyboard.press('Escape')
    await expect(cell(page, 'Q01@3240010')).toBeFocused()
  })

  test('should be there for the office, in a form that is only read', async ({ page }) => {
    await open(page, 'office')
    await page.getByRole('button', { name: /在表中查找/ }).click()
    await page.keyboard.type('73.85')
    await expect(said(page)).toContainText('共 1 处')
    await page.getByRole('button', { name: '关闭查找（Esc）' }).click()
    await expect(cell(page, 'C01')).toBeFocused()
  })

  test('should bring a hit far away into sight', async ({ page }) => {
    await open(page, 'long')
    await cell(page, 'R01C1').click()
    await page.keyboard.press('Control+f')
    await page.keyboard.type('R60C16')
    await expect(cell(page, 'R60C16')).toBeInViewport()
    await expect(search(page)).toBeFocused()
  })
})

test.describe('themes and densities', { tag: '@scheme' }, () => {
  test('should stay as chosen after a reload, before any module has run', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light' })
    await page.goto('/gallery.html#tokens')
    const html = page.locator('html')
    await expect(html).toHaveAttribute('data-theme', 'light')
    await page.getByRole('radio', { name: '深色' }).check()
    await page.getByRole('radio', { name: '紧凑' }).check()
    await expect(html).toHaveAttribute('data-theme', 'dark')
    await page.route('**/*.js', route =>
      route.request().url().endsWith('/appearance.js') ? route.continue() : route.abort(),
    )
    await page.reload()
    await expect(html).toHaveAttribute('data-theme', 'dark')
    await expect(html).toHaveAttribute('data-density', 'compact')
    await expect(html).toHaveCSS('background-color', 'rgb(19, 23, 29)')
  })

  test('should follow the system until somebody chooses, and print light', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.goto('/gallery.html#form')
    const paper = page.locator('.zt-form-paper')
    await expect(paper).toHaveCSS('background-color', 'rgb(27, 32, 40)')
    await page.emulateMedia({ colorScheme: 'light' })
    await expect(paper).toHaveCSS('background-color', 'rgb(255, 255, 255)')
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' })
    // Nothing but ink: the paper is white by itself.
    await expect(paper).toHaveCSS('background-color', 'rgba(0, 0, 0, 0)')
    await expect(paper).toHaveCSS('color', 'rgb(0, 0, 0)')
  })

  for (const [density, row] of [
    ['compact', 28],
    ['standard', 32],
    ['roomy', 40],
  ] as const) {
    test(`should draw ${density} rows ${row} px high, and 40 px at least on a phone`, async ({ page }) => {
      await page.addInitScript(
        kept => localStorage.setItem('zhitong.appearance', kept),
        JSON.stringify({ density }),
      )
      const heights = async () => {
        const rows = page.locator('.zt-grid tbody .zt-grid-cell:has([data-cell="M13"])')
        return (await rows.boundingBox())!.height
      }
      await page.goto('/gallery.html#form')
      expect(await heights()).toBe(row)
      await page.goto('/gallery.html#table')
      const line = page.locator('.zt-table tbody tr').first()
      expect((await line.boundingBox())!.height).toBeLessThanOrEqual(row + 1)
      await page.setViewportSize({ width: 390, height: 844 })
      await page.goto('/gallery.html#form')
      expect(await heights()).toBeGreaterThanOrEqual(40)
    })
  }

  test('should be still where the system asks for less motion', async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.goto('/gallery.html#parts')
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('body *')]
        .filter(element => !element.classList.contains('zt-button-spinner'))
        .filter(element => {
          const { transitionDuration, animationName } = getComputedStyle(element)
          const seconds = transitionDuration.split(',').map(Number.parseFloat)
          return animationName !== 'none' || seconds.some(one => one > 0.001)
        })
        .map(element => element.className),
    )
    expect(moving).toEqual([])
  })

  for (const part of ['form', 'products', 'office', 'table', 'parts', 'tokens']) {
    test(`should have nothing serious for axe in the dark: ${part}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: 'dark' })
      await open(page, part)
      const { violations } = await new AxeBuilder({ page }).analyze()
      const serious = violations.filter(one => one.impact === 'serious' || one.impact === 'critical')
      expect(serious.map(one => `${one.id}: ${one.nodes[0]?.html}`)).toEqual([])
    })
  }
})

test.describe('variable rows', () => {
  test('should add by pinyin initials, fill, delete and undo', async ({ page }) => {
    await open(page, 'products')
    const add = page.getByRole('combobox', { name: '添加产品名称' })
    await add.fill('dljc')
    await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(1)
    await page.keyboard.press('Enter')
    await expect(cell(page, 'Q01@3711010')).toBeFocused()
    await page.keyboard.type('12')
    await page.keyboard.press('Tab')
    await page.keyboard.type('130.5')
    const filled = (await values(page, 'product-values')) as unknown as {
      rows: { products: { key: string; cells: unknown }[] }
    }
    expect(filled.rows.products.at(-1)).toEqual({ key: '3711010', cells: { Q01: '12.00', Q02: '130.50' } })
    await page.getByRole('button', { name: '删除 电力机车' }).click()
    await expect(cell(page, 'Q01@3711010')).toHaveCount(0)
    // The focus stays among the rows, and undo is at hand there.
    await expect(page.getByRole('button', { name: /^删除 / }).last()).toBeFocused()
    await page.keyboard.press('Control+z')
    await expect(cell(page, 'Q02@3711010')).toHaveValue('130.50')
    const removers = page.getByRole('button', { name: /^删除 / })
    await removers.first().focus()
    for (let left = await removers.count(); left > 0; left -= 1) {
      await expect(removers).toHaveCount(left)
      await page.keyboard.press('Enter')
    }
    await expect(removers).toHaveCount(0)
    await expect(add).toBeFocused()
    await page.keyboard.press('Control+z')
    await expect(removers).toHaveCount(1)
  })

  test('should take a choice by code and a yes or no in a record section', async ({ page }) => {
    await open(page, 'products')
    await cell(page, 'P02').fill('2')
    await page.keyboard.press('Enter')
    await expect(cell(page, 'P02')).toHaveValue('两班制')
    await cell(page, 'P01').selectOption({ label: '否' })
    const { cells } = (await values(page, 'product-values')) as unknown as { cells: object }
    expect(cells).toMatchObject({ P01: false, P02: '2' })
  })

  test('should leave the arrows to a choice that is pressed while it has the focus', async ({ page }) => {
    await open(page, 'products')
    await cell(page, 'P01').focus()
    await cell(page, 'P01').dispatchEvent('mousedown', { bubbles: true })
    await page.keyboard.press('ArrowDown')
    await expect(cell(page, 'P01')).toBeFocused()
  })
})

test.describe('two thousand rows', () => {
  const rowsInDocument = (page: Page) => page.locator('.zt-grid tr').count()
  const order = async (page: Page) => {
    const { rows } = (await values(page, 'product-values')) as unknown as {
      rows: { stock: { key: string }[] }
    }
    return rows.stock.map(({ key }) => key)
  }

  test('should be reached, filled and kept wherever they stand, and drawn only where they are seen', async ({
    page,
  }) => {
    await page.goto('/gallery.html?rows=2000#products')
    await cell(page, 'K1@10001').click()
    expect(await rowsInDocument(page)).toBeLessThan(500)
    await expect(page.getByRole('table')).toHaveAttribute('aria-rowcount', '2002')

    await page.keyboard.press('Control+End')
    await expect(cell(page, 'K5@12000')).toBeFocused()
    await expect(cell(page, 'K5@12000')).toBeInViewport()
    await expect(page.locator('tr', { has: cell(page, 'K5@12000') })).toHaveAttribute('aria-rowindex', '2002')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.type('7')
    await expect(cell(page, 'K4@12000')).toHaveValue('7')
    await page.keyboard.press('Control+Home')
    await expect(cell(page, 'K1@10001')).toBeFocused()
    await expect(cell(page, 'K1@10001')).toBeInViewport()
    await expect(cell(page, 'K4@12000')).toHaveCount(0)

    await page.keyboard.press('Control+f')
    await page.keyboard.type('原材料第1950种')
    await expect(page.locator('.zt-cell-hit-now [data-cell="K1@11950"]')).toBeInViewport()
    await page.keyboard.press('Escape')
    await expect(cell(page, 'K1@11950')).toBeFocused()
    for (let row = 11_951; row <= 12_000; row++) await page.keyboard.press('Enter')
    await expect(cell(page, 'K1@12000')).toBeFocused()
    await expect(cell(page, 'K4@12000')).toHaveValue('7')

    await page.locator('.zt-form-paper').evaluate(paper => paper.scrollTo(0, 0))
    await expect(cell(page, 'K1@10001')).toBeInViewport()
    await expect(cell(page, 'K1@12000')).toBeFocused()
    await page.keyboard.press('F8')
    await expect(cell(page, 'K4@10100')).toBeFocused()
    await page.getByRole('button', { name: /E002 · 原材料第1900种/ }).click()
    await expect(cell(page, 'K4@11900')).toBeFocused()
    await expect(cell(page, 'K4@11900')).toBeInViewport()
    expect(await rowsInDocument(page)).toBeLessThan(500)
  })

  test('should be put in order by keys and buttons, across what is drawn, and taken back', async ({
    page,
  }) => {
    await page.goto('/gallery.html?rows=2000#products')
    await cell(page, 'K2@10039').click()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await expect(cell(page, 'K2@10041')).toBeFocused()
    const first = await order(page)
    await page.keyboard.press('Alt+ArrowUp')
    await page.keyboard.press('Alt+ArrowUp')
    await expect(cell(page, 'K2@10041')).toBeFocused()
    expect((await order(page)).slice(38, 41)).toEqual(['10041', '10039', '10040'])
    await page.keyboard.type('77')
    expect((await order(page))[38]).toBe('10041')
    await page.getByRole('button', { name: '下移 原材料第41种（Alt+↓）' }).click()
    await expect(page.getByRole('button', { name: '下移 原材料第41种（Alt+↓）' })).toBeFocused()
    await page.keyboard.press('Enter')
    expect((await order(page)).slice(38, 41)).toEqual(['10039', '10040', '10041'])
    await expect(page.getByRole('button', { name: '下移 原材料第41种（Alt+↓）' })).toBeFocused()
    await expect(cell(page, 'K2@10041')).toHaveValue('77')
    for (let step = 0; step < 5; step++) await page.getByRole('button', { name: /^撤销/ }).click()
    expect(await order(page)).toEqual(first)
    await expect(cell(page, 'K2@10041')).toHaveValue('40')
    const up = page.getByRole('button', { name: '上移 原材料第1种（Alt+↑）' })
    await expect(up).toHaveAttribute('aria-disabled', 'true')
    await expect(page.getByRole('button', { name: /^撤销/ })).toHaveAttribute('aria-disabled', 'true')
  })

  test('should be filled down from the first, as one step', async ({ page }) => {
    await page.goto('/gallery.html?rows=2000#products')
    const column = async () => {
      const { rows } = (await values(page, 'product-values')) as unknown as {
        rows: { stock: { cells: Record<string, string> }[] }
      }
      return new Set(rows.stock.map(({ cells }) => cells.K2))
    }
    await cell(page, 'K2@10001').click()
    await page.keyboard.type('42')
    await page.keyboard.press('Control+Shift+ArrowDown')
    await page.keyboard.press('Control+d')
    await expect(page.locator('.zt-status')).toContainText('已填充 1999 格')
    expect([...(await column())]).toEqual(['42'])
    await page.keyboard.press('Control+z')
    expect((await column()).size).toBeGreaterThan(1)
  })

  test('should all be printed', async ({ page }) => {
    await page.goto('/gallery.html?rows=200#products')
    await expect(cell(page, 'K1@10001')).toBeVisible()
    expect(await rowsInDocument(page)).toBeLessThan(200)
    await page.emulateMedia({ media: 'print' })
    await expect(page.locator('.zt-grid tbody tr')).toHaveCount(200)
    await page.emulateMedia({ media: 'screen' })
    await expect(page.locator('.zt-grid tr.zt-grid-gap')).not.toHaveCount(0)
  })
})

test.describe('a large table', () => {
  test('should keep heads and stub in view and stay quick', async ({ page }) => {
    await open(page, 'long')
    await cell(page, 'R60C16').click()
    const head = page.locator('thead th', { hasText: '第4季度' }).last()
    const stub = page.locator('tbody th', { hasText: '财务指标第60项' })
    await expect(head).toBeInViewport()
    await expect(stub).toBeInViewport()
    await expect(page.locator('thead th', { hasText: '指标名称' })).toBeInViewport()
    const covered = await cell(page, 'R60C16').evaluate(input => {
      const box = input.getBoundingClientRect()
      return document.elementFromPoint(box.left + 4, box.top + box.height / 2) !== input
    })
    expect(covered).toBe(false)

    const typical = await page.evaluate(async () => {
      const input = document.activeElement as HTMLInputElement
      const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!
      const times: number[] = []
      for (const text of ['1', '12', '123', '1234', '12345', '123456']) {
        const start = performance.now()
        setter.call(input, text)
        input.dispatchEvent(new InputEvent('input', { bubbles: true }))
        await new Promise(requestAnimationFrame)
        times.push(performance.now() - start)
      }
      return times.sort((a, b) => a - b)[2]!
    })
    await expect(cell(page, 'R60C16')).toHaveValue('123,456')
    test.info().annotations.push({ type: 'typical keystroke, ms', description: typical.toFixed(1) })
    expect(typical).toBeLessThan(400)
  })
})

test.describe('lists and parts', () => {
  test('should search, sort, page and select from the keyboard', async ({ page }) => {
    await open(page, 'table')
    await expect(page.getByText('共 186 条')).toBeVisible()
    await page.getByRole('searchbox').fill('yxsl')
    await expect(page.locator('tbody tr').first()).toContainText('攸县')
    await expect(page.getByRole('status').first()).toContainText('/ 186')
    await page.getByRole('searchbox').fill('')
    await page.getByRole('button', { name: '产值（千元）', exact: true }).click()
    await expect(page.locator('th[aria-sort=ascending]')).toHaveCount(1)
    await expect(page.locator('tbody tr').first()).toContainText('812')
    await page.locator('tbody tr').first().focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Space')
    await expect(page.getByText('已选 2 条')).toBeVisible()
    await page.getByRole('button', { name: '下一页' }).click()
    await expect(page.getByText('第 2 / 4 页')).toBeVisible()
  })

  test('should pass over what a menu forbids, and give the focus back when the page moves', async ({
    page,
  }) => {
    await open(page, 'parts')
    const button = page.getByRole('button', { name: '更多操作' })
    const item = (name: string) => page.getByRole('menuitem', { name })
    await button.click()
    await expect(item('刷新页面')).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await expect(item('清除')).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await expect(item('刷新页面')).toBeFocused()
    await page.evaluate(() => window.dispatchEvent(new Event('scroll')))
    await expect(item('清除')).toHaveCount(0)
    await expect(button).toBeFocused()
  })

  test('should keep focus in a dialog and give it back', async ({ page }) => {
    await open(page, 'parts')
    const opener = page.getByRole('button', { name: '打开对话框' })
    await opener.click()
    await expect(page.getByRole('dialog', { name: '退回报表' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(opener).toBeFocused()
  })
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  for (const part of ['form', 'products', 'long', 'office', 'table', 'parts']) {
    for (const locale of ['zh-CN', 'en'] as const) {
      test(`should fit the width: ${part}, ${locale}`, async ({ page }) => {
        await open(page, part, locale)
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect(over).toBeLessThanOrEqual(0)
      })
    }
  }

  test('should fill a card like the table, with what blocks in sight', async ({ page }) => {
    await open(page, 'form')
    await cell(page, 'M14').tap()
    await page.keyboard.type('1126400')
    await page.keyboard.press('Enter')
    await expect(cell(page, 'M18')).toBeFocused()
    expect((await values(page)).M14).toBe('1126400')
    await expect(page.locator('.zt-desk-blockers')).toBeInViewport()
    await expect(page.locator('.zt-desk-blockers')).toContainText('1 条待说明')
  })
})

test.describe('for everyone', () => {
  for (const part of ['form', 'products', 'office', 'table', 'parts']) {
    for (const locale of ['zh-CN', 'en'] as const) {
      test(`should have no serious accessibility fault: ${part}, ${locale}`, async ({ page }) => {
        await open(page, part, locale)
        await expect(page.locator('html')).toHaveAttribute('lang', locale)
        const { violations } = await new AxeBuilder({ page }).analyze()
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
        expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' | ')}`)).toEqual(
          [],
        )
      })
    }
  }
})
