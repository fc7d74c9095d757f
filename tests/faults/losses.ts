/** The oracle: holds what was acknowledged against what is stored. Pure; every line it gives is a fault of the product. */
import { type Act, type Ledger, reportKey, type Values } from './ledger.ts'
import type { Mention, Store, StoredReport, StoredRevision } from './store.ts'

export const findLosses = (ledger: Ledger, store: Store): readonly string[] => [
  ...acknowledgedActs(ledger, store),
  ...storedRevisions(ledger, store),
  ...mentions('the history', store.events, store),
  ...mentions('the audit trail', store.audited, store),
  ...reports(ledger, store),
  ...drafts(ledger, store),
]

const place = (revision: StoredRevision): string => `${reportKey(revision)} revision ${revision.revisionNo}`

/** Every acknowledged act is stored once, under the number it was told, with the values that were sent. */
function acknowledgedActs(ledger: Ledger, store: Store): readonly string[] {
  const byClient = Map.groupBy(store.revisions, revision => revision.clientId)
  return [...ledger.acknowledged.values()].flatMap(act => {
    const found = byClient.get(act.clientId) ?? []
    const name = `${reportKey(act)} revision ${act.revisionNo}, acknowledged as ${act.receiptNo},`
    if (found.length === 0) return [`${name} is not stored`]
    if (found.length > 1) return [`${name} is stored ${found.length} times`]
    return found[0]?.revisionNo === act.revisionNo ? [] : [`${name} is stored as ${found[0]?.revisionNo}`]
  })
}

/** Every stored revision was sent, has its values, was not refused, and follows the one before it. */
function storedRevisions(ledger: Ledger, store: Store): readonly string[] {
  const lastOf = new Map<string, number>()
  return store.revisions.flatMap(revision => {
    const act = ledger.sent.get(revision.clientId)
    const key = reportKey(revision)
    const expected = (lastOf.get(key) ?? 0) + 1
    lastOf.set(key, revision.revisionNo)
    if (!act) return [`${place(revision)} was never sent`]
    const faults: string[] = []
    if (revision.revisionNo !== expected) faults.push(`${place(revision)} should be ${expected}`)
    if (!sameValues(act, revision)) faults.push(`${place(revision)} holds other values than were sent`)
    if (ledger.refused.has(act.clientId))
      faults.push(`${place(revision)} was refused (${ledger.refused.get(act.clientId)}) and is stored`)
    return faults
  })
}

const sameValues = (act: Act, revision: StoredRevision): boolean =>
  reportKey(act) === reportKey(revision) && holds(figures(revision.values), figures(act.values))

/** Every figure by its place; the store also has those the product computed. */
const figures = ({ cells, rows }: Values): ReadonlyMap<string, number> =>
  new Map([
    ...Object.entries(cells).map(([cell, text]) => [cell, Number(text)] as const),
    ...Object.entries(rows).flatMap(([section, list]) =>
      list.flatMap(row =>
        Object.entries(row.cells).map(
          ([cell, text]) => [`${section} ${row.key} ${cell}`, Number(text)] as const,
        ),
      ),
    ),
  ])

const holds = (stored: ReadonlyMap<string, number>, sent: ReadonlyMap<string, number>): boolean =>
  [...sent].every(([at, figure]) => stored.get(at) === figure)

/** Once for every revision, and for nothing else. */
function mentions(where: string, list: readonly Mention[], store: Store): readonly string[] {
  const times = new Map(list.map(one => [`${one.report} revision ${one.revisionNo}`, one.times]))
  const wrong = store.revisions.flatMap(revision => {
    const found = times.get(place(revision)) ?? 0
    times.delete(place(revision))
    return found === 1 ? [] : [`${place(revision)} stands ${found} times in ${where}`]
  })
  return [...wrong, ...[...times.keys()].map(name => `${name} stands in ${where} and is not stored`)]
}

function reports(ledger: Ledger, store: Store): readonly string[] {
  const last = new Map(store.revisions.map(revision => [reportKey(revision), revision]))
  return store.reports.flatMap(report => {
    const revision = last.get(reportKey(report))
    const current = revision?.revisionNo ?? 0
    const receiptNo = revision && ledger.acknowledged.get(revision.clientId)?.receiptNo
    if (report.revisionNo !== current)
      return [`${reportKey(report)} stands at revision ${report.revisionNo}, its last is ${current}`]
    if (receiptNo && report.receiptNo !== receiptNo)
      return [`${reportKey(report)} has the receipt ${report.receiptNo}, it was acknowledged as ${receiptNo}`]
    return current > 0 && report.state !== 'submitted' ? [`${reportKey(report)} is ${report.state}`] : []
  })
}

const drafts = (ledger: Ledger, store: Store): readonly string[] => {
  const byKey = new Map(store.reports.map(report => [reportKey(report), report]))
  return [...ledger.drafts].flatMap(([key, saved]) => {
    const report = byKey.get(key) as StoredReport
    const there =
      report.draftVersion === saved.version &&
      report.draftBase === saved.baseRevision &&
      report.draftOutput === saved.output
    return !there ? [`${key}: the draft ${saved.version} that was acknowledged is not there`] : []
  })
}
