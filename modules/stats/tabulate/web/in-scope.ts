/** What the scope of the console leaves of tables and forms to tabulate. */
import type { Scope } from '#ui/scope/use-scope.ts'
import type { Source } from './draft.ts'

/** A form that is no longer there belongs to no programme, and no scope hides what was made of it. */
export const inScope = (
  { programme, subject }: Scope,
  source: Pick<Source, 'programme' | 'subject'> | undefined,
): boolean =>
  source === undefined ||
  ((programme === undefined || programme === source.programme) &&
    (subject === undefined || subject === source.subject))
