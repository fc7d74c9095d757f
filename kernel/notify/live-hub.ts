/**
 * Live notices to open screens. The hub listens while anyone is connected; notices gather for a quarter of a second,
 * are told once per topic and place, and only to those they concern.
 *
 * When the database goes away the hub ends every connection: browsers come back by themselves, poll meanwhile, and
 * catch up, so that a screen never stands still unawares. At every heartbeat each connection's session is looked up
 * again: ended ones are closed, changed roles take effect. A connection does not keep its session alive.
 */
import type { LiveNotice, Log } from '../context.ts'
import { Problem, problems } from '../contract/index.ts'
import type { Database } from '../db/tx.ts'
import { resolveSessionsById, type Session } from '../identity/resolve-session.ts'
import { outsideRequests } from '../request-scope.ts'
import { type Listener, listenLive } from './listener.ts'
import {
  type AccountNotice,
  condense,
  eventOf,
  type Hearing,
  hearingOf,
  hears,
  type LiveEvent,
  unitsOf,
} from './live-scope.ts'

/** One open screen. */
export type LiveConnection = Readonly<{
  /** False when the other end does not keep up. */
  send(events: readonly LiveEvent[]): boolean
  beat(): void
  end(): void
}>

export type LiveHub = Readonly<{
  /** Resolves once notices are being heard; gives what to call when the screen has gone. */
  join(session: Session, connection: LiveConnection): Promise<() => void>
  size(): number
}>

export type LiveOptions = Readonly<{
  db: Database
  connectionString: string
  clock: () => Date
  log: Log
  perSession?: number
  gatherMs?: number
  heartbeatMs?: number
}>

type Member = { session: Session; hearing: Hearing; connection: LiveConnection }

const EVENTS_AT_ONCE = 50

export function createLiveHub(options: LiveOptions): LiveHub {
  const { perSession = 6, gatherMs = 250, heartbeatMs = 20_000 } = options
  const members = new Set<Member>()
  let listener: Promise<Listener> | null = null
  let gathered: (LiveNotice | AccountNotice)[] = []
  let _gathering: NodeJS.Timeout | undefined
  let heart: NodeJS.Timeout | undefined

  const hear = (payload: string): void => {
    try {
      gathered.push(JSON.parse(payload) as LiveNotice | AccountNotice)
    } catch {
      options.log.warn({ bytes: payload.length }, 'live notice that is no JSON')
      return
    }
    _gathering ??= setTimeout(tell, gatherMs)
  }

  const tell = (): void => {
    _gathering = undefined
    const notices = distinctNotices(gathered)
    gathered = []
    deliver(members, notices, leave)
  }

  const lost = (): void => {
    stopListening()
    options.log.warn({ connections: members.size }, 'live notices lost the database')
    for (const member of [...members]) leave(member)
  }

  const leave = (member: Member): void => {
    if (!members.delete(member)) return
    member.connection.end()
    if (members.size === 0) stopListening()
  }

  const stopListening = (): void => {
    clearInterval(heart)
    listener?.then(one => one.close()).catch(() => {})
    listener = null
  }

  const beat = (): Promise<void> => checkSessions(members, options, leave).catch(lost)

  const join = async (session: Session, connection: LiveConnection): Promise<() => void> => {
    const { sessionId } = session.actor
    const same = [...members].filter(member => member.session.actor.sessionId === sessionId)
    if (same.length >= perSession) throw new Problem(problems.tooMany, { seconds: 60 })
    const member: Member = { session, hearing: hearingOf(session.actor.permissions), connection }
    if (members.size === 0) heart = outsideRequests(() => setInterval(beat, heartbeatMs))
    members.add(member)
    try {
      listener ??= outsideRequests(() => listenLive(options.connectionString, hear, lost))
      await listener
    } catch {
      members.delete(member)
      if (members.size === 0) stopListening()
    }
    if (!members.has(member)) throw new Problem(problems.databaseAway)
    return () => leave(member)
  }

  return Object.freeze({ join, size: () => members.size })
}

/** Who may no longer hear leaves; the others hear by what they may do now, and that the connection stands. */
async function checkSessions(
  members: ReadonlySet<Member>,
  { db, clock }: LiveOptions,
  leave: (member: Member) => void,
): Promise<void> {
  const ids = [...members].map(member => member.session.actor.sessionId as string)
  const open = await resolveSessionsById(db, ids, clock())
  for (const member of [...members]) {
    const session = open.get(member.session.actor.sessionId as string)
    if (!session?.ready) leave(member)
    else {
      Object.assign(member, { session, hearing: hearingOf(session.actor.permissions) })
      member.connection.beat()
    }
  }
}

/** A burst tells the same topic, place and unit again and again; each is looked at once. */
const distinctNotices = (notices: readonly (LiveNotice | AccountNotice)[]) => [
  ...new Map(notices.map(notice => [JSON.stringify(notice), notice])).values(),
]

function deliver(
  members: ReadonlySet<Member>,
  notices: readonly (LiveNotice | AccountNotice)[],
  leave: (member: Member) => void,
): void {
  const places = notices.filter(notice => 'regionCode' in notice)
  const byUnit = new Map<number | null, LiveNotice[]>()
  for (const notice of places) {
    for (const unitId of unitsOf(notice)) {
      const about = byUnit.get(unitId)
      if (about) about.push(notice)
      else byUnit.set(unitId, [notice])
    }
  }
  const toAccounts = notices.filter(notice => 'accounts' in notice)
  for (const member of members) {
    const { kind, unitId, accountId } = member.session.actor
    // Thousands of enterprises are connected at once; each is compared with its own unit's notices only.
    const candidates = kind === 'enterprise' ? (byUnit.get(unitId) ?? []) : places
    const events = [
      ...candidates.filter(notice => hears(member.hearing, notice)).map(eventOf),
      ...toAccounts.filter(notice => notice.accounts.includes(accountId)).map(({ topic }) => ({ topic })),
    ]
    if (events.length > 0 && !member.connection.send(condense(events, EVENTS_AT_ONCE))) leave(member)
  }
}
