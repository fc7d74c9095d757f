/** Runs every bench, prints one table, keeps the numbers in `data/bench/results.json` and a line in the history. */

import { mkdir, writeFile } from 'node:fs/promises'
import { arch, cpus, platform, release, totalmem } from 'node:os'
import { benchDeadlineNight } from './deadline-night/bench.ts'
import { benchDrain } from './drain.ts'
import { beginRun, keepRun, readHistory, regressions } from './history.ts'
import type { Timing } from './measure.ts'
import { benchOneReport } from './one-report.ts'
import { benchRuleSets } from './rule-sets.ts'
import { benchRules } from './rules.ts'
import { benchStart } from './start.ts'
import { benchSubmissions, submissionCases } from './submissions/bench.ts'
import { benchTabulation } from './tabulation.ts'

const count = (value: number) => Math.round(value).toLocaleString('en')
const ms = (value: number) => value.toFixed(0).padStart(8)

const machine = () => ({
  node: process.version,
  system: `${platform()} ${release()} ${arch()}`,
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
})

const print = (title: string, timings: readonly Timing[], conclusion: string) => {
  console.log(`\n${title}`)
  console.log(`  ${'median ms'.padStart(9)} ${'best ms'.padStart(9)}`)
  for (const { name, medianMs, bestMs } of timings) console.log(`  ${ms(medianMs)}  ${ms(bestMs)}   ${name}`)
  console.log(`  ${conclusion}`)
}

const run = beginRun()
const reports = Number(process.env.BENCH_REPORTS ?? 2_000_000)
const tabulation = await benchTabulation(reports)
print(
  `Tabulation: ${count(reports)} reports × 30 cells, county × township × industry division with totals`,
  tabulation.timings,
  `request to JSON takes ${tabulation.ratio.toFixed(2)} × the bare query (aim 1.20), ` +
    `${tabulation.ratioToPrefix.toFixed(2)} × one that may take codes apart`,
)
const rules = await benchRules(reports)
print(
  `Rules: ${rules.rules} rules over ${count(rules.reports)} reports in DuckDB, over ${count(rules.sample)} in JavaScript`,
  rules.timings,
  `${count(rules.duckDbPerSecond)} rules/s in DuckDB, ${count(rules.jsPerSecond)} rules/s in JavaScript`,
)

const oneReport = benchOneReport()
console.log('\nOne report, all rules, failures explained')
for (const one of oneReport)
  console.log(
    `  ${one.rules} rules: ${one.medianMs.toFixed(2)} ms (aim ${one.atMostMs}), ${one.findings} findings`,
  )

const drain = await benchDrain()
console.log(
  `\nMirror: ${count(drain.reports)} changed reports drained at ${count(drain.perSecond)}/s (aim 50,000), ` +
    `rebuilt at ${count(drain.rebuildPerSecond)}/s, longest pause of the event loop ${drain.longestPauseMs.toFixed(0)} ms`,
)

const submissions = []
for (const one of submissionCases) {
  const found = await benchSubmissions(one)
  submissions.push(found)
  console.log(`\nSubmissions over HTTP: ${found.name}`)
  console.log(
    `  ${count(found.perSecond)}/s (aim ${count(found.atLeast)}), p50 ${found.p50Ms.toFixed(0)} ms, p99 ${found.p99Ms.toFixed(0)} ms (aim ${found.p99AimMs}); ` +
      `bare inserts of the same bytes ${count(found.barePerSecond)}/s`,
  )
  const { server, database, client } = found.cpuMs
  console.log(
    `  processor time of one: server ${server.toFixed(2)}, database ${database?.toFixed(2) ?? '–'}, client ${client.toFixed(2)} ms; ` +
      `server ${count(found.serverMb)} MB`,
  )
}
const night = await benchDeadlineNight()
const { submit } = night.deeds
console.log(
  `\nDeadline night: ${count(night.reports)} reports in ${night.seconds.toFixed(0)} s, none lost, none twice; ` +
    `${count(night.busiestPerSecond)}/s at the busiest, p50 ${submit.p50Ms.toFixed(0)} ms, p99 ${submit.p99Ms.toFixed(0)} ms (aim 500); ` +
    `server ${count(night.peakMb)} MB (aim 1,024)`,
)
for (const [refusal, times] of Object.entries(night.refused))
  console.log(`  refused ${times} times: ${refusal}`)

const sets = await benchRuleSets(Math.min(reports, 1_000_000))
for (const { title, timings, aimMs, ratio } of sets)
  print(
    title,
    timings,
    `${timings[0]!.medianMs.toFixed(0)} ms (aim ${aimMs}), ${ratio.toFixed(2)} × the SQL written by hand (aim 1.30)`,
  )

const start = await benchStart()
console.log(
  `\nStart: ${start.firstSeconds.toFixed(1)} s from nothing with the demonstration city, ` +
    `${start.secondSeconds.toFixed(1)} s the second time (aim 5); ` +
    `${start.idleMb === null ? '–' : count(start.idleMb)} MB in all when idle (aim 400)`,
)

await mkdir('data/bench', { recursive: true })
const results = {
  at: new Date().toISOString(),
  machine: machine(),
  tabulation,
  rules,
  sets,
  oneReport,
  drain,
  submissions,
  night,
  start,
}
await writeFile('data/bench/results.json', `${JSON.stringify(results, null, 2)}\n`)
console.log('\nKept in data/bench/results.json')

const rounded = (value: number) => Number(value.toPrecision(4))
const line = {
  ...run,
  figures: {
    tabulationMs: rounded(tabulation.timings[0]!.medianMs),
    tabulationRatio: rounded(tabulation.ratio),
    rulesDuckDbPerSecond: rounded(rules.duckDbPerSecond),
    rulesJsPerSecond: rounded(rules.jsPerSecond),
    ...Object.fromEntries(oneReport.map(one => [`oneReport${one.rules}Ms`, rounded(one.medianMs)])),
    drainPerSecond: rounded(drain.perSecond),
    drainPauseMs: rounded(drain.longestPauseMs),
    ...Object.fromEntries(
      submissions.flatMap(({ form, perSecond, p99Ms, cpuMs }) => [
        [`submissions${form}PerSecond`, rounded(perSecond)],
        [`submissions${form}P99Ms`, rounded(p99Ms)],
        [`submissions${form}ServerMs`, rounded(cpuMs.server)],
      ]),
    ),
    nightSubmitP99Ms: rounded(submit.p99Ms),
    nightServerMb: rounded(night.peakMb),
    firstStartS: rounded(start.firstSeconds),
    secondStartS: rounded(start.secondSeconds),
    ...(start.idleMb !== null && { idleMb: rounded(start.idleMb) }),
    ...Object.fromEntries(sets.map((set, index) => [`ruleSets${index + 1}Ratio`, rounded(set.ratio)])),
  },
}
for (const worse of regressions(line, readHistory())) console.log(`worse: ${worse}`)
keepRun(line)
