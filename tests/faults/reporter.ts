/** A reporter at work: draft, submit, again, never giving up an act before it is answered. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Random } from '#apps/cli/demo-city/random.ts'
import type { Client, Patience } from './client.ts'
import { type Act, type Ledger, type Receipt, reportKey, type Values } from './ledger.ts'

type Report = { readonly unitId: number; readonly collectionId: number; revision: number; draft: number }

export type ReporterOptions = Readonly<{
  client: Client
  unitId: number
  collections: readonly number[]
  ledger: Ledger
  random: Random
  /** Chance that this person hangs up right after sending and tries again. */
  haste: () => number
}>

/** Answers that are right when the clock says so. */
const CLOSED = 'COLLECT_CLOSED'

export class Reporter {
  readonly #options: ReporterOptions
  readonly #reports: readonly Report[]
  #serial = 0

  constructor(options: ReporterOptions) {
    this.#options = options
    this.#reports = options.collections.map(collectionId => ({
      unitId: options.unitId,
      collectionId,
      revision: 0,
      draft: 0,
    }))
  }

  /** One report drafted (perhaps) and submitted. */
  async act(): Promise<void> {
    const { random, ledger } = this.#options
    const report = random.pick(this.#reports)
    const values = this.#values()
    if (random.chance(0.4)) await this.#saveDraft(report, values)
    const act = {
      clientId: uuid(random),
      unitId: report.unitId,
      collectionId: report.collectionId,
      baseRevision: report.revision,
      values,
    }
    ledger.sent.set(act.clientId, act)
    await this.#submit(report, act)
  }

  async #submit(report: Report, act: Act): Promise<void> {
    const { ledger, client } = this.#options
    const body = {
      clientId: act.clientId,
      baseRevision: act.baseRevision,
      draftVersion: report.draft,
      values: act.values,
      explanations: {},
    }
    const reply = await client.untilAnswered(
      { method: 'POST', path: `${pathOf(report)}/submissions`, body },
      (status, code) => ledger.heard(status, code),
      () => this.#patience(),
    )
    if (reply.status === 200) {
      ledger.acknowledge(act, reply.body as unknown as Receipt)
      ledger.drafts.delete(reportKey(report))
      report.revision = act.baseRevision + 1
      report.draft = 0
    } else {
      ledger.refused.set(act.clientId, String(reply.code))
      await wait(200)
      if (reply.code !== CLOSED) ledger.surprises.push(`${act.clientId} was refused: ${reply.code}`)
    }
  }

  async #saveDraft(report: Report, values: Values): Promise<void> {
    const { ledger, client } = this.#options
    const body = { version: report.draft, baseRevision: report.revision, values, explanations: {} }
    const reply = await client.untilAnswered(
      { method: 'PUT', path: `${pathOf(report)}/draft`, body },
      (status, code) => ledger.heard(status, code),
      () => this.#patience(),
    )
    const version = reply.status === 200 ? Number(reply.body.version) : ownDraft(reply, values)
    if (version !== null) {
      report.draft = version
      const output = values.cells.M1 as string
      ledger.drafts.set(reportKey(report), { version, output, baseRevision: report.revision })
    } else if (reply.code !== CLOSED) ledger.surprises.push(`a draft was refused: ${reply.code}`)
  }

  #patience(): Patience {
    const { random, haste } = this.#options
    return random.chance(haste()) ? { hangUpAfter: random.int(1, 25) } : {}
  }

  /** Different in every act, so that one can be told from another in a sum. */
  #values(): Values {
    this.#serial += 1
    const { unitId, random } = this.#options
    const output = unitId * 10_000 + this.#serial
    return {
      cells: { M1: `${output}.25`, M2: `${output + random.int(1, 900)}.50` },
      rows: { products: [{ key: 'p1', cells: { P1: String(this.#serial), P2: '0' } }] },
    }
  }
}

const pathOf = (report: Report): string => `/api/collect/my-reports/${report.collectionId}/${report.unitId}`

/** A retry that meets its own draft: the first attempt had been taken, only its reply was lost. */
function ownDraft(reply: Readonly<{ code: string | null; body: object }>, values: Values): number | null {
  if (reply.code !== 'COLLECT_DRAFT_CONFLICT') return null
  const { detail } = reply.body as { detail?: { version: number; values: Values } }
  return detail && detail.values.cells.M1 === values.cells.M1 ? detail.version : null
}

function uuid(random: Random): string {
  const hex = Array.from({ length: 32 }, () => random.int(0, 15).toString(16)).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}
