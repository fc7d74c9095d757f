import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { keptNames, prepared, withDevice } from './device.ts'
import { clientOf, issue, publishForm } from './own-collection.ts'
import {
  api,
  cell,
  enterAccount,
  explain,
  findReporters,
  panel,
  product,
  type Reporter,
  readBack,
  saved,
  signIn,
  type,
} from './reporters.ts'

/** Needs the product with its demonstration city; `./zhitong test` starts one and names it in `BASE_URL`. */
test.skip(product === undefined, 'the product is not running: BASE_URL names none')
test.describe.configure({ timeout: 180_000 })

let reporters: readonly Reporter[] = []
test.beforeAll(async () => {
  reporters = await findReporters(7)
})

const WAITS = '等待网络，联网后自动提交'

/** As if pages of another version had kept everything that stands on the device. */
const keptByOtherPages = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>(done => {
        const opening = indexedDB.open('zhitong')
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('answers', 'readwrite')
          const store = transaction.objectStore('answers')
          const cursors = store.openCursor()
          cursors.onsuccess = () => {
            const cursor = cursors.result
            if (!cursor) return
            const [account, name, version] = cursor.key as [string, string, string]
            if (version !== 'other') {
              store.put({ at: cursor.value.at, reply: {} }, [account, name, 'other'])
              cursor.delete()
            }
            cursor.continue()
          }
          transaction.oncomplete = () => {
            opening.result.close()
            done()
          }
        }
      }),
  )

