import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin, type PreviewServer, type ViteDevServer } from 'vite'
import { buildShell, entryOf, reached, workerEntry, workerFile } from './apps/reporter/offline/build-shell.ts'
import { compressedCopies } from './tools/compressed-copies.ts'

/** Where each page stands in the build: `/` is the reporter, `/console/` the console. */
const pages = {
  'apps/reporter/index.html': 'index.html',
  'apps/console/index.html': 'console/index.html',
  'ui/gallery/gallery.html': 'gallery.html',
} as const

const placePages = (): Plugin => {
  let out = ''
  return {
    name: 'zhitong-place-pages',
    apply: 'build',
    configResolved(config) {
      out = resolve(config.root, config.build.outDir)
    },
    async writeBundle() {
      for (const [from, to] of Object.entries(pages)) {
        await mkdir(dirname(join(out, to)), { recursive: true })
        await rename(join(out, from), join(out, to))
      }
      for (const emptied of ['apps', 'ui']) await rm(join(out, emptied), { recursive: true })
    },
  }
}

const reporterLimit = 350_000
const workbookLimit = 260_000

const ownWorkbookLimit = 30_000

/**
 * Fetched only when somebody asks, each as a chunk of its own: forms as Excel, with the Excel library, and the import from
 * own workbooks, which brings in what is above that.
 */
const workbookEntry = '/engines/exchange/form-workbook/index.ts'
const ownWorkbookEntry = '/modules/stats/collect/web/reporter/own-workbook/own-workbook-dialog.tsx'

/** Everything an enterprise's browser may ever load, gzip, workbooks apart; the build fails where it grows past the limit. */
const reporterBudget = (): Plugin => ({
  name: 'zhitong-reporter-budget',
  apply: 'build',
  generateBundle(_, bundle) {
    const weigh = (files: Iterable<string>) =>
      [...files].reduce((sum, file) => {
        const found = bundle[file]!
        return sum + gzipSync(found.type === 'asset' ? found.source : found.code).length
      }, 0)
    const entry = entryOf(bundle, 'apps/reporter/index.html') ?? ''
    const [workbook, own] = [workbookEntry, ownWorkbookEntry].map(module => entryOf(bundle, module) ?? '')
    if (!workbook || !own) this.error('workbooks must be chunks of their own')
    const pages = reached(bundle, entry, new Set([workbook, own])).add(workerFile)
    for (const file of pages) {
      const found = bundle[file]!
      if (found.type === 'chunk' && found.moduleIds.some(id => id.includes('/node_modules/antd/')))
        this.error('the reporter must not load antd')
    }
    const size = weigh(pages)
    // What the pages need too is counted with the pages.
    const forms = reached(bundle, workbook, pages)
    const workbookSize = weigh(forms)
    const ownSize = weigh(reached(bundle, own, new Set([...pages, ...forms])))
    this.info(`reporter: ${(size / 1000).toFixed(1)} kB gzip in all, limit ${reporterLimit / 1000} kB`)
    this.info(`workbooks: ${(workbookSize / 1000).toFixed(1)} kB gzip, limit ${workbookLimit / 1000} kB`)
    this.info(`own workbooks: ${(ownSize / 1000).toFixed(1)} kB gzip, limit ${ownWorkbookLimit / 1000} kB`)
    if (workbookSize > workbookLimit) this.error(`workbooks have grown past ${workbookLimit / 1000} kB gzip`)
    if (ownSize > ownWorkbookLimit)
      this.error(`own workbooks have grown past ${ownWorkbookLimit / 1000} kB gzip`)
    if (size > reporterLimit) this.error(`the reporter has grown past ${reporterLimit / 1000} kB gzip`)
  },
})

/** The file of a page, or null where the address is no page's. */
const pageAt = (path: string): string | null => {
  if (path === '/gallery.html') return '/ui/gallery/gallery.html'
  if (/^\/(@|api|node_modules|apps|ui|engines|kernel|modules)|\.\w+$/.test(path)) return null
  return `/apps/${path.startsWith('/console') ? 'console' : 'reporter'}/index.html`
}

/** In development, and from the build alone, the same addresses as in production. */
const servePages = (): Plugin => {
  const serve = (
    server: Pick<ViteDevServer | PreviewServer, 'middlewares'>,
    place: (page: string) => string,
  ) =>
    void server.middlewares.use((request, _response, next) => {
      const page = pageAt((request.url ?? '/').split('?')[0]!)
      if (page) request.url = place(page)
      next()
    })
  return {
    name: 'zhitong-serve-pages',
    configureServer: server => serve(server, page => page),
    configurePreviewServer: server => serve(server, page => `/${pages[page.slice(1) as keyof typeof pages]}`),
  }
}

export default defineConfig({
  appType: 'mpa',
  publicDir: 'ui/public',
  plugins: [react(), servePages(), placePages(), reporterBudget(), buildShell(), compressedCopies()],
  server: { port: 5173, proxy: { '/api': 'http://localhost:8080' } },
  build: {
    // Tests of the pages alone build elsewhere, so that a running product keeps its files.
    outDir: process.env.ZHITONG_WEB_OUT ?? 'dist/web',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1600,
    rolldownOptions: {
      input: [...Object.keys(pages), workerEntry],
      output: {
        // Under one address for ever: by it a browser finds the next version.
        entryFileNames: chunk =>
          chunk.facadeModuleId?.endsWith(workerEntry) ? workerFile : 'assets/[name]-[hash].js',
      },
      // Pure all through: what a page does not use of them does not come along (forms as YAML, for one; contracts of routes
      // that it never asks).
      treeshake: {
        moduleSideEffects: [
          {
            test: /\/(engines|kernel|node_modules\/(yaml|typebox)|modules\/\w+\/\w+\/contract)[/.]/,
            sideEffects: false,
          },
        ],
      },
    },
  },
})
