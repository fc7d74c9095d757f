import { describe, expect, it } from 'vitest'
import { takenLate } from './clock-fault.ts'
import { neverFelt } from './endure.ts'
import { type Act, Ledger, type Values } from './ledger.ts'
import { findLosses } from './losses.ts'
import type { Store, StoredRevision } from './store.ts'

const values = (output: string, made = '1'): Values => ({
  cells: { M1: output, M2: output },
  rows: { products: [{ key: 'p1', cells: { P1: made } }] },
})

function told(): Ledger {
  const ledger = new Ledger()
  for (const base of [0, 1]) {
    const act: Act = {
      clientId: `c${base}`,
      unitId: 7,
      collectionId: 3,
      baseRevision: base,
      values: values(`${base}.50`),
    }
    ledger.sent.set(act.clientId, act)
    ledger.acknowledge(act, { receiptNo: `R${base}`, revisionNo: base + 1 })
  }
  return ledger
}

const revision = (no: number, change: Partial<StoredRevision> = {}): StoredRevision => ({
  unitId: 7,
  collectionId: 3,
  revisionNo: no,
  clientId: `c${no - 1}`,
  values: values(`${no - 1}.50`),
  ...change,
})

function stored(...revisions: readonly StoredRevision[]): Store {
  const mentions = revisions.map(({ revisionNo }) => ({ report: '3/7', revisionNo, times: 1 }))
  const revisionNo = revisions.at(-1)?.revisionNo ?? 0
  const report = {
    unitId: 7,
    collectionId: 3,
    state: 'submitted',
    revisionNo,
    receiptNo: `R${revisionNo - 1}`,
  }
  return {
    revisions,
    reports: [{ ...report, draftVersion: null, draftBase: null, draftOutput: null }],
    events: mentions,
    audited: mentions,
  }
}

describe('the oracle', () => {
  it('should find nothing wrong where everything is as it was told', () => {
    expect(findLosses(told(), stored(revision(1), revision(2)))).toEqual([])
  })

  it.each<readonly [string, Store, RegExp]>([
    ['a lost report', stored(revision(1)), /revision 2, acknowledged as R1, is not stored/],
    [
      'one applied twice',
      stored(revision(1), revision(2), revision(3, { clientId: 'c1' })),
      /is stored 2 times/,
    ],
    [
      'other values',
      stored(revision(1), revision(2, { values: values('9') })),
      /other values than were sent/,
    ],
    [
      'another figure in a row',
      stored(revision(1), revision(2, { values: values('1.50', '2') })),
      /other values than were sent/,
    ],
    ['another receipt', receipted('R7'), /3\/7 has the receipt R7, it was acknowledged as R1/],
    ['another number', stored(revision(1), revision(3, { clientId: 'c1' })), /is stored as 3/],
    ['one never sent', stored(revision(1), revision(2), revision(3, { clientId: 'x' })), /was never sent/],
    [
      'a silent audit',
      { ...stored(revision(1), revision(2)), audited: [] },
      /stands 0 times in the audit trail/,
    ],
    ['a double event', doubled(), /stands 2 times in the history/],
  ])('should see %s', (_name, store, line) => {
    expect(findLosses(told(), store).join('\n')).toMatch(line)
  })

  it('should see a report that was refused and taken, and a draft that is gone', () => {
    const ledger = told()
    ledger.refused.set('c1', 'COLLECT_CLOSED')
    ledger.drafts.set('3/7', { version: 4, output: '1', baseRevision: 2 })
    const kept = stored(revision(1), revision(2))
    const draft = { draftVersion: 4, draftBase: 1, draftOutput: '1' }
    const elsewhere = { ...kept, reports: kept.reports.map(one => ({ ...one, ...draft })) }
    expect(findLosses(ledger, elsewhere).join()).toMatch(/draft 4 that was acknowledged is not there/)
    const found = findLosses(ledger, stored(revision(1), revision(2))).join('\n')
    expect(found).toMatch(/was refused \(COLLECT_CLOSED\) and is stored/)
    expect(found).toMatch(/draft 4 that was acknowledged is not there/)
  })
})

function receipted(receiptNo: string): Store {
  const store = stored(revision(1), revision(2))
  return { ...store, reports: store.reports.map(one => ({ ...one, receiptNo })) }
}

function doubled(): Store {
  const store = stored(revision(1), revision(2))
  return { ...store, events: store.events.map(one => ({ ...one, times: 2 })) }
}

describe('what a fault must have done', () => {
  it('should be missed where nobody heard of it', () => {
    const ledger = told()
    ledger.heard(200, null)
    ledger.heard(0, null)
    expect(neverFelt(ledger, {})).toEqual([])
    expect(neverFelt(ledger, { felt: ['STORAGE_FULL', 'no reply'] })).toEqual([])
    expect(neverFelt(ledger, { felt: ['STORAGE_FULL'] })).toEqual([
      'nobody heard STORAGE_FULL, only 200, no reply: it did not strike',
    ])
  })

  it('should be noticed where an act was begun after the deadline and taken', () => {
    expect(takenLate(told(), new Set(['c0', 'c1']))).toEqual([])
    expect(takenLate(told(), new Set(['c0']))).toEqual(['c1 was begun after the deadline and taken as R1'])
  })
})
