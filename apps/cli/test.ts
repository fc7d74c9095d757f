/** `./zhitong test` and `./zhitong check`: every check in order, one closing line with the counts. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { readRunFile } from './run-file.ts'
import {
  describeFailures,
  type Failure,
  type Outcome,
  outcomeOf,
  readBrowser,
  readVitest,
} from './test-results.ts'
import { ensureTestTools } from './test-tools.ts'

const root = resolve(import.meta.dirname, '../..')
const results = join(root, 'data/test-results')

type Step = Readonly<{ title: string; run(): Promise<Outcome> }>

const bin = (name: string) => join(root, 'node_modules/.bin', name)
const FOLDERS = ['apps', 'engines', 'kernel', 'modules', 'ui', 'db', 'tests', 'bench', 'tools']

const checks: readonly Step[] = [
  { title: '类型 types', run: () => one(bin('tsc'), ['-p', '.']) },
  { title: '规范 lint and format', run: () => one(bin('biome'), ['ci', '.']) },
  {
    title: '分层 layers',
    run: () => one(bin('depcruise'), ['--config', '.dependency-cruiser.cjs', ...FOLDERS]),
  },
  { title: '未用代码 dead code', run: () => one(bin('knip'), []) },
  {
    title: '数据库类型与结构 database types and schema',
    run: () => one(process.execPath, ['tools/generate-db.ts', '--check']),
  },
  {
    title: '错误目录 error catalogue',
    run: () => one(process.execPath, ['tools/error-catalogue.ts', '--check']),
  },
]

const suites: readonly Step[] = [
  { title: '单元、集成与场景 unit, integration and scenarios', run: runVitest },
  { title: '浏览器 browser', run: runBrowser },
]

export const check = (): Promise<void> => runAll(checks)

export async function test(): Promise<void> {
  ensureTestTools()
  await runAll([...checks, ...suites])
}

async function runAll(steps: readonly Step[]): Promise<void> {
  rmSync(results, { recursive: true, force: true })
  mkdirSync(results, { recursive: true })
  const failures: Failure[] = []
  let passed = 0
  let skipped = 0
  for (const step of steps) {
    console.log(`\n▸ ${step.title}`)
    const begin = performance.now()
    const outcome = await step.run()
    const seconds = ((performance.now() - begin) / 1_000).toFixed(1)
    console.log(`${outcome.failures.length === 0 ? '✓' : '✗'} ${step.title} (${seconds} s)`)
    failures.push(...outcome.failures)
    passed += outcome.passed
    skipped += outcome.skipped
  }
  if (failures.length > 0) console.log(`\n${describeFailures(failures)}`)
  console.log(`\n${passed} passed, ${failures.length} failed, ${skipped} skipped`)
  process.exitCode = failures.length === 0 ? 0 : 1
}

const spawned = (command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> =>
  new Promise(done => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    })
    child.once('error', error => {
      console.error(String(error))
      done(1)
    })
    child.once('exit', code => done(code ?? 1))
  })

const one = async (command: string, args: readonly string[]): Promise<Outcome> =>
  outcomeOf([basename(command), ...args].join(' '), await spawned(command, args))

async function runVitest(): Promise<Outcome> {
  const file = join(results, 'vitest.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const code = await spawned(bin('vitest'), ['run', ...reporters])
  return readVitest(file, code, root)
}

/** As many browsers at once as there are processors to spare, each with a product that no other one changes. */
const BROWSERS = 2

async function runBrowser(): Promise<Outcome> {
  const file = join(results, 'browser.json')
  const code = await withProducts(addresses =>
    spawned(bin('playwright'), ['test', '--reporter=list,json'], {
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
      BASE_URLS: addresses.join(' '),
    }),
  )
  return readBrowser(file, code)
}

type Product = Readonly<{ folder: string; port: number }>

/** The product itself, started as a person would; its city is made once and copied for the others. */
async function withProducts(work: (addresses: readonly string[]) => Promise<number>): Promise<number> {
  const firstPort = Number(process.env.BROWSER_TEST_PORT ?? 18090)
  const products = Array.from({ length: BROWSERS }, (_, index) => ({
    folder: join(root, `data/browser-test-${index + 1}`),
    port: firstPort + index,
  }))
  const [first, ...others] = products
  await removeAll(products)
  try {
    await start(first!)
    await stop(first!)
    for (const other of others) await spawned('cp', ['-a', first!.folder, other.folder])
    return await work(await Promise.all(products.map(start)))
  } catch (error) {
    console.error(String(error))
    return 1
  } finally {
    await removeAll(products)
  }
}

const stop = ({ folder }: Product): Promise<number> =>
  spawned(join(root, 'zhitong'), ['stop', '--data', folder])

async function removeAll(products: readonly Product[]): Promise<void> {
  await Promise.all(products.map(stop))
  for (const { folder } of products) rmSync(folder, { recursive: true, force: true })
}

/** @returns the product's address, once it answers */
async function start({ folder, port }: Product): Promise<string> {
  const product = spawn(join(root, 'zhitong'), ['start', '--port', String(port), '--data', folder], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  await ready(folder, product)
  return `http://localhost:${port}`
}

const START_PATIENCE_MS = 300_000

/** Resolves when the product has seeded its city and says where it runs. */
async function ready(folder: string, product: ChildProcess): Promise<void> {
  const until = Date.now() + START_PATIENCE_MS
  while (!readRunFile(folder)?.address) {
    if (product.exitCode !== null || Date.now() > until)
      throw new Error('the product did not start / 产品未能启动')
    await wait(500)
  }
}
