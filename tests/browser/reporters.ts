/** Enterprises of the demonstration city and their pages, for the stories of reporting. */
import { type APIRequestContext, expect, type Locator, type Page, request } from '@playwright/test'

export const product = process.env.BASE_URL

export const PASSWORD = 'Zhitong-2026'
type Cells = Readonly<Record<string, string | null>>
type Listing = Readonly<{ items: readonly Readonly<{ formCode: string; collectionId: number }>[] }>
type Owed = Readonly<{ unitId: number; creditCode: string }>
export type Opened = Readonly<{
  values: Readonly<{ cells: Cells }>
  previous: Readonly<{ cells: Cells }> | null
  report: Readonly<{ state: string; revisionNo: number }>
  draftVersion: number
}>
export type Reporter = Readonly<{ name: string; path: string; good: Readonly<Record<string, string>> }>

export const cell = (page: Page, key: string): Locator => page.locator(`[data-cell="${key}"]`)
export const saved = (page: Page): Locator => page.getByText(/^已保存 /)
export const panel = (page: Page): Locator => page.getByRole('complementary', { name: '审核结果' })

export async function api(name: string): Promise<APIRequestContext> {
  const context = await request.newContext({ baseURL: product! })
  const answer = await context.post('/api/session', { data: { signInName: name, password: PASSWORD } })
  expect(answer.ok()).toBe(true)
  return context
}

const number = (cells: Cells | undefined, code: string): number => Number(cells?.[code] ?? 0)

/** Values that no rule says anything fatal or doubtful about: last year's months upon last period's totals. */
export function goodValues({ values, previous }: Opened): Record<string, string> {
  const [now, before] = [values.cells, previous?.cells]
  const months = { M13: number(now, 'M15'), M17: number(now, 'M19'), M21: number(now, 'M23') }
  return {
    M13: String(months.M13),
    M14: String(number(before, 'M14') + months.M13),
    M17: String(months.M17),
    M18: String(number(before, 'M18') + months.M17),
    M21: String(months.M21),
    M22: String(number(before, 'M22') + months.M21),
  }
}

/** Enterprises of the county that owe this month's B204-1 and have not begun; the visitor's own is left alone. */
export async function findReporters(wanted: number): Promise<readonly Reporter[]> {
  const [county, visitor] = [await api('county'), await api('enterprise')]
  const own = (await (await visitor.get('/api/session')).json()) as { unitId: number }
  const { items: mine } = (await (
    await visitor.get('/api/collect/my-reports?span=current')
  ).json()) as Listing
  const collectionId = mine.find(one => one.formCode === 'B204-1')!.collectionId
  const reply = await county.get(`/api/collect/collections/${collectionId}/reports?states=owed&pageSize=60`)
  const { items } = (await reply.json()) as { items: readonly Owed[] }
  const found: Reporter[] = []
  for (const { unitId, creditCode } of items) {
    if (unitId === own.unitId || found.length === wanted) continue
    const enterprise = await api(creditCode)
    const opened = (await (
      await enterprise.get(`/api/collect/my-reports/${collectionId}/${unitId}`)
    ).json()) as Opened
    const good = goodValues(opened)
    if (opened.previous && Number(good.M13) > 100 && Number(good.M17) > 100)
      found.push({ name: creditCode, path: `/reports/${collectionId}/${unitId}`, good })
  }
  expect(found).toHaveLength(wanted)
  return found
}

export async function enterAccount(page: Page, name: string): Promise<void> {
  await page
    .getByLabel(/用户名|登录名|账号/)
    .first()
    .fill(name)
  await page
    .getByLabel(/口令|密码/)
    .first()
    .fill(PASSWORD)
  await page.keyboard.press('Enter')
}

export async function signIn(page: Page, name: string): Promise<void> {
  await page.goto('/sign-in')
  await enterAccount(page, name)
  await expect(page.getByRole('heading', { name: '本期报表' })).toBeVisible()
}

export async function type(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [key, value] of Object.entries(values)) await cell(page, key).fill(value)
}

export async function readBack(reporter: Reporter): Promise<Opened> {
  const context = await api(reporter.name)
  return (await (
    await context.get(`/api/collect/my-reports${reporter.path.slice('/reports'.length)}`)
  ).json()) as Opened
}

/** Chooses a reason where the form offers some, and says what happened. */
export async function explain(finding: Locator, text: string): Promise<void> {
  const reason = finding.getByLabel('原因', { exact: true })
  if (await reason.count()) await reason.selectOption({ index: 1 })
  await finding.getByLabel('情况说明').fill(text)
}
