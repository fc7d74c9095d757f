import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { composeCreditCode } from '#modules/stats/register/credit-code.ts'

/** The register on the demonstration city; needs a running product (`BASE_URL`). */
test.skip(process.env.BASE_URL === undefined, 'BASE_URL names no running product')

const password = 'Zhitong-2026'

async function signedIn(browser: Browser, name: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto('/console/sign-in')
  await page.locator('input').first().fill(name)
  await page.locator('input[type=password]').fill(password)
  await page.keyboard.press('Enter')
  await page.waitForURL(url => !url.pathname.endsWith('sign-in'), { timeout: 30_000 })
  return page
}

async function seriousFaults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(one => one.impact === 'serious' || one.impact === 'critical')
    .map(one => `${one.id}: ${one.nodes[0]?.html}`)
}

const rows = (page: Page) => page.locator('tbody tr')
const slow = { timeout: 20_000 }

test.describe('the list of units', () => {
  let page: Page
  test.beforeAll(async ({ browser }) => {
    page = await signedIn(browser, 'county')
  })
  test.afterAll(async () => page.context().close())

  test('should find a unit by part of its name, its pinyin initials and the start of its code', async () => {
    await page.goto('/console/register/units?kind=legal')
    const first = rows(page).first()
    await expect(first).toBeVisible(slow)
    const name = (await first.locator('td').nth(1).textContent()) ?? ''
    const code = (await first.locator('td').first().textContent()) ?? ''
    const search = page.getByRole('searchbox')
    for (const typed of [name.slice(2, 8), code.slice(0, 17)]) {
      await search.fill(typed)
      await expect(rows(page).filter({ hasText: name })).toBeVisible(slow)
    }
    await search.fill('llys')
    await expect(page).toHaveURL(/search=llys/)
    await expect(rows(page).first()).toContainText('醴陵演示', slow)
    await search.fill('没有这样的单位')
    await expect(page.getByText('没有符合“没有这样的单位”的记录')).toBeVisible(slow)
  })

  test('should open a unit with the keyboard, with its dated states and applications', async () => {
    await page.goto('/console/register/units?kind=legal')
    const first = rows(page).first()
    await expect(first).toBeVisible(slow)
    const name = (await first.locator('td').nth(1).textContent()) ?? ''
    await first.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible(slow)
    await expect(page.getByRole('heading', { name: '历次状态' })).toBeVisible()
    await expect(page.getByRole('heading', { name: '进退库申报' })).toBeVisible()
    // A county proposes; it does not edit.
    await expect(page.getByRole('button', { name: '变更属性' })).toHaveCount(0)
    expect(await seriousFaults(page)).toEqual([])
  })
})

test('an import should stop at a bad line, and apply once it is mended', async ({ browser }) => {
  test.setTimeout(180_000)
  const page = await signedIn(browser, 'city')
  await page.goto('/console/register/units?kind=legal')
  await expect(rows(page).first()).toBeVisible(slow)
  const code = (await rows(page).first().locator('td').first().textContent()) ?? ''
  const upload = async (lines: readonly string[]) => {
    await page.goto('/console/register/imports')
    const text = ['统一社会信用代码,联系电话,从业人员期末人数', ...lines].join('\n')
    await page.getByTestId('import-file').setInputFiles({
      name: '名录.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(text),
    })
    await page.waitForURL(/imports\/\d+/, slow)
  }
  const telephone = `0731-${String(Date.now()).slice(-7)}`
  const wrong = `${code.slice(0, 17)}${code.endsWith('0') ? '1' : '0'}`
  await upload([`${code},${telephone},1200`, `${wrong},${telephone},很多`])
  await expect(page.getByText('有 1 行错误')).toBeVisible(slow)
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page).first()).toContainText('校验码不符')
  await expect(rows(page).first()).toContainText('很多')
  await expect(page.getByRole('button', { name: /^应用/ })).toHaveCount(0)

  await upload([`${code},${telephone},1200`])
  await expect(rows(page).first()).toContainText(telephone, slow)
  await expect(rows(page).first()).toContainText('1,200')
  expect(await seriousFaults(page)).toEqual([])
  await page.getByRole('button', { name: '应用：新增 0，变更 1' }).click()
  await page.getByRole('button', { name: '确认应用' }).click()
  await expect(page.getByText('已应用：新增 0，变更 1。')).toBeVisible(slow)
  await page.goto(`/console/register/units?search=${code}`)
  await rows(page).first().getByRole('link').click()
  await expect(page.getByText(telephone).first()).toBeVisible(slow)
  await page.context().close()
})

