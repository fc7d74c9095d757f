import { expect, type Page, test } from '@playwright/test'
import { clientOf, issue, type Listed, listed, publishForm } from './own-collection.ts'
import { PASSWORD, product } from './reporters.ts'

/**
 * Half a hundred reports in a sitting, by keys: what needs no doubt is accepted, what does is sent back at its cell, and
 * the rest that shows no risk is accepted in one act. Counted are presses of keys, not seconds.
 */
test.skip(product === undefined, 'BASE_URL names no running product')
test.describe.configure({ timeout: 180_000 })

const PAGE = 50
const REVIEWED = 52
const MOST_KEYS = 4
const REASON = '综合能源消费量高于上年同期三成以上，请核对计量单位是否误用千克'

const FORM = `
form: "{form}"
title: [能源消费月报, Monthly consumption of energy]
marks: { tableNumber: 示例, issuer: 示例, approvalNumber: 示例, validUntil: 2099-12 }
frequency: M
subject: industry
unit: 吨标准煤
sections:
  - matrix: main
    type: "decimal(0)"
    heading: [{ key: month, name: [本月, This month] }, { key: year, name: [1—本月, January to this month] }]
    stub:
      - { code: 01, name: [综合能源消费量, Total consumption of energy], cells: "N{01..02}" }
      - { code: 02, name: [其中电力, Electricity], cells: "N{03..04}" }
rules: |
  define datapoint ruleset energy ( variable N01, N02, N03, N04 ) is
    V1 : N03 <= N01 errorcode "电力不应大于综合能源消费量" errorlevel "query" ;
    V2 : N02 >= N01 errorcode "1—本月不应小于本月" errorlevel "query"
  end datapoint ruleset ;
`

/** Every ninth uses more electricity than energy. @returns those that do */
async function importReturns(collectionId: number, reports: readonly Listed[]): Promise<ReadonlySet<number>> {
  const doubtful = new Set(reports.filter((_, nth) => nth % 9 === 4).map(({ unitId }) => unitId))
  const lines = reports.map(({ creditCode, unitId }, nth) =>
    [creditCode, 500 + nth, 6000 + nth, doubtful.has(unitId) ? 900 : 100, 1200].join(','),
  )
  const city = await clientOf('city')
  const cells = { N01: 'N01', N02: 'N02', N03: 'N03', N04: 'N04' }
  const { importId } = await city.upload<{ importId: number }>(
    `/api/collect/collections/${collectionId}/imports`,
    {
      multipart: {
        mapping: JSON.stringify({ unit: { by: 'creditCode', column: 'code' }, cells }),
        file: {
          name: 'returns.csv',
          mimeType: 'text/csv',
          buffer: Buffer.from(`code,N01,N02,N03,N04\n${lines.join('\n')}\n`),
        },
      },
    },
  )
  await city.send('POST', `/api/collect/imports/${importId}/apply`)
  return doubtful
}

/** Townships of the county that together have at least so many industrial enterprises. */
async function townshipsOf(wanted: number): Promise<readonly string[]> {
  const county = await clientOf('county')
  const { items } = await county.get<{ items: { collectionId: number; formCode: string }[] }>(
    '/api/collect/collections?phase=open&pageSize=200',
  )
  const current = items.find(one => one.formCode === 'B204-1')!.collectionId
  const sizes = new Map<string, number>()
  for (const { regionCode } of await listed(current, 'sort=region')) {
    const township = `${regionCode.slice(0, 9)}000`
    sizes.set(township, (sizes.get(township) ?? 0) + 1)
  }
  const smallestFirst = [...sizes].toSorted(([, a], [, b]) => a - b)
  let found = 0
  const enough = smallestFirst.findIndex(([, size]) => {
    found += size
    return found >= wanted
  })
  return smallestFirst.slice(0, enough + 1).map(([township]) => township)
}

/** Presses keys and counts them; the words of a reason are typed, not pressed. */
class Keys {
  pressed = 0
  readonly #page: Page
  constructor(page: Page) {
    this.#page = page
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key)
    this.pressed += keys.length
  }

  taken(): number {
    const { pressed } = this
    this.pressed = 0
    return pressed
  }
}

const heading = (page: Page, unit: string) => page.getByRole('heading', { level: 1, name: unit, exact: true })
const state = (page: Page) => page.locator('.co-report-meta .zt-tag')

/** From now on the page remembers whether anybody had to look at a place where something was still awaited. */
const watchWaiting = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const watched = window as unknown as { waited: boolean }
    watched.waited = false
    new MutationObserver(() => {
      if (document.querySelector('.zt-skeleton')) watched.waited = true
    }).observe(document.body, { childList: true, subtree: true })
  })
const hasWaited = (page: Page) => page.evaluate(() => (window as unknown as { waited: boolean }).waited)

