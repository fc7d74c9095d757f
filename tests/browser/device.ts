/** A person's own browser: what it keeps outlives its closing. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, expect, type Page, test } from '@playwright/test'
import { type Reporter, signIn } from './reporters.ts'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true }

export class Device {
  readonly #folder = mkdtempSync(join(tmpdir(), 'zhitong-device-'))
  #context: BrowserContext | null = null

  async open(onPhone: boolean): Promise<Page> {
    const { launchOptions, baseURL } = test.info().project.use
    this.#context = await chromium.launchPersistentContext(this.#folder, {
      ...launchOptions,
      ...(baseURL && { baseURL }),
      viewport: { width: 1440, height: 900 },
      ...(onPhone && phone),
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      serviceWorkers: 'allow',
    })
    return this.#context.pages()[0] ?? this.#context.newPage()
  }

  network = (there: boolean): Promise<void> => this.#context!.setOffline(!there)
  newPage = (): Promise<Page> => this.#context!.newPage()

  async close(): Promise<void> {
    await this.#context?.close()
    this.#context = null
  }

  throwAway = (): void => rmSync(this.#folder, { recursive: true, force: true })
}

export async function withDevice(story: (device: Device) => Promise<void>): Promise<void> {
  const device = new Device()
  try {
    await story(device)
  } finally {
    await device.close()
    device.throwAway()
  }
}

/** The reports of which this device keeps an answer, by account, name and version. */
export const keptNames = (page: Page): Promise<readonly string[]> =>
  page.evaluate(
    () =>
      new Promise<string[]>(done => {
        const opening = indexedDB.open('zhitong')
        opening.onsuccess = () => {
          const keys = opening.result.transaction('answers').objectStore('answers').getAllKeys()
          keys.onsuccess = () => {
            opening.result.close()
            done(keys.result.map(String))
          }
        }
      }),
  )

/** Signed in, with the pages and the reports that are due now on the device. */
export async function prepared(device: Device, reporter: Reporter, onPhone = false): Promise<Page> {
  const page = await device.open(onPhone)
  await signIn(page, reporter.name)
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await expect
    .poll(() => keptNames(page))
    .toContainEqual(expect.stringContaining(`"unitId":${reporter.path.split('/').at(-1)}`))
  return page
}
