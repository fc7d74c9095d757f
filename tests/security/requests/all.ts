/** A valid request to every route; a new route gets its line in the file of its module. */
import { access } from './access.ts'
import type { Requests } from './ask.ts'
import { catalog } from './catalog.ts'
import { collect } from './collect.ts'
import { monitor } from './monitor.ts'
import { register } from './register.ts'
import { tabulate } from './tabulate.ts'

export const requests: Requests = { ...access, ...catalog, ...register, ...collect, ...tabulate, ...monitor }

/** A wrong password or code is counted and audited, whatever the reply. */
export const COUNTS_ATTEMPTS: ReadonlySet<string> = new Set([
  'access.signIn',
  'access.changePassword',
  'access.passSecondFactor',
  'access.confirmSecondFactor',
])

/** What no request can be written down for, and where it is taken instead. */
export const NEVER_TAKEN: Readonly<Record<string, string>> = {
  'access.passSecondFactor': 'a code of this half minute: modules/ops/access/server/session.db.test.ts',
  'access.confirmSecondFactor': 'a code of a secret just given: modules/ops/access/server/session.db.test.ts',
  'register.withdrawApplication':
    "one's own alone: modules/stats/register/server/application/applications.db.test.ts",
  'collect.handOver':
    'after the unit has settled its steps: modules/stats/collect/server/hand-over.db.test.ts',
  'collect.sendDraftBack': 'of a draft handed over: modules/stats/collect/server/hand-over.db.test.ts',
  'collect.takeDraftBack': 'of a draft handed over: modules/stats/collect/server/hand-over.db.test.ts',
  'register.withdrawMyChange':
    "one's own alone: modules/stats/register/server/application/own-unit.db.test.ts",
}

/** Ask much and change nothing. */
export const READS_BY_POST: ReadonlySet<string> = new Set(['tabulate.drillCell', 'collect.previewFrame'])

/**
 * Where other counties are named to whoever asks: the list of all regions, the office a programme belongs to, and who
 * owes what one owes oneself.
 */
export const NAMES_REGIONS: ReadonlySet<string> = new Set([
  'tabulate.listCodes',
  'catalog.listProgrammes',
  'collect.getCollection',
])