test('fifty reports should be reviewed by keys, a few for each, and the riskless rest accepted at once', async ({
  page,
}) => {
  const versionId = await publishForm('ENERGY', FORM)
  const collectionId = await issue(versionId, {
    regions: await townshipsOf(REVIEWED + 6),
    industries: ['B', 'C', 'D'],
    aboveThreshold: true,
  })
  const doubtful = await importReturns(collectionId, await listed(collectionId, 'states=owed'))
  const all = await listed(collectionId, 'states=submitted')
  expect(all.length).toBeGreaterThan(REVIEWED + 4)

  await page.goto('/console/sign-in')
  await page.getByLabel(/^用户名/).fill('county')
  await page.getByLabel(/^密码/).fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL(address => !address.pathname.endsWith('sign-in'))
  await page.goto(`/console/collect/reports?collection=${collectionId}&states=submitted`)
  await page.getByRole('link', { name: all[0]!.unitName, exact: true }).focus()
  const keys = new Keys(page)
  const read = new Set<number>()
  // Finished, for its head comes before what is shown.
  page.on('requestfinished', request => {
    const [, unitId] = /\/reports\/(\d+)$/.exec(new URL(request.url()).pathname) ?? []
    if (unitId && request.method() === 'GET') read.add(Number(unitId))
  })
  await keys.press('Enter')
  await expect(heading(page, all[0]!.unitName)).toBeVisible()
  await expect(page.locator('[data-cell="N01"]')).toBeVisible()
  await watchWaiting(page)
  keys.taken()

  const sentBack: Listed[] = []
  let mistaken = false
  for (const [nth, report] of all.slice(0, REVIEWED).entries()) {
    await expect(heading(page, report.unitName)).toBeVisible()
    await expect(page.locator('.co-steps')).toContainText(`${nth + 1} / ${all.length}`)
    await expect(state(page)).toHaveText('待验收')
    if (doubtful.has(report.unitId)) {
      await keys.press('f', 'b')
      await page.keyboard.insertText(REASON)
      await expect(page.getByRole('dialog').getByRole('checkbox', { name: /^N03/ })).toBeChecked()
      await keys.press('Control+Enter')
      await expect(state(page)).toHaveText('已退回')
      sentBack.push(report)
    } else {
      await keys.press('a')
      await expect(state(page)).toHaveText('县级已验收')
    }
    if (!mistaken && !doubtful.has(report.unitId)) {
      // Accepted by mistake: taken back, and accepted all the same.
      mistaken = true
      await keys.press('u')
      await expect(state(page)).toHaveText('待验收')
      await keys.press('a')
      await expect(state(page)).toHaveText('县级已验收')
    }
    // Whoever looks at a report takes longer than the next one needs.
    await expect.poll(() => read.has(all[nth + 1]!.unitId)).toBe(true)
    await page.evaluate(() => new Promise<void>(done => setTimeout(done)))
    await keys.press('j')
    expect(keys.taken()).toBeLessThanOrEqual(MOST_KEYS)
  }
  expect(sentBack.length).toBeGreaterThan(3)
  expect(all.length).toBeGreaterThan(PAGE)
  expect(await hasWaited(page)).toBe(false)

  await test.step('what was sent back names its cell, and what was passed by is none', async () => {
    const names = (list: readonly Listed[]) => list.map(one => one.unitName).sort()
    expect(names(await listed(collectionId, 'states=returned'))).toEqual(names(sentBack))
    expect(await listed(collectionId, 'states=submitted')).toHaveLength(all.length - REVIEWED)
    const county = await clientOf('county')
    const { events } = await county.get<{ events: { kind: string; cells: string[] }[] }>(
      `/api/collect/collections/${collectionId}/reports/${sentBack[0]!.unitId}`,
    )
    expect(events.at(-1)?.cells).toContain('N03')
  })

  await test.step('the end of the list is said', async () => {
    const left = all.length - REVIEWED
    const last = `${collectionId}/${all.at(-1)!.unitId}`
    await page.goto(`/console/collect/reports/${last}?collection=${collectionId}&states=submitted`)
    await expect(page.locator('.co-steps')).toContainText(`${left} / ${left}`)
    await page.keyboard.press('j')
    await expect(page.getByText(`这是清单里的最后一份，共 ${left} 份`)).toBeVisible()
  })

  await test.step('the riskless rest is accepted at once', async () => {
    await page.goto(`/console/collect/reports?collection=${collectionId}&states=submitted&findings=none`)
    const rest = await listed(collectionId, 'states=submitted&findings=none')
    await expect(page.locator('tbody a')).toHaveCount(rest.length)
    await page.getByRole('button', { name: /^批量验收（/ }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /^验收 \d+ 份$/ }).focus()
    await page.keyboard.press('Enter')
    await expect(dialog).toContainText(`已验收 ${rest.length} 份，未验收 0 份`)
    const left = await listed(collectionId, 'states=submitted')
    expect(left.every(({ unitId }) => doubtful.has(unitId))).toBe(true)
  })
})
