/** What the test runners write of a run, brought to one form: how many, and which failed with what message. */
import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'

export type Failure = Readonly<{ test: string; message: string }>

export type Outcome = Readonly<{ passed: number; skipped: number; failures: readonly Failure[] }>

/** A check that is one command: passed when it ended with 0. */
export const outcomeOf = (title: string, code: number): Outcome =>
  code === 0
    ? { passed: 1, skipped: 0, failures: [] }
    : { passed: 0, skipped: 0, failures: [{ test: title, message: `exit code ${code}` }] }

type Vitest = Readonly<{
  numPassedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: readonly Readonly<{
    name: string
    status: string
    message: string
    assertionResults: readonly Readonly<{
      status: string
      fullName: string
      failureMessages: readonly string[]
    }>[]
  }>[]
}>

/** `file` is what vitest's json reporter wrote; `code` is how the runner ended. */
export function readVitest(file: string, code: number, root: string): Outcome {
  return readOutcome<Vitest>(file, code, result => ({
    passed: result.numPassedTests,
    skipped: result.numPendingTests + result.numTodoTests,
    failures: result.testResults.flatMap(({ name, status, message, assertionResults }) => {
      const place = relative(root, name)
      const failed = assertionResults.filter(test => test.status === 'failed')
      if (failed.length === 0 && status === 'failed') return [{ test: place, message }]
      return failed.map(test => ({
        test: `${place}: ${test.fullName}`,
        message: test.failureMessages.join('\n'),
      }))
    }),
  }))
}

type Suite = Readonly<{
  suites?: readonly Suite[]
  specs?: readonly Readonly<{
    title: string
    file: string
    line: number
    ok: boolean
    tests: readonly Readonly<{ results: readonly Readonly<{ error?: { message?: string } }>[] }>[]
  }>[]
}>

type Browser = Readonly<{
  suites: readonly Suite[]
  errors: readonly Readonly<{ message?: string }>[]
  stats: Readonly<{ expected: number; flaky: number; skipped: number }>
}>

/** `file` is what Playwright's json reporter wrote; `code` is how the runner ended. */
export const readBrowser = (file: string, code: number): Outcome =>
  readOutcome<Browser>(file, code, ({ suites, errors, stats }) => ({
    passed: stats.expected + stats.flaky,
    skipped: stats.skipped,
    failures: [
      ...suites.flatMap(failedSpecs),
      ...errors.map(error => ({ test: 'Playwright', message: error.message ?? '' })),
    ],
  }))

function failedSpecs({ suites = [], specs = [] }: Suite): readonly Failure[] {
  const failed = specs
    .filter(spec => !spec.ok)
    .map(({ title, file, line, tests }) => ({
      test: `${file}:${line} ${title}`,
      message: tests.flatMap(test => test.results).findLast(result => result.error)?.error?.message ?? '',
    }))
  return [...failed, ...suites.flatMap(failedSpecs)]
}

/** A runner that died before it could write its result, or ended badly without naming a test, is one failure. */
function readOutcome<T>(file: string, code: number, read: (result: T) => Outcome): Outcome {
  if (!existsSync(file)) return outcomeOf(file, code || 1)
  const outcome = read(JSON.parse(readFileSync(file, 'utf8')) as T)
  if (code === 0 || outcome.failures.length > 0) return outcome
  return { ...outcome, failures: outcomeOf(file, code).failures }
}

const MESSAGE_LINES = 12

/** What stands above the closing line: every failed test again, with the head of its message. */
export const describeFailures = (failures: readonly Failure[]): string =>
  failures
    .map(({ test, message }) => {
      const lines = message.split('\n').filter(line => line.trim() !== '')
      return [`✗ ${test}`, ...lines.slice(0, MESSAGE_LINES).map(line => `    ${line}`)].join('\n')
    })
    .join('\n')