test('an import should list the file’s own codes, and read them as chosen', async ({ browser }) => {
  test.setTimeout(180_000)
  const page = await signedIn(browser, 'city')
  const stamp = String(Date.now()).slice(-6)
  const lines = ['sc0', 'sc1', 'sc0', '9'].map(
    (size, at) =>
      `${composeCreditCode('91', '430203', `T${stamp}${at}`)},编码试验${stamp}${at},430203,${size}`,
  )
  await page.goto('/console/register/imports')
  await page.getByTestId('import-file').setInputFiles({
    name: '规模代码.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['统一社会信用代码,单位详细名称,区划代码,单位规模', ...lines].join('\n')),
  })
  await page.waitForURL(/imports\/\d+/, slow)
  const codes = page.getByRole('region', { name: '单位规模：文件自有代码的对应', exact: true })
  await expect(codes.getByText('还有 3 个值不在代码表中')).toBeVisible(slow)
  await expect(codes.locator('tbody tr').first()).toContainText('sc02')
  const choose = async (text: string, typed: string) => {
    await codes.getByRole('combobox', { name: `“${text}”对应的代码` }).fill(typed)
    await page.keyboard.press('Enter')
  }
  await choose('sc0', 'wx')
  await choose('sc1', 'small')
  await choose('9', '留空')
  await expect(codes.getByText('所列的值都已有对应的代码')).toBeVisible()
  expect(await seriousFaults(page)).toEqual([])
  await page.getByRole('button', { name: '按此重新预览' }).click()
  // While it is at work it only says so; nothing is left to preview once the new one stands.
  await expect(page.getByRole('button', { name: '按此重新预览' })).toHaveAttribute('disabled', '', slow)
  await page.reload()
  await expect(codes.getByRole('combobox', { name: '“sc0”对应的代码' })).toHaveValue('微型', slow)
  await expect(codes.getByRole('combobox', { name: '“9”对应的代码' })).toHaveValue('（留空，不导入）')
  await expect(page.getByText('sc0', { exact: true })).toHaveCount(1)

  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('combobox', { name: 'What “sc1” stands for' })).toHaveValue('Small')
  await page.context().close()
})

