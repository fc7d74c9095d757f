/** One unit's statistician on the last evening: signs in, and opens, drafts and submits every report of the unit. */
import { randomUUID } from 'node:crypto'
import { Connection, type Reply, requestBytes } from '../submissions/connection.ts'
import { contentOf, type FormSize } from '../submissions/form.ts'
import { PASSWORD, signInNameOf } from '../submissions/world.ts'

export type Deed = 'sign-in' | 'open' | 'draft' | 'submit'

export type Night = Readonly<{
  port: number
  form: FormSize
  units: readonly number[]
  collections: readonly number[]
  /** How long the whole night takes. */
  seconds: number
}>

/** Every this many submissions a reply counts as lost on its way, and the page sends the same again. */
const LOST_REPLY = 50

/** Tells how long each request took, and what was refused. */
export type Told = (deed: Deed, ms: number, refused: string | null) => void

const receiptOf = (reply: Reply): unknown => {
  const { receiptNo, submittedAt } = JSON.parse(reply.text)
  return `${receiptNo} ${submittedAt}`
}

export class Reporter {
  readonly #night: Night
  readonly #index: number
  readonly #told: Told
  readonly #line: Connection
  #headers: Record<string, string>

  constructor(night: Night, index: number, told: Told) {
    this.#night = night
    this.#index = index
    this.#told = told
    this.#line = new Connection(night.port)
    // Each unit has an address of its own, as the proxy before the server tells it.
    this.#headers = { 'x-forwarded-for': `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}` }
  }

  async work(): Promise<void> {
    try {
      if (!(await this.#signIn())) return
      for (const month of this.#night.collections.keys()) await this.#report(month + 1)
    } finally {
      this.#line.end()
    }
  }

  async #signIn(): Promise<boolean> {
    const body = JSON.stringify({ signInName: signInNameOf(this.#index), password: PASSWORD })
    const reply = await this.#send('sign-in', 'POST', '/api/session', body)
    if (reply.status !== '200') return false
    const cookie = /set-cookie: ([^;]+)/i.exec(reply.headers)?.[1] ?? ''
    this.#headers = { ...this.#headers, cookie, 'x-csrf-token': JSON.parse(reply.text).csrfToken }
    return true
  }

  async #report(month: number): Promise<void> {
    const { form, collections, units } = this.#night
    const path = `/api/collect/my-reports/${collections[month - 1]}/${units[this.#index]}`
    const content = contentOf(form, this.#index, month)
    const opened = await this.#send('open', 'GET', path)
    if (opened.status !== '200') return
    const draft = await this.#send(
      'draft',
      'PUT',
      `${path}/draft`,
      JSON.stringify({ version: 0, baseRevision: 0, ...content }),
    )
    const draftVersion = draft.status === '200' ? JSON.parse(draft.text).version : 0
    const body = JSON.stringify({ clientId: randomUUID(), baseRevision: 0, draftVersion, ...content })
    const receipt = await this.#send('submit', 'POST', `${path}/submissions`, body)
    if ((this.#index * 31 + month) % LOST_REPLY !== 0) return
    const again = await this.#send('submit', 'POST', `${path}/submissions`, body)
    if (receiptOf(again) !== receiptOf(receipt))
      this.#told('submit', 0, `sent again, answered otherwise: ${again.text.slice(0, 200)}`)
  }

  async #send(deed: Deed, method: string, path: string, body?: string): Promise<Reply> {
    const begin = performance.now()
    const reply = await this.#line.send(requestBytes(method, path, this.#headers, body))
    const refused = reply.status === '200' ? null : `${reply.status} ${reply.text.slice(0, 200)}`
    this.#told(deed, performance.now() - begin, refused)
    return reply
  }
}
