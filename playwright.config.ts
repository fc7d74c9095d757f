import { defineConfig } from '@playwright/test'
import { findBrowsers } from './apps/cli/test-tools.ts'

/**
 * `BASE_URL` names a running product; without it the built pages alone are served, which is enough for the
 * gallery. `BASE_URLS` names several, one for each worker, so that no story sees what another one changes.
 * Stories that ask for a colour scheme (`@scheme`) need a whole browser; the others do without windows.
 */
const products = process.env.BASE_URLS?.split(' ') ?? []
const ownProduct = products[Number(process.env.TEST_PARALLEL_INDEX ?? 0)]
if (ownProduct) process.env.BASE_URL = ownProduct
const { whole, windowless } = findBrowsers()
const baseURL = process.env.BASE_URL ?? 'http://localhost:4178'

const launched = (browser: string | undefined) => ({
  launchOptions: {
    ...(browser && { executablePath: browser }),
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  },
})

/** For whoever opens pages beside the stories. */
export const wholeBrowser = launched(whole)

export default defineConfig({
  testDir: 'tests/browser',
  outputDir: 'test-results',
  snapshotPathTemplate: '{testDir}/{testFileDir}/taken/{arg}{ext}',
  workers: Math.max(1, products.length),
  timeout: 60_000,
  // A busy machine answers late; what is waited for is the same.
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    baseURL,
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    screenshot: 'only-on-failure',
    // Stories fake answers of the network; the one about working without it lets the worker in.
    serviceWorkers: 'block',
  },
  projects: [
    { name: 'windowless', grepInvert: /@scheme/, use: launched(windowless) },
    { name: 'whole', grep: /@scheme/, use: wholeBrowser },
  ],
  ...(process.env.BASE_URL === undefined && {
    webServer: {
      command: 'npx vite build && npx vite preview --port 4178 --strictPort',
      env: { ZHITONG_WEB_OUT: 'dist/pages' },
      url: `${baseURL}/gallery.html`,
      reuseExistingServer: false,
      timeout: 120_000,
    },
  }),
})
