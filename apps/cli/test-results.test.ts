import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { describeFailures, readBrowser, readVitest } from './test-results.ts'

const folder = mkdtempSync(join(tmpdir(), 'zhitong-results-'))
afterAll(() => rmSync(folder, { recursive: true }))

const written = (name: string, content: unknown): string => {
  const file = join(folder, name)
  writeFileSync(file, JSON.stringify(content))
  return file
}

const vitest = (testResults: readonly unknown[]) =>
  written('vitest.json', { numPassedTests: 3, numPendingTests: 1, numTodoTests: 1, testResults })

test('a failed test is named with its file, its title and the head of its message', () => {
  const file = vitest([
    {
      name: '/project/kernel/a.test.ts',
      status: 'failed',
      message: '',
      assertionResults: [
        { status: 'passed', fullName: 'adds', failureMessages: [] },
        {
          status: 'failed',
          fullName: 'takes away',
          failureMessages: ['expected 1 to be 2\n\n  at a.test.ts:4'],
        },
      ],
    },
  ])
  const outcome = readVitest(file, 1, '/project')
  expect(outcome).toMatchObject({ passed: 3, skipped: 2 })
  expect(describeFailures(outcome.failures)).toBe(
    '✗ kernel/a.test.ts: takes away\n    expected 1 to be 2\n      at a.test.ts:4',
  )
})

test('a file of tests that could not be loaded is a failure by its own name', () => {
  const file = vitest([
    { name: '/project/b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
  ])
  expect(readVitest(file, 1, '/project').failures).toEqual([{ test: 'b.test.ts', message: 'no such module' }])
})

test('a failed story of the browser is found in a nested suite, with its last error', () => {
  const spec = {
    title: 'should submit',
    file: 'story.spec.ts',
    line: 9,
    ok: false,
    tests: [{ results: [{ error: { message: 'first' } }, { error: { message: 'last' } }] }],
  }
  const file = written('browser.json', {
    suites: [{ specs: [{ ...spec, ok: true }], suites: [{ specs: [spec] }] }],
    errors: [],
    stats: { expected: 1, flaky: 1, skipped: 0 },
  })
  expect(readBrowser(file, 1)).toEqual({
    passed: 2,
    skipped: 0,
    failures: [{ test: 'story.spec.ts:9 should submit', message: 'last' }],
  })
})

test('a runner that wrote nothing, or ended badly without naming a test, is one failure', () => {
  expect(readBrowser(join(folder, 'absent.json'), 0).failures).toHaveLength(1)
  expect(readVitest(vitest([]), 137, '/project').failures[0]?.message).toBe('exit code 137')
  expect(readVitest(vitest([]), 0, '/project').failures).toHaveLength(0)
})
