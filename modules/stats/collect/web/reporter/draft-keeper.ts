/**
 * Keeps a report safe while it is being filled: every change goes to this device at once and to the server a
 * moment later, one save at a time, each upon the version before. What somebody else saved meanwhile stops the
 * saving and is shown; nothing is overwritten and nothing is dropped.
 */

import type { ProblemBody } from '#kernel/contract/index.ts'
import { asProblem, isTransient } from '#ui/api/request-failed.ts'
import type { Content, Said } from './content.ts'
import type { LocalStore, Standing } from './local-copy.ts'

/** The other side of a conflict, as the server tells it. */
export type OtherSide = Readonly<{
  by: string
  savedAt: string | null
  version: number
  revisionNo: number
  values: Content['values']
  explanations: Said
}>

export type SaveState =
  | Readonly<{ kind: 'clean' }>
  | Readonly<{ kind: 'pending' }>
  | Readonly<{ kind: 'saving' }>
  | Readonly<{ kind: 'saved'; at: string }>
  | Readonly<{ kind: 'failed'; problem: ProblemBody; retrying: boolean }>
  | Readonly<{ kind: 'conflict'; other: OtherSide }>

export type KeeperOptions = Readonly<{
  standing: Standing
  /** What the server holds. */
  saved: Content
  savedAt: string | null
  /** What this device brought back, where it did. */
  content?: Content
  /** Another's content stands in the way from the beginning. */
  met?: OtherSide
  save: (content: Content, standing: Standing) => Promise<Readonly<{ version: number; savedAt: string }>>
  /** The same for contents that the server holds to be the same. */
  keyOf: (content: Omit<Content, 'unread'>) => string
  store: LocalStore
  now?: () => number
}>

export type DraftKeeper = Readonly<{
  state: () => SaveState
  standing: () => Standing
  /** What the server held when this page last heard of it. */
  saved: () => Content
  /** False where this device could not take the copy either. */
  kept: () => boolean
  subscribe: (listener: () => void) => () => void
  change: (content: Content) => void
  /** Saves now what is not saved yet; settles when the save under way has ended. */
  flush: () => Promise<void>
  /** Somebody else's content was met outside of a save. */
  meet: (other: OtherSide) => void
  /** Goes on with what the person chose, upon the other side's version. */
  resolve: (content: Content, other: OtherSide) => void
  /** The report was submitted or given up: nothing is left to keep. */
  finish: () => void
  start: () => () => void
}>

const typingPause = 800
const longestWait = 4_000
const retryWait = (failures: number) => Math.min(2_000 * 2 ** failures, 60_000)

type Keeping = {
  content: Content
  saved: Content
  standing: Standing
  state: SaveState
  kept: boolean
  inFlight: Promise<void> | null
  timer: ReturnType<typeof setTimeout> | undefined
  waitingSince: number | null
  failures: number
  finished: boolean
  /** Sent, but the answer never came: should the server hold one of these, it is ours. */
  unanswered: Set<string>
}

function otherSide(problem: ProblemBody): OtherSide | null {
  const detail = problem.detail as OtherSide | undefined
  return problem.code === 'COLLECT_DRAFT_CONFLICT' && detail?.values ? detail : null
}

function firstState({ met, savedAt, content }: KeeperOptions): SaveState {
  if (met) return { kind: 'conflict', other: met }
  if (content) return { kind: 'pending' }
  return savedAt === null ? { kind: 'clean' } : { kind: 'saved', at: savedAt }
}

