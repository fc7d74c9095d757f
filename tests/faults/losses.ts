/** The oracle: holds what was acknowledged against what is stored. Pure; every line it gives is a fault of the product. */
import { type Act, type Ledger, reportKey } from './ledger.ts'
import type { Mention, Store, StoredReport, StoredRevision } from './store.ts'

export const findLosses = (ledger: Ledger, store: Store): readonly string[] => [
  ...acknowledgedActs(ledger, store),
  ...storedRevisions(ledger, store),
  ...mentions('the history', store.events, store),
  ...mentions('the audit trail', store.audited, store),
  ...reports(store),
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
  reportKey(act) === reportKey(revision) &&
  Number(act.values.cells.M1) === Number(revision.values.cells.M1) &&
  Number(act.values.cells.M2) === Number(revision.values.cells.M2)

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

function reports(store: Store): readonly string[] {
  const last = new Map(store.revisions.map(revision => [reportKey(revision), revision]))
  return store.reports.flatMap(report => {
    const current = last.get(reportKey(report))?.revisionNo ?? 0
    if (report.revisionNo !== current)
      return [`${reportKey(report)} stands at revision ${report.revisionNo}, its last is ${current}`]
    return current > 0 && report.state !== 'submitted' ? [`${reportKey(report)} is ${report.state}`] : []
  })
}

const drafts = (ledger: Ledger, store: Store): readonly string[] => {
  const byKey = new Map(store.reports.map(report => [reportKey(report), report]))
  return [...ledger.drafts].flatMap(([key, saved]) => {
    const report = byKey.get(key) as StoredReport
    const gone = report.draftVersion !== saved.version || report.draftOutput !== saved.output
    return gone ? [`${key}: the draft ${saved.version} that was acknowledged is not there`] : []
  })
}
