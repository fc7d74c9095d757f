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
  /** Contents whose saving was never answered. */
  unanswered: () => readonly string[]
  /** Saves now what is not saved yet; settles when the save under way has ended. */
  flush: () => Promise<void>
  /** Somebody else's content was met outside of a save. */
  meet: (other: OtherSide) => void
  /** Goes on with what the person chose, upon the other side's version. */
  resolve: (content: Content, other: OtherSide) => void
  /** The report was submitted, given up, or waits to be sent: nothing is left to keep here. */
  finish: () => void
  start: () => () => void
}>

const typingPause = 800
const longestWait = 4_000
const retryWait = (failures: number) => Math.min(2_000 * 2 ** failures, 60_000)

/** Written by one page only, between its awaits. */
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

type Machine = Readonly<{
  own: Keeping
  options: KeeperOptions
  now: () => number
  show: (state: SaveState) => void
}>

const isSaved = ({ own, options }: Machine) => options.keyOf(own.content) === options.keyOf(own.saved)
const hasUnread = ({ own }: Machine) => own.content.unread.length > 0
const stamp = ({ now }: Machine) => new Date(now()).toISOString()

/** On this device while the server does not hold it; gone from here once it does. */
function keepHere(machine: Machine) {
  const { own, options } = machine
  if (isSaved(machine) && !hasUnread(machine)) return options.store.clear()
  own.kept = options.store.write({ at: stamp(machine), standing: own.standing, content: own.content })
}

function schedule(machine: Machine, wait: number) {
  clearTimeout(machine.own.timer)
  machine.own.timer = setTimeout(() => void save(machine), wait)
}

function answered(machine: Machine, sent: Content, standing: Standing, at: string) {
  const { own, show } = machine
  Object.assign(own, { saved: sent, standing, failures: 0, waitingSince: null })
  own.unanswered.clear()
  keepHere(machine)
  if (isSaved(machine)) return show({ kind: 'saved', at })
  show({ kind: 'pending' })
  schedule(machine, typingPause)
}

function failed(machine: Machine, sent: Content, error: unknown) {
  const { own, options, show } = machine
  const problem = asProblem(error)
  const other = otherSide(problem)
  if (other) {
    const theirs = options.keyOf(other)
    if (theirs !== options.keyOf(sent) && !own.unanswered.has(theirs))
      return show({ kind: 'conflict', other })
    const standing = { version: other.version, baseRevision: other.revisionNo }
    return answered(machine, { ...other, unread: [] }, standing, other.savedAt ?? stamp(machine))
  }
  const retrying = isTransient(error)
  if (retrying) own.unanswered.add(options.keyOf(sent))
  show({ kind: 'failed', problem, retrying })
  if (retrying) schedule(machine, retryWait(own.failures++))
}

function save(machine: Machine): Promise<void> {
  const { own, options, show } = machine
  clearTimeout(own.timer)
  if (own.inFlight) return own.inFlight
  if (own.finished || own.state.kind === 'conflict' || isSaved(machine)) return Promise.resolve()
  const sent = own.content
  own.inFlight = options
    .save(sent, own.standing)
    .then(
      reply => answered(machine, sent, { ...own.standing, version: reply.version }, reply.savedAt),
      error => failed(machine, sent, error),
    )
    .finally(() => {
      own.inFlight = null
    })
  show({ kind: 'saving' })
  return own.inFlight
}

function change(machine: Machine, content: Content) {
  const { own, now, show } = machine
  if (own.finished || content === own.content) return
  own.content = content
  keepHere(machine)
  if (own.inFlight !== null || own.state.kind === 'conflict') return
  if (isSaved(machine)) {
    clearTimeout(own.timer)
    if (own.state.kind !== 'clean' && own.state.kind !== 'saved') show({ kind: 'saved', at: stamp(machine) })
    return
  }
  if (own.state.kind === 'failed' && own.state.retrying) return
  own.waitingSince ??= now()
  show({ kind: 'pending' })
  schedule(machine, Math.max(0, Math.min(typingPause, own.waitingSince + longestWait - now())))
}

function resolve(machine: Machine, content: Content, other: OtherSide) {
  const { own, show } = machine
  Object.assign(own, { saved: { ...other, unread: [] }, content, failures: 0, waitingSince: null })
  own.standing = { version: other.version, baseRevision: other.revisionNo }
  keepHere(machine)
  show(isSaved(machine) ? { kind: 'saved', at: other.savedAt ?? stamp(machine) } : { kind: 'pending' })
  void save(machine)
}

/** Listens to the network and to the page being left; what is unsaved from before is saved at once. */
function start(machine: Machine): () => void {
  const { own } = machine
  const saveNow = () => void save(machine)
  const hidden = () => document.hidden && saveNow()
  if (!own.finished && (!isSaved(machine) || hasUnread(machine))) {
    keepHere(machine)
    if (own.state.kind !== 'conflict' && !isSaved(machine)) schedule(machine, 0)
  }
  addEventListener('online', saveNow)
  document.addEventListener('visibilitychange', hidden)
  return () => {
    removeEventListener('online', saveNow)
    document.removeEventListener('visibilitychange', hidden)
    saveNow()
  }
}

const firstKeeping = (options: KeeperOptions): Keeping => ({
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
})

export function createDraftKeeper(options: KeeperOptions): DraftKeeper {
  const own = firstKeeping(options)
  const listeners = new Set<() => void>()
  const show = (state: SaveState) => {
    own.state = state
    for (const listener of listeners) listener()
  }
  const machine: Machine = { own, options, show, now: options.now ?? Date.now }
  return {
    state: () => own.state,
    standing: () => own.standing,
    saved: () => own.saved,
    kept: () => own.kept,
    unanswered: () => [...own.unanswered],
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    change: content => change(machine, content),
    flush: async () => {
      await own.inFlight
      await save(machine)
    },
    meet: other => show({ kind: 'conflict', other }),
    resolve: (content, other) => resolve(machine, content, other),
    finish: () => {
      own.finished = true
      clearTimeout(own.timer)
      options.store.clear()
    },
    start: () => start(machine),
  }
}
