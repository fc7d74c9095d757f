/**
 * Runs every bench, or those that are named, prints what each found, keeps the numbers in `data/bench/results.json` and a
 * line in the history. One that fails is named at the end and does not take the others with it.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { arch, cpus, platform, release, totalmem } from 'node:os'
import { beginRun, keepRun, readHistory, regressions } from './history.ts'
import { benches, type Found } from './list.ts'

const machine = () => ({
  node: process.version,
  system: `${platform()} ${release()} ${arch()}`,
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
})

const wanted = process.argv.slice(2)
const unknown = wanted.filter(name => !benches.some(bench => bench.name === name))
if (unknown.length > 0) {
  console.error(`没有 / there is no: ${unknown.join(', ')}`)
  console.error(`可选 / there are: ${benches.map(bench => bench.name).join(', ')}`)
  process.exit(2)
}

const run = beginRun()
const found = new Map<string, Found>()
const failed = new Map<string, unknown>()
for (const bench of benches.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  try {
    const one = await bench.run()
    found.set(bench.name, one)
    console.log(`\n${one.lines.join('\n')}`)
  } catch (error) {
    failed.set(bench.name, error)
    console.error(`\n${bench.name} failed:`, error)
  }
}

await mkdir('data/bench', { recursive: true })
const results = {
  at: new Date().toISOString(),
  machine: machine(),
  ...Object.fromEntries([...found].map(([name, { whole }]) => [name, whole])),
}
await writeFile('data/bench/results.json', `${JSON.stringify(results, null, 2)}\n`)
console.log('\nKept in data/bench/results.json')

const figures = [...found.values()].flatMap(one => Object.entries(one.figures))
const line = {
  ...run,
  figures: Object.fromEntries(figures.map(([name, value]) => [name, Number(value.toPrecision(4))])),
}
for (const worse of regressions(line, readHistory())) console.log(`worse: ${worse}`)
keepRun(line)
if (failed.size > 0) {
  console.error(`\nfailed: ${[...failed.keys()].join(', ')}`)
  process.exitCode = 1
}
