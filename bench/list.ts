/** Every bench by the name that `./zhitong bench <name>` takes: what it found in words, and its figures for the history. */
import { benchDeadlineNight } from './deadline-night/bench.ts'
import { benchDrain } from './drain.ts'
import { benchFreshness } from './freshness.ts'
import { benchGrowth } from './growth/bench.ts'
import type { Figures } from './history.ts'
import type { Timing } from './measure.ts'
import { benchOneReport } from './one-report.ts'
import { benchPages } from './pages.ts'
import { benchRuleSets } from './rule-sets.ts'
import { benchRules } from './rules.ts'
import { benchStart } from './start.ts'
import { benchSubmissions, submissionCases } from './submissions/bench.ts'
import { benchTabulation } from './tabulation.ts'

export type Found = Readonly<{ lines: readonly string[]; figures: Figures; whole: unknown }>
export type Bench = Readonly<{ name: string; run: () => Promise<Found> }>

const reports = Number(process.env.BENCH_REPORTS ?? 2_000_000)

const count = (value: number) => Math.round(value).toLocaleString('en')
const ms = (value: number) => value.toFixed(0)

const table = (title: string, timings: readonly Timing[], conclusion: string): readonly string[] => [
  title,
  `  ${'median ms'.padStart(9)} ${'best ms'.padStart(9)}`,
  ...timings.map(
    ({ name, medianMs, bestMs }) => `  ${ms(medianMs).padStart(8)}  ${ms(bestMs).padStart(8)}   ${name}`,
  ),
  `  ${conclusion}`,
]

async function tabulation(): Promise<Found> {
  const whole = await benchTabulation(reports)
  const { timings, ratio, ratioToPrefix } = whole
  return {
    lines: table(
      `Tabulation: ${count(reports)} reports × 30 cells, county × township × industry division with totals`,
      timings,
      `request to JSON takes ${ratio.toFixed(2)} × the bare query (aim 1.20), ` +
        `${ratioToPrefix.toFixed(2)} × one that may take codes apart`,
    ),
    figures: { tabulationMs: timings[0]!.medianMs, tabulationRatio: ratio },
    whole,
  }
}

async function rules(): Promise<Found> {
  const whole = await benchRules(reports)
  return {
    lines: table(
      `Rules: ${whole.rules} rules over ${count(whole.reports)} reports in DuckDB, over ${count(whole.sample)} in JavaScript`,
      whole.timings,
      `${count(whole.duckDbPerSecond)} rules/s in DuckDB, ${count(whole.jsPerSecond)} rules/s in JavaScript`,
    ),
    figures: { rulesDuckDbPerSecond: whole.duckDbPerSecond, rulesJsPerSecond: whole.jsPerSecond },
    whole,
  }
}

async function ruleSets(): Promise<Found> {
  const whole = await benchRuleSets(Math.min(reports, 1_000_000))
  return {
    lines: whole.flatMap(({ title, timings, aimMs, ratio }) =>
      table(
        title,
        timings,
        `${ms(timings[0]!.medianMs)} ms (aim ${aimMs}), ${ratio.toFixed(2)} × the SQL written by hand (aim 1.30)`,
      ),
    ),
    figures: Object.fromEntries(whole.map(({ ratio }, index) => [`ruleSets${index + 1}Ratio`, ratio])),
    whole,
  }
}

async function oneReport(): Promise<Found> {
  const whole = benchOneReport()
  return {
    lines: [
      'One report, all rules, failures explained',
      ...whole.map(
        one =>
          `  ${one.rules} rules: ${one.medianMs.toFixed(2)} ms (aim ${one.atMostMs}), ${one.findings} findings`,
      ),
    ],
    figures: Object.fromEntries(whole.map(one => [`oneReport${one.rules}Ms`, one.medianMs])),
    whole,
  }
}

async function drain(): Promise<Found> {
  const whole = await benchDrain()
  return {
    lines: [
      `Mirror: ${count(whole.reports)} changed reports drained at ${count(whole.perSecond)}/s (aim 50,000), ` +
        `rebuilt at ${count(whole.rebuildPerSecond)}/s, longest pause of the event loop ${ms(whole.longestPauseMs)} ms`,
    ],
    figures: { drainPerSecond: whole.perSecond, drainPauseMs: whole.longestPauseMs },
    whole,
  }
}

async function freshness(): Promise<Found> {
  const whole = await benchFreshness()
  return {
    lines: [
      `Freshness: ${count(whole.reports)} reports arrived at ${count(whole.perSecond)}/s (aim 1,000), ` +
        `the mirror was behind by ${ms(whole.worstLagMs)} ms at most (aim 2,000)`,
    ],
    figures: { mirrorLagMs: whole.worstLagMs },
    whole,
  }
}

