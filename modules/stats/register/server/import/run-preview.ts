/** A file held against the register, whole: what every line would do, kept with the import. */
import type { WriteContext } from '#kernel/context.ts'
import type { Reach, ReadTx } from '#kernel/db/tx.ts'
import type { FileStore } from '#kernel/files/store.ts'
import type { ForeignCodes, ImportRecord, ImportSettings } from '../../contract.ts'
import { foreignCodes } from './foreign-codes.ts'
import { Cancelled, moveImport, replaceLines, type StoredImport } from './import-queries.ts'
import { readKnown, readLists } from './known-units.ts'
import { mapRows } from './map-rows.ts'
import { unusedHeadings } from './mapping.ts'
import { fingerprintOf, type Known, type Planned, planImport } from './plan.ts'
import { decodeFile, readTable } from './read-table.ts'

export type FilePlan = Readonly<{
  lines: readonly Planned[]
  known: Known
  headings: readonly string[]
  foreignCodes: ForeignCodes[]
  fingerprint: Buffer
}>

/** Told how many rows of the file are done, after every some thousand; it may throw `Cancelled`. */
export type OnProgress = (done: number) => Promise<void>

type PlanInput = Readonly<{
  bytes: Buffer
  sha256: Buffer
  settings: ImportSettings
  reach: Reach
  onProgress: OnProgress
}>

/** Same bytes, settings, reach and register give the same plan; `lock` holds the units it rests on. */
export async function planFile(tx: ReadTx, input: PlanInput, lock: 'lock' | 'look'): Promise<FilePlan> {
  const { settings, reach } = input
  const table = await readTable(decodeFile(input.bytes, settings.encoding).text, settings.separator)
  const lists = await readLists(tx)
  const candidates = mapRows(table, settings.mapping, lists)
  const known = await readKnown(tx, candidates, lock, input.onProgress)
  const lines = planImport(candidates, { known, reach, validFrom: settings.validFrom })
  return {
    lines,
    known,
    headings: table.headings,
    foreignCodes: foreignCodes(table, settings.mapping, lists),
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

export type ImportTools = Readonly<{ files: FileStore; onProgress: OnProgress }>

/** Writes the preview of an import that is being read. */
export async function runPreview(
  context: WriteContext,
  { files, onProgress }: ImportTools,
  record: StoredImport,
  reach: Reach,
): Promise<void> {
  const { sha256, settings, importId } = record
  const bytes = await readBytes(files, sha256)
  // Looking a row up is half of what reading it takes, keeping what it would do the other.
  const half = (done: number) => onProgress(Math.floor(done / 2))
  const plan = await planFile(context.tx, { bytes, sha256, settings, reach, onProgress: half }, 'look')
  await replaceLines(context.tx, importId, plan.lines, done => half(plan.lines.length + done))
  const patch = {
    counts: countsOf(plan.lines),
    unused: unusedHeadings(settings.mapping, plan.headings),
    foreignCodes: plan.foreignCodes,
    fingerprint: plan.fingerprint,
    progress: plan.lines.length,
  }
  if (!(await moveImport(context.tx, record, ['reading'], 'previewed', patch))) throw new Cancelled()
}
