/**
 * Every page that a shell lists, opened by somebody who may, looked at for what hinders: nothing serious for axe, no failed
 * read, and nothing beyond the right edge of a window of 1440 × 900 enlarged twice. A new page is looked at unasked; one
 * with a number in its address says here whose number.
 */
import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { screens as office } from '#apps/console/routes.tsx'
import { screens as reporting } from '#apps/reporter/routes.tsx'
import type { Screen } from '#ui/shell/screens.tsx'
import { type Client, clientOf } from './own-collection.ts'
import { enterAccount, findReporters, product } from './reporters.ts'

test.skip(product === undefined, 'the product is not running: BASE_URL names none')
test.describe.configure({ timeout: 300_000 })

/** The first who may open a page opens it. */
const PEOPLE = ['city', 'designer', 'sysadmin', 'secadmin', 'auditadmin', 'county'] as const

const first = async (client: Client, address: string): Promise<Record<string, string | number>> =>
  (await client.get<{ items: Record<string, string | number>[] }>(address)).items[0]!

/** What stands for the numbers of an address; `null` where a story makes the thing first and looks at its page itself. */
const PLACES: Readonly<Record<string, ((client: Client) => Promise<string>) | null>> = {
  'design/programmes/:code': async client =>
    `design/programmes/${(await first(client, '/api/catalog/programmes')).code}`,
  'design/forms/:code': async () => 'design/forms/B204-1',
  'register/units/:unitId': async client =>
    `register/units/${(await first(client, '/api/register/units?pageSize=1')).unitId}`,
  'register/applications/:applicationId': null,
  'register/imports/:importId': null,
  'tabulate/table/:id': null,
  'collect/reports/:collectionId/:unitId': async () => `collect${(await findReporters(1))[0]!.path}`,
  'reports/:collectionId/:unitId': null,
  'collect/acceptances/:acceptanceId': null,
  'collect/collections/:collectionId/import': async client =>
    `collect/collections/${(await first(client, '/api/collect/collections?phase=open&pageSize=1')).collectionId}/import`,
  'collect/collections/:collectionId/import/:importId': null,
}

const mayBeOpened = (one: Screen) => one.frame !== 'bare' && PLACES[one.path] !== null

async function look(page: Page, address: string): Promise<readonly string[]> {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(address)
  await expect(page.locator('main h1, main [role=heading]').first()).toBeVisible()
  await expect(page.locator('.zt-skeleton, [aria-busy=true]')).toHaveCount(0)
  const { violations } = await new AxeBuilder({ page }).analyze()
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${address} ${id}: ${nodes[0]?.html}`)
  const failed = await page.locator('main .zt-error').allTextContents()
  await page.setViewportSize({ width: 720, height: 450 })
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  return [
    ...serious,
    ...failed.map(text => `${address} ${text}`),
    ...(wide > 720 ? [`${address} is ${wide} wide`] : []),
  ]
}

async function lookAtAll(browser: Browser, name: string, root: string, addresses: readonly string[]) {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  await page.goto(`${root}sign-in`)
  await enterAccount(page, name)
  await page.waitForURL(address => !address.pathname.endsWith('sign-in'))
  const found: string[] = []
  for (const address of addresses) found.push(...(await look(page, `${root}${address}`)))
  await page.context().close()
  return found
}

test('every page of the office should hinder nobody', async ({ browser }) => {
  const left = new Map(office.filter(mayBeOpened).map(one => [one.path, one]))
  for (const name of PEOPLE) {
    const client = await clientOf(name)
    const { permissions } = await client.get<{ permissions: readonly string[] }>('/api/session')
    const own = [...left.values()].filter(
      ({ permission }) => permission === undefined || permissions.includes(permission),
    )
    const addresses = []
    for (const { path } of own) {
      left.delete(path)
      expect([path, path.includes(':') && !PLACES[path]]).toEqual([path, false])
      addresses.push((await PLACES[path]?.(client)) ?? path)
    }
    expect(await lookAtAll(browser, name, '/console/', addresses)).toEqual([])
  }
  expect([...left.keys()]).toEqual([])
})

test('every page of an enterprise should hinder nobody', async ({ browser }) => {
  const reporter = (await findReporters(1))[0]!
  const addresses = reporting
    .filter(one => one.frame !== 'bare')
    .map(({ path }) => path.replace('reports/:collectionId/:unitId', reporter.path.slice(1)))
    // A receipt is there when something was sent.
    .filter(path => !path.endsWith('/receipt'))
  expect(await lookAtAll(browser, reporter.name, '/', addresses)).toEqual([])
})
