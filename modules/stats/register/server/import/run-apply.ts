/** The previewed content put into the register, all of it or nothing. */
import type { WriteContext } from '#kernel/context.ts'
import { Problem } from '#kernel/contract/index.ts'
import type { Reach } from '#kernel/db/tx.ts'
import { importProblems } from '../../contract.ts'
import { enterRows } from '../add-unit.ts'
import { putCurrent } from '../change-unit.ts'
import { withWritten } from '../dated-state.ts'
import { insertEvents, insertStates } from '../queries.ts'
import { columnsOf } from '../unit-values.ts'
import { Cancelled, moveImport, type StoredImport } from './import-queries.ts'
import type { Planned } from './plan.ts'
import { type ImportTools, planFile, readBytes } from './run-preview.ts'

const STEP = 1_000

/** Raises `stale` when anything the preview rests on has moved. */
export async function runApply(
  context: WriteContext,
  tools: ImportTools,
  record: StoredImport,
  reach: Reach,
): Promise<void> {
  const { sha256, settings, importId } = record
  const bytes = await readBytes(tools.files, sha256)
  // What counts is what is in; finding it again comes before. Asked all the same, so that a cancelled run ends soon.
  const input = { bytes, sha256, settings, reach, onProgress: () => tools.onProgress(0) }
  const plan = await planFile(context.tx, input, 'lock')
  if (!record.fingerprint?.equals(plan.fingerprint)) throw new Problem(importProblems.stale)
  const note = `${record.fileName} #${importId}`
  const changing = plan.lines.filter(line => line.outcome === 'new' || line.outcome === 'changed')
  for (let at = 0; at < changing.length; at += STEP) {
    const step = changing.slice(at, at + STEP)
    await enterStep(context, step, note)
    await changeStep(context, step, plan.known.states, settings.validFrom, note)
    await tools.onProgress(Math.min(at + STEP, changing.length))
  }
  const patch = { appliedAt: context.now, progress: record.counts.rows }
  if (!(await moveImport(context.tx, record, ['applying'], 'applied', patch))) throw new Cancelled()
  context.audit({
    action: 'register.import.apply',
    subject: { kind: 'import', id: importId },
    detail: { ...record.counts, sha256: sha256.toString('hex') },
  })
}

async function enterStep(context: WriteContext, step: readonly Planned[], note: string): Promise<void> {
  const rows = step.flatMap(line =>
    line.entering ? [{ ...line.entering, state: columnsOf(line.entering.fields) }] : [],
  )
  await enterRows(context, rows, note)
}

type States = Parameters<typeof withWritten>[0]

async function changeStep(
  context: WriteContext,
  step: readonly Planned[],
  states: ReadonlyMap<number, States>,
  on: string,
  note: string,
): Promise<void> {
  const changed = step.flatMap(line =>
    line.outcome === 'changed' ? [{ unitId: line.unitId!, written: line.written! }] : [],
  )
  if (changed.length === 0) return
  const by = context.actor.kind === 'system' ? null : context.actor.accountId
  await insertStates(
    context.tx,
    changed.flatMap(({ unitId, written }) => written.map(state => ({ unitId, state, note, by }))),
  )
  await putCurrent(
    context,
    changed.map(({ unitId, written }) => ({
      unitId,
      written,
      states: withWritten(states.get(unitId) ?? [], written),
    })),
  )
  await insertEvents(
    context.tx,
    changed.map(({ unitId }) => ({ unitId, kind: 'changed', on, note, by, at: context.now })),
  )
}
