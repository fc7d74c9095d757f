/** A file held against the register, whole: what every line would do, kept with the import. */
import type { WriteContext } from '#kernel/context.ts'
import type { Reach, ReadTx } from '#kernel/db/tx.ts'
import type { FileStore } from '#kernel/files/store.ts'
import type { ImportRecord, ImportSettings } from '../../contract.ts'
import { patchImport, replaceLines, type StoredImport } from './import-queries.ts'
import { readKnown, readLists } from './known-units.ts'
import { mapRows } from './map-rows.ts'
import { unusedHeadings } from './mapping.ts'
import { fingerprintOf, type Known, type Planned, planImport } from './plan.ts'
import { decodeFile, readTable } from './read-table.ts'

export type FilePlan = Readonly<{
  lines: readonly Planned[]
  known: Known
  headings: readonly string[]
  fingerprint: Buffer
}>

type PlanInput = Readonly<{ bytes: Buffer; sha256: Buffer; settings: ImportSettings; reach: Reach }>

/** Same bytes, settings, reach and register give the same plan; `lock` holds the units it rests on. */
export async function planFile(tx: ReadTx, input: PlanInput, lock: 'lock' | 'look'): Promise<FilePlan> {
  const { settings, reach } = input
  const table = await readTable(decodeFile(input.bytes, settings.encoding).text, settings.separator)
  const candidates = mapRows(table, settings.mapping, await readLists(tx))
  const known = await readKnown(tx, candidates, lock)
  const lines = planImport(candidates, { known, reach, validFrom: settings.validFrom })
  return {
    lines,
    known,
    headings: table.headings,
    fingerprint: fingerprintOf(input.sha256, settings, lines, known),
  }
}

export const countsOf = (lines: readonly Planned[]): ImportRecord['counts'] => {
  const counts = { rows: lines.length, new: 0, changed: 0, unchanged: 0, error: 0 }
  for (const line of lines) counts[line.outcome] += 1
  return counts
}

export async function readBytes(files: FileStore, sha256: Buffer): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of files.read(sha256)) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Writes the preview of an import that is being read. */
export async function runPreview(
  context: WriteContext,
  files: FileStore,
  record: Pick<StoredImport, 'importId' | 'sha256' | 'settings'>,
  reach: Reach,
): Promise<void> {
  const { sha256, settings, importId } = record
  const bytes = await readBytes(files, sha256)
  const plan = await planFile(context.tx, { bytes, sha256, settings, reach }, 'look')
  await replaceLines(context.tx, importId, plan.lines)
  await patchImport(context.tx, importId, {
    state: 'previewed',
    counts: countsOf(plan.lines),
    unused: unusedHeadings(settings.mapping, plan.headings),
    fingerprint: plan.fingerprint,
    progress: plan.lines.length,
  })
}
