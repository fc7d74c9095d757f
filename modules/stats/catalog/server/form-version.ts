/** Versions for other modules. A spec is frozen and one object per content, so what is compiled from it is kept too. */
import type { FormSpec, Frequency } from '#engines/form/index.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import type { ReadTx } from '#kernel/db/tx.ts'
import { publishedHeads, readSpecs, type Status, type VersionHead, versionHead } from './queries.ts'

export type FormVersion = Readonly<{
  id: number
  formId: number
  code: string
  versionNo: number
  status: Status
  /** Code of the programme (统计调查制度) it belongs to. */
  programme: string
  subject: string
  frequency: Frequency
  spec: FormSpec
}>

// By SHA-256 of the author's text: content, not place, so databases of tests and installations never mix.
const specs = new Map<string, FormSpec>()
const KEPT = 1_000

/** One version; raises `problems.notFound`. */
export async function formVersion(tx: ReadTx, id: number): Promise<FormVersion> {
  const head = await versionHead(tx, id)
  if (!head) throw new Problem(problems.notFound)
  return (await withSpecs(tx, [head]))[0]!
}

/** The version of a form in force, or null. */
export async function publishedVersion(tx: ReadTx, formCode: string): Promise<FormVersion | null> {
  const heads = await publishedHeads(tx, 'current', formCode)
  return (await withSpecs(tx, heads.slice(-1)))[0] ?? null
}

/** The version in force of every form, by form code. */
export const publishedForms = async (tx: ReadTx): Promise<readonly FormVersion[]> =>
  withSpecs(tx, await publishedHeads(tx, 'current'))

/** Every version ever published, retired ones too: their reports are still there. By form code and number. */
export const listPublishedVersions = async (tx: ReadTx): Promise<readonly FormVersion[]> =>
  withSpecs(tx, await publishedHeads(tx, 'ever'))

export async function withSpecs(tx: ReadTx, heads: readonly VersionHead[]): Promise<readonly FormVersion[]> {
  const unknown = heads.filter(head => !specs.has(keyOf(head)))
  const read =
    unknown.length > 0
      ? await readSpecs(
          tx,
          unknown.map(head => head.id),
        )
      : new Map()
  return heads.map(head => {
    const spec = specs.get(keyOf(head)) ?? keep(keyOf(head), read.get(head.id))
    return Object.freeze({
      id: head.id,
      formId: head.form_id,
      code: head.code,
      versionNo: head.version_no,
      status: head.status as Status,
      programme: head.programme,
      subject: head.subject,
      frequency: head.frequency as Frequency,
      spec,
    })
  })
}

const keyOf = (head: Pick<VersionHead, 'sha256'>): string => head.sha256.toString('hex')

function keep(key: string, spec: FormSpec): FormSpec {
  if (specs.size >= KEPT) specs.delete(specs.keys().next().value!)
  specs.set(key, deepFreeze(spec))
  return spec
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const member of Object.values(value)) deepFreeze(member)
  }
  return value
}
