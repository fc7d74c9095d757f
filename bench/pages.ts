/**
 * What waits for a page: a reporter's first form with nothing in the browser's cache and its processor slowed down four
 * times, until a cell can be filled in; the console from one work area to the next, until its content is there; and the
 * frames that are drawn while the wheel turns over a table of two thousand rows.
 */
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { wholeBrowser } from '../playwright.config.ts'
import { DEMO_PASSWORD, PRODUCT_ADDRESS, startProduct } from './product.ts'

const SLOW_DOWN = 4
const ROUNDS = 5
const VIEWPORT = { width: 1_440, height: 900 }

export type PageBench = Readonly<{
  /** Median from the navigation's begin to a cell that takes input. */
  firstFormMs: number
  /** Medians from the click to the first row of content, by the work area gone to. */
  routesMs: Readonly<Record<string, number>>
  /** Milliseconds between two frames while scrolling, 16.7 where sixty a second are drawn. */
  frameMs: Readonly<{ median: number; nineteenOfTwenty: number; longest: number }>
}>

export async function benchPages(): Promise<PageBench> {
  const product = await startProduct()
  const browser = await chromium.launch(wholeBrowser.launchOptions)
  try {
    return {
      firstFormMs: await firstForm(browser),
      routesMs: await consoleRoutes(browser),
      frameMs: await scrolling(browser),
    }
  } finally {
    await browser.close()
    await product.stop()
  }
}

const median = (times: readonly number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] as number

async function signedIn(browser: Browser, signInName: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: VIEWPORT, baseURL: PRODUCT_ADDRESS, locale: 'zh-CN' })
  const answer = await context.request.post('/api/session', {
    data: { signInName, password: DEMO_PASSWORD },
  })
  if (!answer.ok()) throw new Error(`${signInName}: ${answer.status()} ${await answer.text()}`)
  return context
}

type Listing = Readonly<{
  items: readonly Readonly<{ formCode: string; collectionId: number; unitId: number }>[]
}>

async function firstForm(browser: Browser): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    // A context of its own: nothing of the round before is in its cache.
    const context = await signedIn(browser, 'enterprise')
    const answer = await context.request.get('/api/collect/my-reports?span=current')
    const { items } = (await answer.json()) as Listing
    const report = items.find(item => item.formCode === 'B204-1')
    if (!report) throw new Error('the demonstration enterprise owes no B204-1')
    const page = await context.newPage()
    const devTools = await context.newCDPSession(page)
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: SLOW_DOWN })
    await page.goto(`/reports/${report.collectionId}/${report.unitId}`, { waitUntil: 'commit' })
    times.push(await whenThere(page, '[data-cell]'))
    await context.close()
  }
  return median(times)
}

/** Milliseconds from the page's beginning until the selector is there and a frame with it was drawn. */
async function whenThere(page: Page, selector: string): Promise<number> {
  const found = await page.waitForFunction(
    wanted => document.querySelector(wanted) !== null && performance.now(),
    selector,
    { polling: 'raf', timeout: 60_000 },
  )
  return (await found.jsonValue()) as number
}

/** Work areas the menu leads to, and the first sign of their content. */
const AREAS = ['/console/register/units', '/console/collect/progress', '/console/design/forms'] as const
const CONTENT = 'main tbody tr'

async function consoleRoutes(browser: Browser): Promise<Readonly<Record<string, number>>> {
  const context = await signedIn(browser, 'county')
  const page = await context.newPage()
  await page.goto('/console/')
  const found: Record<string, number[]> = {}
  // Once more than is counted: what a work area loads once, it has loaded.
  for (let round = -1; round < ROUNDS; round += 1)
    for (const area of AREAS) {
      const took = await goTo(page, area)
      if (round >= 0) found[area] = [...(found[area] ?? []), took]
    }
  await context.close()
  return Object.fromEntries(Object.entries(found).map(([area, times]) => [area, median(times)]))
}

/** Clicks the menu's link and waits for the frame that draws the content; both clocks are the page's own. */
async function goTo(page: Page, area: string): Promise<number> {
  const link = page.locator(`nav a[href^="${area}"]`).first()
  await link.waitFor()
  const took = await link.evaluate(
    (element, { path, content }) =>
      new Promise<number>((done, fail) => {
        const begin = performance.now()
        const old = document.querySelector(content)
        ;(element as HTMLElement).click()
        const look = () => {
          const now = document.querySelector(content)
          if (location.pathname === path && now && now !== old) done(performance.now() - begin)
          else if (performance.now() - begin > 20_000) fail(new Error(`${path} shows no content`))
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }),
    { path: area, content: CONTENT },
  )
  return took
}

const TURNS = 240
/** As a wheel sends them: one a frame at most, three lines each. */
const BETWEEN_TURNS_MS = 16
const TURN_PIXELS = 120

async function scrolling(browser: Browser): Promise<PageBench['frameMs']> {
  const page = await browser.newPage({ viewport: VIEWPORT, baseURL: PRODUCT_ADDRESS, locale: 'zh-CN' })
  await page.goto('/gallery.html?rows=2000#products')
  await page.locator('[data-cell="K1@10001"]').hover()
  const drawn = page.evaluate(
    frames =>
      new Promise<number[]>(done => {
        const times: number[] = []
        const tick = (now: number) => {
          times.push(now)
          if (times.length <= frames) requestAnimationFrame(tick)
          else done(times.slice(1).map((time, at) => time - times[at]!))
        }
        requestAnimationFrame(tick)
      }),
    TURNS,
  )
  for (let turn = 0; turn < TURNS; turn += 1) {
    await page.mouse.wheel(0, TURN_PIXELS)
    await page.waitForTimeout(BETWEEN_TURNS_MS)
  }
  const between = (await drawn).toSorted((a, b) => a - b)
  await page.close()
  return {
    median: median(between),
    nineteenOfTwenty: between[Math.floor(between.length * 0.95)] as number,
    longest: between.at(-1) as number,
  }
}

if (import.meta.main) console.log(await benchPages())
