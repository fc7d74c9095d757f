import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { findReporters, product, signIn } from './reporters.ts'

/** An enterprise looks itself up in the register and asks for a change; needs the demonstration city (`BASE_URL`). */
test.skip(product === undefined, 'BASE_URL names no running product')

test('should show what the register says, and send, list and withdraw a change', async ({ page }) => {
  const [reporter] = await findReporters(1)
  await signIn(page, reporter!.name)
  await page.getByRole('link', { name: '单位与人员' }).click()
  const more = page.locator('section').filter({ has: page.getByRole('heading', { name: '增开账户' }) })
  await expect(more).toContainText('统一社会信用代码')
  await expect(more.getByRole('listitem').first()).toContainText('统计局')
  await page.getByRole('link', { name: '单位资料' }).click()
  await expect(page.getByText('统一社会信用代码', { exact: true }).locator('..')).toContainText(
    reporter!.name,
  )
  await page.getByRole('button', { name: '申请变更' }).click()
  const send = page.getByRole('button', { name: '提交申请' })
  await expect(send).toBeDisabled()
  await page.getByLabel('联系电话').fill('0731-28800077')
  await page.getByLabel('变更原因').fill('办公电话自本月起更换')
  await expect(page.getByRole('table', { name: '拟变更的项目' })).toContainText('0731-28800077')
  for (const width of [1_440, 390]) {
    await page.setViewportSize({ width, height: 844 })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  }
  await send.click()
  await expect(page.getByText('有一份申请正在等待统计机构审批')).toBeVisible()
  const line = page.getByRole('listitem').filter({ hasText: '办公电话自本月起更换' })
  await expect(line).toContainText('变更：联系电话')
  await expect(page.getByRole('button', { name: '申请变更' })).toHaveCount(0)
  await line.getByRole('button', { name: '撤回申请' }).click()
  await expect(line).toContainText('已撤回')
  await expect(page.getByRole('button', { name: '申请变更' })).toBeVisible()
})