test.describe
  .serial('an application', () => {
    let county: Page
    let city: Page
    const stamp = String(Date.now())
    const name = `醴陵申报试验${stamp.slice(-6)}有限公司`
    const code = composeCreditCode('91', '430281', `TA${stamp.slice(-6)}`)
    const paper = { name: '营业执照.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 试验') }

    test.beforeAll(async ({ browser }) => {
      county = await signedIn(browser, 'county')
      city = await signedIn(browser, 'city')
    })
    test.afterAll(async () => {
      await county.context().close()
      await city.context().close()
    })

    const decide = async (act: '批准' | '不予批准', reason?: string) => {
      await city.goto('/console/register/applications?state=proposed')
      await city.getByRole('searchbox').fill(name)
      await city.getByRole('link', { name }).first().click()
      await expect(city.getByRole('heading', { level: 1, name })).toBeVisible(slow)
      expect(await seriousFaults(city)).toEqual([])
      await city.getByRole('button', { name: act, exact: true }).click()
      const dialog = city.getByRole('dialog')
      if (reason) await dialog.getByLabel('理由').fill(reason)
      await dialog.getByRole('button', { name: act === '批准' ? '批准申报' : '不予批准' }).click()
      await expect(dialog).toBeHidden(slow)
    }
    const state = (page: Page) => page.locator('h1 .zt-badge')

    test('should bring a unit from the county over the city into the register', async () => {
      test.setTimeout(240_000)
      await county.goto('/console/register/applications/new?kind=entry')
      const next = county.getByRole('button', { name: '下一步' })
      await expect(next).toBeDisabled()
      await county.getByLabel('统一社会信用代码').fill(code)
      await expect(county.getByText('校验通过')).toBeVisible(slow)
      await next.click()
      await county.getByLabel('单位详细名称').fill(name)
      await county.getByLabel('县区').selectOption({ label: '醴陵市' })
      await expect(county.getByLabel('乡镇街道').locator('option')).not.toHaveCount(1, slow)
      await county.getByLabel('乡镇街道').selectOption({ index: 1 })
      await county.getByLabel('行业代码').fill('3074')
      await county.getByLabel('单位规模').selectOption('small')
      await county.getByLabel('申报说明').fill('新建投产，达到规模标准')
      await county.reload()
      await expect(county.getByText('已接着上次未提交的申报')).toBeVisible(slow)
      await expect(county.getByLabel('单位详细名称')).toHaveValue(name)
      await next.click()
      await expect(county.getByText('还需填写：证明材料')).toBeVisible()
      await county.getByTestId('paper-file').setInputFiles({ ...paper, buffer: Buffer.from('<html>') })
      await expect(county.getByText('不是 PDF、OFD、JPG 或 PNG 文件')).toBeVisible(slow)
      await county.getByTestId('paper-file').setInputFiles(paper)
      await expect(county.getByText('营业执照.pdf', { exact: true })).toBeVisible(slow)
      await expect(county.getByRole('row', { name: /行业代码/ })).toContainText('日用陶瓷', slow)
      expect(await seriousFaults(county)).toEqual([])
      await county.getByRole('button', { name: '提交申报' }).click()
      await county.waitForURL(/applications\/\d+/, slow)
      await expect(state(county)).toHaveText('待审批', slow)

      await decide('批准')
      // The proposer's page follows by itself, and so does its inbox.
      await expect(state(county)).toHaveText('已批准', slow)
      await county.getByRole('link', { name: '打开单位' }).click()
      await expect(county.getByRole('heading', { level: 1, name })).toBeVisible(slow)
      await county.goto(`/console/register/units?search=${code}`)
      await expect(rows(county).first()).toContainText(name, slow)
    })

    test('should keep what is typed while papers are on their way, and say what it did not take', async () => {
      test.setTimeout(120_000)
      await county.goto('/console/register/units?kind=legal')
      await rows(county).nth(1).getByRole('link').click()
      await county.getByRole('button', { name: '申报退库' }).click()
      await county.getByLabel('退库原因').selectOption('3')
      await county.getByLabel('申报说明').fill('初稿说明')
      await county.getByRole('button', { name: '下一步' }).click()
      let release = () => {}
      const held = new Promise<void>(resolve => {
        release = resolve
      })
      await county.route('**/api/register/papers', async route => {
        await held
        await route.continue()
      })
      const files = Array.from({ length: 6 }, (_, n) => ({ ...paper, name: `材料${n + 1}.pdf` }))
      await county.getByTestId('paper-file').setInputFiles(files)
      await expect(county.getByText('以下文件没有上传：材料6.pdf')).toBeVisible()
      await county.getByRole('button', { name: '上一步' }).click()
      await county.getByLabel('申报说明').fill('改后的说明')
      release()
      await county.getByRole('button', { name: '下一步' }).click()
      await expect(county.getByText('材料5.pdf', { exact: true })).toBeVisible(slow)
      await county.unroute('**/api/register/papers')
      // The last look says for which month, from which day and why.
      await expect(county.locator('dl')).toContainText('改后的说明')
      await expect(county.locator('dl')).toContainText(/\d{4}年\d{1,2}月/)
      await expect(county.locator('dl')).toContainText(/\d{4}-\d{2}-01/)
      expect(await seriousFaults(county)).toEqual([])
      await county.getByRole('button', { name: '提交申报' }).click()
      await expect(state(county)).toHaveText('待审批', slow)
    })

    test('should stay chosen when a decision is called off, and the list stand any address', async () => {
      await city.goto('/console/register/applications?state=proposed')
      const boxes = city.locator('tbody input[type=checkbox]:enabled')
      await expect(boxes.first()).toBeVisible(slow)
      await boxes.first().check()
      await city.getByRole('button', { name: '不予批准' }).click()
      await expect(city.getByRole('dialog')).toBeVisible()
      await city.keyboard.press('Escape')
      await expect(city.getByRole('dialog')).toBeHidden()
      await expect(boxes.first()).toBeChecked()
      await county.getByRole('button', { name: '撤回申报' }).click()
      await county.getByRole('dialog').getByRole('button', { name: '撤回申报' }).click()
      await expect(state(county)).toHaveText('已撤回', slow)
      await county.goto('/console/register/applications?month=2026-11&state=lost')
      await expect(rows(county).first()).toBeVisible(slow)
    })

    test('should be refused with a reason, proposed again, and take the unit out', async () => {
      test.setTimeout(240_000)
      await county.goto(`/console/register/units?search=${code}`)
      await rows(county).first().getByRole('link').click()
      await county.getByRole('button', { name: '申报退库' }).click()
      await county.getByLabel('退库原因').selectOption('3')
      await county.getByLabel('申报说明').fill('已办理注销登记')
      await county.getByRole('button', { name: '下一步' }).click()
      await county.getByTestId('paper-file').setInputFiles({ ...paper, name: '注销通知书.pdf' })
      await expect(county.getByText('注销通知书.pdf', { exact: true })).toBeVisible(slow)
      await county.getByRole('button', { name: '提交申报' }).click()
      await expect(state(county)).toHaveText('待审批', slow)

      await decide('不予批准', '请补充清算报告')
      await expect(state(county)).toHaveText('未批准', slow)
      await expect(county.getByText('请补充清算报告')).toBeVisible()
      await county.getByRole('button', { name: '修改后重新申报' }).click()
      await county.getByLabel('申报说明').fill('已办理注销登记，清算报告见附件')
      await county.getByRole('button', { name: '下一步' }).click()
      await county.getByTestId('paper-file').setInputFiles({ ...paper, name: '清算报告.pdf' })
      await expect(county.getByText('清算报告.pdf', { exact: true })).toBeVisible(slow)
      await county.getByRole('button', { name: '提交申报' }).click()
      await expect(state(county)).toHaveText('待审批', slow)

      await decide('批准')
      await expect(state(county)).toHaveText('已批准', slow)
      await county.getByRole('link', { name: '打开单位' }).click()
      await expect(state(county)).toContainText('退库', slow)
      await expect(county.getByText('3 破产注销').first()).toBeVisible()
    })
  })
