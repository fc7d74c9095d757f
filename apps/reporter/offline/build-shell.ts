/** At build time: the list of the shell's files goes into the service worker, and the web app manifest is written. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin, Rolldown } from 'vite'
import { palettes } from '#ui/tokens/palette.ts'
import type { Shell } from './shell-files.ts'

type Bundle = Rolldown.OutputBundle

export const workerEntry = 'apps/reporter/offline/service-worker.ts'
export const workerFile = 'service-worker.js'
const manifestFile = 'manifest.webmanifest'
const page = 'apps/reporter/index.html'

/** File names of a chunk and of everything that it may load, ever; `except` chunks and what only they need stay out. */
export function reached(bundle: Bundle, from: string, except: ReadonlySet<string> = new Set()): Set<string> {
  const seen = new Set<string>()
  const visit = (file: string): void => {
    const found = bundle[file]
    if (!found || seen.has(file) || except.has(file)) return
    seen.add(file)
    if (found.type === 'asset') return
    const { imports, dynamicImports, viteMetadata } = found
    const styles = viteMetadata?.importedCss ?? []
    const assets = viteMetadata?.importedAssets ?? []
    for (const next of [...imports, ...dynamicImports, ...styles, ...assets]) visit(next)
  }
  visit(from)
  return seen
}

export const entryOf = (bundle: Bundle, module: string): string | undefined =>
  Object.values(bundle).find(one => one.type === 'chunk' && one.facadeModuleId?.endsWith(module))?.fileName

const contentOf = (bundle: Bundle, file: string): string | Uint8Array => {
  const found = bundle[file]!
  return found.type === 'asset' ? found.source : found.code
}

const manifest = () =>
  JSON.stringify({
    id: '/',
    name: '智统 · 联网直报',
    short_name: '联网直报',
    lang: 'zh-CN',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: palettes.light.surface,
    theme_color: palettes.light.accent,
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      ...[192, 512].map(size => ({ src: `/icon-${size}.png`, sizes: `${size}x${size}`, type: 'image/png' })),
      { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  })

/** The page, all that it may load, and what stands beside it under a name of its own. */
function shellOf(bundle: Bundle, entry: string, publicFolder: string): Shell {
  const hash = createHash('sha256')
  const files: string[] = []
  const add = (address: string, content: string | Uint8Array) => {
    files.push(address)
    hash.update(`${address}\n`).update(content)
  }
  add('/index.html', contentOf(bundle, page))
  add(`/${manifestFile}`, manifest())
  for (const file of [...reached(bundle, entry)].toSorted()) add(`/${file}`, contentOf(bundle, file))
  for (const file of readdirSync(publicFolder).toSorted())
    add(`/${file}`, readFileSync(join(publicFolder, file)))
  return { version: hash.digest('hex').slice(0, 16), files }
}

export const buildShell = (): Plugin => {
  let publicFolder = ''
  return {
    name: 'zhitong-shell',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      publicFolder = config.publicDir
    },
    generateBundle: {
      // After the pages themselves are written.
      order: 'post',
      handler(_, bundle) {
        const entry = entryOf(bundle, page)
        const worker = bundle[workerFile]
        if (!entry || worker?.type !== 'chunk') return this.error('the reporter has no page or no worker')
        if (worker.imports.length > 0) this.error('the service worker must stand alone')
        this.emitFile({ type: 'asset', fileName: manifestFile, source: manifest() })
        const shell = shellOf(bundle, entry, publicFolder)
        worker.code = `self.zhitongShell=${JSON.stringify(shell)};${worker.code}`
      },
    },
  }
}
