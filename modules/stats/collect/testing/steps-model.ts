/** What three people of a unit may do with its report, as a table of words told from the design only (report-model.ts). */
import type { Step } from '../contract.ts'

export type StepsModel = {
  turn: Step
  /** Null where there is no draft. */
  version: number | null
  revision: number
  submitted: boolean
  /** What those before have signed for. */
  signed: number | null
  /** What the current revision says. */
  content: number | null
}
export type Looked = Readonly<{ version: number; revision: number }>

export const untouched = (): StepsModel => ({
  turn: 'fill',
  version: null,
  revision: 0,
  submitted: false,
  signed: null,
  content: null,
})

const after: Readonly<Record<Step, Step | null>> = { fill: 'review', review: 'sign', sign: null }
const before: Readonly<Record<Step, Step | null>> = { fill: null, review: 'fill', sign: 'review' }

export function save(m: StepsModel, who: Step, looked: Looked): string {
  if (m.turn !== 'fill') return 'COLLECT_HANDED_OVER'
  if (who !== 'fill') return 'COLLECT_NOT_YOUR_STEP'
  if (looked.revision !== m.revision || looked.version !== (m.version ?? 0)) return 'COLLECT_DRAFT_CONFLICT'
  m.version = looked.version + 1
  return 'ok'
}

export function handOver(m: StepsModel, who: Step, looked: Looked, content: number): string {
  const next = after[m.turn]
  if (next === null) return 'COLLECT_NO_STEP_AHEAD'
  if (who !== m.turn) return 'COLLECT_NOT_YOUR_STEP'
  if (looked.revision !== m.revision) return 'COLLECT_REVISION_CONFLICT'
  if (looked.version !== (m.version ?? 0)) return 'COLLECT_DRAFT_CONFLICT'
  if (m.signed !== null && m.signed !== content) return 'COLLECT_CHANGED_SINCE_SIGNED'
  Object.assign(m, { turn: next, version: looked.version + 1, signed: content })
  return 'ok'
}

export function sendBack(m: StepsModel, who: Step, looked: Looked): string {
  if (looked.version === 0) return 'REQUEST_MALFORMED'
  if (m.turn === 'fill') return 'COLLECT_NO_STEP_AHEAD'
  if (who !== m.turn) return 'COLLECT_NOT_YOUR_STEP'
  if (looked.version !== m.version) return 'COLLECT_DRAFT_CONFLICT'
  Object.assign(m, { turn: 'fill', version: m.version + 1, signed: null })
  return 'ok'
}

export function takeBack(m: StepsModel, who: Step, looked: Looked): string {
  if (looked.version === 0) return 'REQUEST_MALFORMED'
  const last = before[m.turn]
  if (last === null) return 'COLLECT_NO_STEP_AHEAD'
  if (who !== last) return 'COLLECT_TAKE_BACK_LATE'
  if (looked.version !== m.version) return 'COLLECT_DRAFT_CONFLICT'
  Object.assign(m, { turn: last, version: m.version + 1, signed: last === 'fill' ? null : m.signed })
  return 'ok'
}

export function submit(m: StepsModel, who: Step, looked: Looked, content: number): string {
  if (m.submitted && m.content === content) return 'ok'
  if (who !== 'sign') return 'COLLECT_NOT_YOUR_STEP'
  if (m.turn !== 'sign') return 'COLLECT_STEPS_OPEN'
  if (looked.revision !== m.revision) return 'COLLECT_REVISION_CONFLICT'
  if (looked.version !== m.version) return 'COLLECT_DRAFT_CONFLICT'
  if (m.signed !== content) return 'COLLECT_CHANGED_SINCE_SIGNED'
  Object.assign(m, { ...untouched(), revision: m.revision + 1, submitted: true, content })
  return 'ok'
}