async function submissions(): Promise<Found> {
  const whole = []
  for (const one of submissionCases) whole.push(await benchSubmissions(one))
  return {
    lines: whole.flatMap(found => [
      `Submissions over HTTP: ${found.name}`,
      `  ${count(found.perSecond)}/s (aim ${count(found.atLeast)}), p50 ${ms(found.p50Ms)} ms, p99 ${ms(found.p99Ms)} ms (aim ${found.p99AimMs}); ` +
        `bare inserts of the same bytes ${count(found.barePerSecond)}/s`,
      `  processor time of one: server ${found.cpuMs.server.toFixed(2)}, database ${found.cpuMs.database?.toFixed(2) ?? '–'}, ` +
        `client ${found.cpuMs.client.toFixed(2)} ms; server ${count(found.serverMb)} MB`,
    ]),
    figures: Object.fromEntries(
      whole.flatMap(({ form, perSecond, p99Ms, cpuMs }) => [
        [`submissions${form}PerSecond`, perSecond],
        [`submissions${form}P99Ms`, p99Ms],
        [`submissions${form}ServerMs`, cpuMs.server],
      ]),
    ),
    whole,
  }
}

async function night(): Promise<Found> {
  const whole = await benchDeadlineNight()
  const { submit } = whole.deeds
  return {
    lines: [
      `Deadline night: ${count(whole.reports)} reports in ${ms(whole.seconds)} s, none lost, none twice; ` +
        `${count(whole.busiestPerSecond)}/s at the busiest, p50 ${ms(submit.p50Ms)} ms, p99 ${ms(submit.p99Ms)} ms (aim 500); ` +
        `server ${count(whole.peakMb)} MB (aim 1,024)`,
      `  processor time of one report: server ${(whole.serverMs / whole.reports).toFixed(1)}, ` +
        `database ${((whole.databaseMs ?? 0) / whole.reports).toFixed(1)} ms`,
      ...Object.entries(whole.refused).map(([refusal, times]) => `  refused ${times} times: ${refusal}`),
    ],
    figures: { nightSubmitP99Ms: submit.p99Ms, nightSeconds: whole.seconds, nightServerMb: whole.peakMb },
    whole,
  }
}

async function start(): Promise<Found> {
  const whole = await benchStart()
  return {
    lines: [
      `Start: ${whole.firstSeconds.toFixed(1)} s from nothing with the demonstration city, ` +
        `${whole.secondSeconds.toFixed(1)} s the second time (aim 5); ` +
        `${whole.idleMb === null ? '–' : count(whole.idleMb)} MB in all when idle (aim 400)`,
    ],
    figures: {
      firstStartS: whole.firstSeconds,
      secondStartS: whole.secondSeconds,
      ...(whole.idleMb !== null && { idleMb: whole.idleMb }),
    },
    whole,
  }
}

async function pages(): Promise<Found> {
  const whole = await benchPages()
  const routes = Object.entries(whole.routesMs)
  return {
    lines: [
      `Pages: a reporter's first form in ${ms(whole.firstFormMs)} ms, cold cache, processor slowed four times (aim 1,500)`,
      ...routes.map(([path, took]) => `  ${path} ${ms(took)} ms from the click to its content (aim 200)`),
      `  a frame every ${whole.frameMs.median.toFixed(1)} ms over 2,000 rows, nineteen of twenty within ${whole.frameMs.nineteenOfTwenty.toFixed(1)} (aim 16.7), the longest ${ms(whole.frameMs.longest)}`,
    ],
    figures: {
      firstFormMs: whole.firstFormMs,
      consoleRouteMs: Math.max(...routes.map(([, took]) => took)),
      scrollFrameMs: whole.frameMs.nineteenOfTwenty,
    },
    whole,
  }
}

async function growth(): Promise<Found> {
  const whole = await benchGrowth({ reports })
  return {
    lines: [
      'Growth: each cost at 1, 4 and 16 times the data, its exponent and what that may be at most',
      ...whole.map(
        ({ name, costs, exponent, atMost }) =>
          `  ${exponent.toFixed(2).padStart(5)} (${atMost})${exponent > atMost ? ' too fast' : ''}  ${name}: ${costs.map(cost => cost.toFixed(1)).join(', ')} ms`,
      ),
    ],
    // An exponent about nought has no ratio to the one before it: the history compares none.
    figures: {},
    whole,
  }
}

export const benches: readonly Bench[] = [
  { name: 'tabulation', run: tabulation },
  { name: 'rules', run: rules },
  { name: 'rule-sets', run: ruleSets },
  { name: 'one-report', run: oneReport },
  { name: 'drain', run: drain },
  { name: 'freshness', run: freshness },
  { name: 'submissions', run: submissions },
  { name: 'start', run: start },
  { name: 'pages', run: pages },
  { name: 'growth', run: growth },
  { name: 'night', run: night },
]