export function createDraftKeeper(options: KeeperOptions): DraftKeeper {
  const { keyOf, store, now = Date.now } = options
  const listeners = new Set<() => void>()
  const own: Keeping = {
    content: options.content ?? options.saved,
    saved: options.saved,
    standing: options.standing,
    state: firstState(options),
    kept: true,
    inFlight: null,
    timer: undefined,
    waitingSince: null,
    failures: 0,
    finished: false,
    unanswered: new Set(),
  }
  const show = (state: SaveState) => {
    own.state = state
    for (const listener of listeners) listener()
  }
  const isSaved = () => keyOf(own.content) === keyOf(own.saved)
  const hasUnread = () => own.content.unread.length > 0
  const keepHere = () => {
    const at = new Date(now()).toISOString()
    own.kept = store.write({ at, standing: own.standing, content: own.content })
  }
  const schedule = (wait: number) => {
    clearTimeout(own.timer)
    own.timer = setTimeout(() => void save(), wait)
  }
  const answered = (sent: Content, standing: Standing, at: string) => {
    Object.assign(own, { saved: sent, standing, failures: 0, waitingSince: null })
    own.unanswered.clear()
    if (isSaved() && !hasUnread()) store.clear()
    else keepHere()
    if (isSaved()) return show({ kind: 'saved', at })
    show({ kind: 'pending' })
    schedule(typingPause)
  }
  const failed = (sent: Content, error: unknown) => {
    const problem = asProblem(error)
    const other = otherSide(problem)
    if (other) {
      const theirs = keyOf(other)
      if (theirs === keyOf(sent) || own.unanswered.has(theirs)) {
        const standing = { version: other.version, baseRevision: other.revisionNo }
        return answered({ ...other, unread: [] }, standing, other.savedAt ?? new Date(now()).toISOString())
      }
      return show({ kind: 'conflict', other })
    }
    const retrying = isTransient(error)
    if (retrying) own.unanswered.add(keyOf(sent))
    show({ kind: 'failed', problem, retrying })
    if (retrying) schedule(retryWait(own.failures++))
  }
  const save = (): Promise<void> => {
    clearTimeout(own.timer)
    if (own.inFlight) return own.inFlight
    if (own.finished || own.state.kind === 'conflict' || isSaved()) return Promise.resolve()
    const sent = own.content
    show({ kind: 'saving' })
    own.inFlight = options
      .save(sent, own.standing)
      .then(
        reply => answered(sent, { ...own.standing, version: reply.version }, reply.savedAt),
        error => failed(sent, error),
      )
      .finally(() => {
        own.inFlight = null
      })
    return own.inFlight
  }
  const change = (content: Content) => {
    if (own.finished || content === own.content) return
    own.content = content
    if (own.inFlight === null && isSaved()) {
      if (hasUnread()) keepHere()
      else store.clear()
      if (own.state.kind === 'pending' || own.state.kind === 'failed') {
        clearTimeout(own.timer)
        show({ kind: 'saved', at: new Date(now()).toISOString() })
      }
      return
    }
    keepHere()
    if (own.state.kind === 'conflict') return
    if (own.inFlight === null) {
      own.waitingSince ??= now()
      const left = own.waitingSince + longestWait - now()
      const retrying = own.state.kind === 'failed' && own.state.retrying
      if (!retrying) {
        show({ kind: 'pending' })
        schedule(Math.max(0, Math.min(typingPause, left)))
      }
    }
  }
  return {
    state: () => own.state,
    standing: () => own.standing,
    saved: () => own.saved,
    kept: () => own.kept,
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    change,
    flush: async () => {
      await own.inFlight
      await save()
    },
    meet: other => show({ kind: 'conflict', other }),
    resolve: (content, other) => {
      Object.assign(own, { saved: { ...other, unread: [] }, content, failures: 0, waitingSince: null })
      own.standing = { version: other.version, baseRevision: other.revisionNo }
      if (isSaved() && !hasUnread()) store.clear()
      else keepHere()
      const at = other.savedAt ?? new Date(now()).toISOString()
      show(isSaved() ? { kind: 'saved', at } : { kind: 'pending' })
      void save()
    },
    finish: () => {
      own.finished = true
      clearTimeout(own.timer)
      store.clear()
    },
    start: () => {
      if (!own.finished && (!isSaved() || hasUnread())) {
        keepHere()
        if (own.state.kind !== 'conflict' && !isSaved()) schedule(0)
      }
      const online = () => void save()
      const hidden = () => document.hidden && void save()
      addEventListener('online', online)
      document.addEventListener('visibilitychange', hidden)
      return () => {
        removeEventListener('online', online)
        document.removeEventListener('visibilitychange', hidden)
        void save()
      }
    },
  }
}
