import { type Requests, whole } from './ask.ts'

export const monitor: Requests = {
  'monitor.readOperations': whole(),
}
