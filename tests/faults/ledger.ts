/** What the reporters sent and what they were told: the side that must be found again in the store. */
export type Row = Readonly<{ key: string; cells: Readonly<Record<string, string>> }>
export type Values = Readonly<{
  cells: Readonly<Record<string, string>>
  rows: Readonly<Record<string, readonly Row[]>>
}>

export type Act = Readonly<{
  clientId: string
  unitId: number
  collectionId: number
  baseRevision: number
  values: Values
}>

export type Receipt = Readonly<{ receiptNo: string; revisionNo: number }>

export type SavedDraft = Readonly<{ version: number; output: string; baseRevision: number }>

export class Ledger {
  readonly sent = new Map<string, Act>()
  readonly acknowledged = new Map<string, Act & Receipt>()
  /** Told for good that they were not taken. */
  readonly refused = new Map<string, string>()
  /** Latest acknowledged draft of a report, until it is submitted. */
  readonly drafts = new Map<string, SavedDraft>()
  /** How often each status came; 0 stands for no reply. */
  readonly replies = new Map<string, number>()
  readonly surprises: string[] = []

  heard(status: number, code: string | null): void {
    const name = code ?? (status === 0 ? 'no reply' : String(status))
    this.replies.set(name, (this.replies.get(name) ?? 0) + 1)
  }

  hasHeard(names: readonly string[]): boolean {
    return names.some(name => this.replies.has(name))
  }

  acknowledge(act: Act, { receiptNo, revisionNo }: Receipt): void {
    this.acknowledged.set(act.clientId, { ...act, receiptNo, revisionNo })
    if (revisionNo !== act.baseRevision + 1)
      this.surprises.push(`${act.clientId} was made from ${act.baseRevision} and became ${revisionNo}`)
  }
}

export const reportKey = (report: Readonly<{ unitId: number; collectionId: number }>): string =>
  `${report.collectionId}/${report.unitId}`
