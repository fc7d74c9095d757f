/**
 * What the tests want of the machine: a browser, Chinese fonts, LibreOffice to open exported workbooks. Debian's
 * packages where we may install them; elsewhere Playwright's own browser, and what is missing is skipped, saying so.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const root = resolve(import.meta.dirname, '../..')

const wanted: readonly Readonly<{ name: string; there: () => boolean }>[] = [
  { name: 'chromium', there: () => BROWSERS.some(existsSync) },
  {
    name: 'fonts-noto-cjk',
    there: () => existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'),
  },
  { name: 'libreoffice-calc-nogui', there: () => existsSync('/usr/bin/soffice') },
]

/** @returns the browser to use, or null for the one Playwright keeps */
export function ensureTestTools(): string | null {
  const missing = wanted.filter(one => !one.there()).map(one => one.name)
  if (missing.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get'))
    installPackages(missing)
  const browser = BROWSERS.find(existsSync)
  if (browser) return browser
  spawnSync(resolve(root, 'node_modules/.bin/playwright'), ['install', 'chromium'], {
    cwd: root,
    stdio: 'inherit',
  })
  return null
}

function installPackages(names: readonly string[]): void {
  console.log(`▸ ${names.join(', ')} …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const options = { stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'], env }
  spawnSync('apt-get', ['update', '-qq'], options)
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], options)
}
