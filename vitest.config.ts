import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Minutes long and mostly waiting; begun last, they would be left running alone. */
const LONG = [
  'tests/faults/faults.db.test.ts',
  'apps/cli/start.db.test.ts',
  'kernel/analytics/mirror.db.test.ts',
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => (LONG.some(name => moduleId.endsWith(name)) ? 0 : 1)
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b))
  }
}

/** `unit` needs nothing but Node; `database` needs PostgreSQL (tests/support/postgres.ts starts or finds one). */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: ['**/*.db.test.ts', 'node_modules/**', 'data/**', 'dist/**', 'tests/browser/**'],
          testTimeout: 60_000,
          maxWorkers: '100%',
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'database',
          include: ['**/*.db.test.ts'],
          exclude: ['node_modules/**', 'data/**', 'dist/**'],
          globalSetup: ['tests/support/global-postgres.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // They wait for PostgreSQL and for processes as much as they work.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
