/** Every fault, in the order in which an installation goes through them. */
import { clientFaults } from './client-faults.ts'
import { clockFault } from './clock-fault.ts'
import { databaseFaults } from './database-faults.ts'
import { diskFaults } from './disk-faults.ts'
import type { Fault } from './fault.ts'
import { jobFaults } from './job-faults.ts'
import { migrationFault } from './migration-fault.ts'
import { mirrorFaults } from './mirror-faults.ts'
import { processFaults } from './process-faults.ts'

export const faults: readonly Fault[] = [
  ...processFaults,
  ...databaseFaults,
  ...clientFaults,
  ...mirrorFaults,
  ...diskFaults,
  ...jobFaults,
  clockFault,
  migrationFault,
]