async function submitHere(page: Page): Promise<void> {
  await page.getByRole('button', { name: '上报', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确认上报' }).click()
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(bad.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
}

const fits = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth)

for (const [index, onPhone] of [false, true].entries()) {
  test(`should be filled in and submitted without network, over a closed browser, exactly once${onPhone ? ', on a phone' : ''}`, () =>
    withDevice(async device => {
      const reporter = reporters[index]!
      const { M13, ...rest } = reporter.good
      await prepared(device, reporter, onPhone)
      await device.network(false)
      const first = await device.newPage()
      await first.goto('/')
      await expect(first.getByText(/^离线：以下是本机/)).toBeVisible()
      await expect(first.getByText('已存本机，离线也能填写').first()).toBeVisible()
      await expectAccessible(first)
      await first.goto(reporter.path)
      await cell(first, 'M13').fill(M13!)
      await expect(first.getByText('离线，已存本机')).toBeVisible()
      await device.close()

      const page = await device.open(onPhone)
      await device.network(false)
      await page.goto(reporter.path)
      await expect(cell(page, 'M13')).toHaveValue(Number(M13).toLocaleString('en'))
      await type(page, { ...rest, M14: '1' })
      await submitHereRefused(page)
      await type(page, rest)
      await submitHere(page)
      await expect(page.getByText(WAITS)).toBeVisible()
      await expectAccessible(page)
      if (onPhone) expect(await fits(page)).toBeLessThanOrEqual(390)
      await page.getByRole('button', { name: '撤回，继续修改' }).click()
      await expect(cell(page, 'M13')).toBeEditable()
      await submitHere(page)
      await expect(page.getByText(WAITS)).toBeVisible()
      await page.goto('/')
      await expect(page.locator('.zr-card').filter({ hasText: WAITS })).toBeVisible()

      const acts = new Set<string>()
      page.on('request', one => {
        if (one.method() === 'POST' && one.url().endsWith('/submissions'))
          acts.add((one.postDataJSON() as { clientId: string }).clientId)
      })
      await page.goto(reporter.path)
      await device.network(true)
      // A closed browser forgets its session: the person signs in again and the submission goes on.
      await expect(page.getByRole('heading', { name: '登录智统' })).toBeVisible()
      await enterAccount(page, reporter.name)
      await expect(page.getByText(/^ZT\d{5}-\d{7}-01$|已自动上报/).first()).toBeVisible()
      await page.goto('/')
      await expect(page.getByText(WAITS)).toBeHidden()
      // However often it was tried: one act, one revision.
      expect(acts.size).toBe(1)
      expect((await readBack(reporter)).report).toMatchObject({ state: 'submitted', revisionNo: 1 })
    }))
}

async function submitHereRefused(page: Page): Promise<void> {
  await page.getByRole('button', { name: '上报', exact: true }).click()
  await expect(page.getByText(/还不能上报：\d+ 条强制性错误/)).toBeVisible()
}

test('should go to the receipt by itself when the network returns, and show both sides where another was there first', () =>
  withDevice(async device => {
    const reporter = reporters[2]!
    const page = await prepared(device, reporter)
    await page.goto(reporter.path)
    await type(page, reporter.good)
    await expect(saved(page)).toBeVisible()
    await expect(panel(page)).toContainText('可以上报')
    await device.network(false)
    const mine = Number(reporter.good.M22) + 5
    await cell(page, 'M22').fill(String(mine))
    const query = panel(page).locator('.zt-finding-query')
    if (await query.count()) await explain(query.first(), '上月少报一笔出口，本月补记')
    await submitHere(page)
    await expect(page.getByText(WAITS)).toBeVisible()

    const colleague = await api(reporter.name)
    const { values, draftVersion } = await readBack(reporter)
    const { csrfToken } = (await (await colleague.get('/api/session')).json()) as { csrfToken: string }
    const theirs = Number(reporter.good.M22) + 1
    const reply = await colleague.put(`/api/collect/my-${reporter.path.slice(1)}/draft`, {
      headers: { 'x-csrf-token': csrfToken },
      data: {
        version: draftVersion,
        baseRevision: 0,
        values: { ...values, cells: { ...values.cells, M22: String(theirs) } },
        explanations: {},
      },
    })
    expect(reply.ok(), await reply.text()).toBe(true)

    await device.network(true)
    const dialog = page.getByRole('dialog', { name: '两处都改了这张表' })
    await expect(dialog).toBeVisible()
    const row = dialog.getByRole('row').filter({ hasText: '出口交货值 · 1—本月' })
    await expect(row).toContainText(mine.toLocaleString('en'))
    await expect(row).toContainText(theirs.toLocaleString('en'))
    expect((await readBack(reporter)).report.state).toBe('draft')
    await dialog.getByRole('button', { name: '全部用我的' }).click()
    await dialog.getByRole('button', { name: '按选择保存' }).click()
    await expect(saved(page)).toBeVisible()
    await expect(page.getByText(/^联网后的自动上报没有成功/)).toBeVisible()

    await device.network(false)
    await submitHere(page)
    await expect(page.getByText(WAITS)).toBeVisible()
    await device.network(true)
    await expect(page.getByText(/^ZT\d{5}-\d{7}-01$/)).toBeVisible()
    expect((await readBack(reporter)).values.cells.M22).toBe(String(mine))
  }))

test('should leave nothing on the device of who signs out, and nothing of one account to another', () =>
  withDevice(async device => {
    const reporter = reporters[3]!
    const page = await prepared(device, reporter)
    const held = () =>
      page.evaluate(() => Object.keys(localStorage).filter(name => /zhitong\.(unsent|account)/.test(name)))
    await page.goto(reporter.path)
    await device.network(false)
    await cell(page, 'M13').fill('77')
    await expect(page.getByText('离线，已存本机')).toBeVisible()
    const signOut = async () => {
      await page
        .getByRole('button', { name: /^用户菜单/ })
        .first()
        .click()
      await page.getByRole('menuitem', { name: '退出登录' }).click()
    }
    await signOut()
    const dialog = page.getByRole('dialog', { name: '退出后，本机上未送出的内容将被删除' })
    await dialog.getByRole('button', { name: '先不退出' }).click()
    await expect(cell(page, 'M13')).toHaveValue('77')
    await signOut()
    await dialog.getByRole('button', { name: '退出并删除' }).click()
    await expect(page.getByRole('heading', { name: '登录智统' })).toBeVisible()
    await expect.poll(() => keptNames(page)).toEqual([])
    expect(await held()).toEqual([])
    await page.goto(reporter.path)
    await expect(cell(page, 'M13')).toBeHidden()

    // The server hears of it as soon as it can be reached, before anybody else sits down.
    await device.network(true)
    await page.goto('/')
    await expect(page.getByRole('heading', { name: '登录智统' })).toBeVisible()

    await enterAccount(page, reporter.name)
    await expect.poll(() => keptNames(page)).not.toEqual([])
    await page.context().clearCookies()
    await page.goto('/sign-in')
    await enterAccount(page, 'enterprise')
    await expect(page.getByRole('heading', { name: '本期报表' })).toBeVisible()
    expect((await keptNames(page)).filter(name => !name.startsWith('enterprise,'))).toEqual([])
    await device.network(false)
    await page.goto(reporter.path)
    await expect(cell(page, 'M13')).toBeHidden()
  }))

test('should give a refused submission back with the reason, and show what is on the device where nothing more is taken', () =>
  withDevice(async device => {
    const reporter = reporters[4]!
    const page = await prepared(device, reporter)
    await page.goto(reporter.path)
    await expect(cell(page, 'M13')).toBeVisible()
    await device.network(false)
    await type(page, reporter.good)
    await submitHere(page)
    await expect(page.getByText(WAITS)).toBeVisible()
    const message = { 'zh-CN': '填报已截止', en: 'Closed' }
    for (const path of ['**/submissions', '**/draft'])
      await page.route(path, route =>
        route.fulfill({ status: 409, json: { code: 'COLLECT_CLOSED', status: 409, message } }),
      )
    await page.route(`**/my-${reporter.path.slice(1)}`, async route => {
      const answer = await route.fetch()
      return route.fulfill({ response: answer, json: { ...(await answer.json()), editable: false } })
    })
    await device.network(true)
    await expect(page.getByText(/^联网后的自动上报没有成功/)).toBeVisible()
    await expect(page.getByText('填报已截止。填写的内容都在，没有丢失。')).toBeVisible()
    await page.getByRole('button', { name: '查看本机内容' }).click()
    await expect(cell(page, 'M13')).toHaveValue(Number(reporter.good.M13).toLocaleString('en'))
    await page.goto('/')
    await expect(page.getByText('自动上报没有成功，打开后可见原因')).toBeVisible()

    await page.unrouteAll()
    await page.goto(reporter.path)
    await expect(cell(page, 'M13')).toBeEditable()
    await expect(cell(page, 'M13')).toHaveValue(Number(reporter.good.M13).toLocaleString('en'))
    await expect(saved(page)).toBeVisible()
  }))

const STEPS = `
form: "{form}"
title: [交接月报, A form handed over]
marks: { tableNumber: 示例, issuer: 示例, approvalNumber: 示例, validUntil: 2099-12 }
frequency: M
subject: industry
unit: 千元
sections:
  - matrix: main
    type: decimal(0)
    heading:
      - { key: month, name: [本月, This month] }
    stub:
      - { code: 01, name: [工业总产值, Output], cells: "M{1..1}" }
      - { code: 02, name: [工业销售产值, Sold], cells: "M{2..2}" }
`

/** A form of this story's own, owed by the unit whose three people report together. */
async function crewReport(): Promise<Reporter> {
  const [filler, city] = [await clientOf('enterprise-fill'), await clientOf('city')]
  const { items } = await filler.get<{
    items: { formCode: string; collectionId: number; unitId: number; unitName: string }[]
  }>('/api/collect/my-reports?span=current')
  const { collectionId: current, unitId, unitName } = items.find(one => one.formCode === 'B204-1')!
  const found = await city.get<{ items: { unitId: number; regionCode: string }[] }>(
    `/api/collect/collections/${current}/reports?search=${encodeURIComponent(unitName)}`,
  )
  const { regionCode } = found.items.find(one => one.unitId === unitId)!
  const versionId = await publishForm('STEPS', STEPS)
  const collectionId = await issue(versionId, { regions: [regionCode], aboveThreshold: true })
  return { name: 'enterprise-fill', path: `/reports/${collectionId}/${unitId}`, good: {} }
}

test('should be handed over once the network returns, and lose nothing where another device was there first', () =>
  withDevice(async device => {
    const report = await crewReport()
    const api = `/api/collect/my-${report.path.slice(1)}`
    const [filler, reviewer] = [await clientOf(report.name), await clientOf('enterprise-review')]
    type Standing = { draftVersion: number; values: object; explanations: object; steps: { turn: string } }
    const sendBack = async () => {
      const { draftVersion } = await reviewer.get<Standing>(api)
      await reviewer.send('POST', `${api}/draft/send-back`, { draftVersion, note: '请再核对', cells: ['M1'] })
    }
    const page = await prepared(device, report)
    await page.goto(report.path)
    await type(page, { M1: '100', M2: '90' })
    await expect(saved(page)).toBeVisible()
    await device.network(false)
    await cell(page, 'M1').fill('110')
    await expect(page.getByText('离线，已存本机')).toBeVisible()
    await page.keyboard.press('Control+Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/^附言/).fill('断网时交出')
    await dialog.getByRole('button', { name: '交复核' }).click()
    await expect(page.getByText('等待网络，联网后自动交复核')).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: '撤回，继续修改' }).click()
    await expect(cell(page, 'M1')).toHaveValue('110')
    await page.getByRole('button', { name: '交复核' }).click()
    await dialog.getByRole('button', { name: '交复核' }).click()
    await page.goto('/')
    await expect(page.locator('.zr-card').filter({ hasText: '联网后自动交复核' })).toBeVisible()
    await page.goto(report.path)
    await device.network(true)
    await expect(page.getByText(/^等.+复核，您可以查看$/)).toBeVisible()
    const handed = await reviewer.get<Standing>(api)
    expect(handed).toMatchObject({ steps: { turn: 'review' }, values: { cells: { M1: '110' } } })

    await sendBack()
    await expect(cell(page, 'M1')).toBeEditable()
    await device.network(false)
    await cell(page, 'M1').fill('120')
    await expect(page.getByText('离线，已存本机')).toBeVisible()
    const { draftVersion, values, explanations } = await filler.get<Standing>(api)
    await filler.send('POST', `${api}/hand-over`, {
      baseRevision: 0,
      draftVersion,
      values,
      explanations,
      note: null,
    })
    await device.network(true)
    await expect(page.getByText(/没有保存到服务器：报表已交.+复核/)).toBeVisible()
    await page.getByRole('button', { name: '查看本机内容' }).click()
    await expect(cell(page, 'M1')).toHaveValue('120')
    await sendBack()
    const both = page.getByRole('dialog', { name: '两处都改了这张表' })
    await both.getByRole('button', { name: '全部用我的' }).click()
    await both.getByRole('button', { name: '按选择保存' }).click()
    await expect(saved(page)).toBeVisible()
    expect(await reviewer.get<Standing>(api)).toMatchObject({ values: { cells: { M1: '120' } } })
  }))

test('should keep what somebody wrote whose right to fill in, or account, was taken away meanwhile', () =>
  withDevice(async device => {
    const reporter = reporters[6]!
    const [security, system] = [await clientOf('secadmin'), await clientOf('sysadmin')]
    type Grant = { id: number; role: string; unitId: number | null; subjects: string[] | null }
    const { items } = await security.get<{ items: { id: number; signInName: string; grants: Grant[] }[] }>(
      `/api/grants?kind=enterprise&search=${reporter.name}`,
    )
    const account = items.find(one => one.signInName === reporter.name)!
    const page = await prepared(device, reporter)
    await page.goto(reporter.path)
    await expect(cell(page, 'M13')).toBeVisible()
    await device.network(false)
    await type(page, reporter.good)
    await submitHere(page)
    await expect(page.getByText(WAITS)).toBeVisible()
    for (const { id } of account.grants) await security.send('DELETE', `/api/grants/${id}`)
    await device.network(true)
    const told = page.getByText('现在不能由您填报这张报表，您填的内容没有送出')
    await expect(told).toBeVisible()
    const shown = Number(reporter.good.M13).toLocaleString('en')
    await expect(cell(page, 'M13')).toHaveValue(shown)
    await expect(cell(page, 'M13')).toHaveAttribute('readonly', '')
    await expectAccessible(page)
    await page.goto('/')
    await expect(page.getByRole('heading', { name: /^本机留有未送出的内容/ })).toBeVisible()
    await page.getByRole('link', { name: /B204-1/ }).click()
    await expect(told).toBeVisible()
    await expect(cell(page, 'M13')).toHaveValue(shown)

    for (const { role, unitId, subjects } of account.grants)
      await security.send('POST', `/api/accounts/${account.id}/grants`, {
        role,
        regionCode: null,
        unitId,
        subjects,
      })
    await page.reload()
    await expect(cell(page, 'M13')).toBeEditable()
    await expect(cell(page, 'M13')).toHaveValue(shown)
    await expect(saved(page)).toBeVisible()

    await device.network(false)
    const more = Number(reporter.good.M22) + 7
    await cell(page, 'M22').fill(String(more))
    await expect(page.getByText('离线，已存本机')).toBeVisible()
    await system.send('POST', `/api/accounts/${account.id}/disable`)
    await device.network(true)
    await expect(page.getByRole('heading', { name: '登录智统' })).toBeVisible()
    await enterAccount(page, reporter.name)
    await expect(page.getByText(`本机留有账户 ${reporter.name} 未送出的内容，没有丢失`)).toBeVisible()
    await system.send('POST', `/api/accounts/${account.id}/enable`)
    await enterAccount(page, reporter.name)
    await expect(cell(page, 'M22')).toHaveValue(more.toLocaleString('en'))
    await expect(saved(page)).toBeVisible()
  }))

test('should not show what pages of another version kept, and lose nothing of what was typed', () =>
  withDevice(async device => {
    const reporter = reporters[5]!
    const page = await prepared(device, reporter)
    await page.goto(reporter.path)
    await expect(cell(page, 'M13')).toBeVisible()
    await device.network(false)
    await cell(page, 'M13').fill('4343')
    await expect(page.getByText('离线，已存本机')).toBeVisible()
    await page.goto('/account')
    await keptByOtherPages(page)
    await page.goto(reporter.path)
    await expect(page.getByText(/^本机留存的是旧版页面的内容/)).toBeVisible()
    await expectAccessible(page)
    await page.goto('/')
    await expect(page.getByText(/^本机留存的是旧版页面的内容/)).toBeVisible()
    await device.network(true)
    await page.goto(reporter.path)
    await expect(cell(page, 'M13')).toHaveValue('4,343')
    await expect(saved(page)).toBeVisible()
    await device.network(false)
    await page.reload()
    await expect(cell(page, 'M13')).toHaveValue('4,343')

    await cell(page, 'M13').fill('4344')
    await page
      .getByRole('button', { name: /^用户菜单/ })
      .first()
      .click()
    await page.getByRole('menuitem', { name: '账户与安全' }).click()
    await page.getByRole('button', { name: '在所有设备退出登录' }).click()
    const dialog = page.getByRole('dialog', { name: '退出后，本机上未送出的内容将被删除' })
    await dialog.getByRole('button', { name: '先不退出' }).click()
    await page.goto(reporter.path)
    await expect(cell(page, 'M13')).toHaveValue('4,344')
  }))

test('should offer a new version and take it when asked, with what is being typed still there', () =>
  withDevice(async device => {
    const page = await device.open(false)
    await signIn(page, 'enterprise')
    await page.evaluate(async () => void (await navigator.serviceWorker.ready))
    await page.reload()
    await page.locator('.zr-card').filter({ hasText: 'B204-1' }).first().getByRole('link').first().click()
    await cell(page, 'M13').fill('4242')
    // Another address is another version to the browser.
    await page.evaluate(async () => void (await navigator.serviceWorker.register('/service-worker.js?next')))
    await expect(page.getByText('新版本已就绪')).toBeVisible()
    await expect(cell(page, 'M13')).toHaveValue('4,242')
    await expectAccessible(page)
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: '点此更新' }).click()])
    await expect(cell(page, 'M13')).toHaveValue('4,242')
    await page.getByRole('button', { name: '更多' }).click()
    await page.getByRole('menuitem', { name: '放弃草稿' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '放弃草稿' }).click()
    await expect(cell(page, 'M13')).toHaveValue('')
  }))

test('should be installed as an app', () =>
  withDevice(async device => {
    const page = await device.open(false)
    await page.goto('/sign-in')
    const address = await page.locator('link[rel="manifest"]').getAttribute('href')
    const manifest = (await (await page.request.get(address!)).json()) as {
      display: string
      icons: readonly { src: string; type: string }[]
    }
    expect(manifest.display).toBe('standalone')
    for (const { src, type: kind } of manifest.icons) {
      const icon = await page.request.get(src)
      expect(icon.headers()['content-type']).toContain(kind)
    }
    const session = await page.context().newCDPSession(page)
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
    expect(installabilityErrors).toEqual([])
  }))
