/**
 * A report's life as a table of words, written apart from the code it is held against: what a reporter, a county and
 * a city may do, told from the design only. Times are hours from the opening.
 */
export const CLOSE = 100
export const COUNTY_BY = 150
export const CITY_BY = 200

export type Model = {
  now: number
  state: 'owed' | 'draft' | 'submitted' | 'returned' | 'county' | 'city'
  revision: number
  draft: number | null
  until: number | null
  /** What the current revision says, to tell a repetition. */
  content: string | null
  /** The current revision is the office's own. */
  corrected: boolean
}

export const fresh = (): Model => ({
  now: 10,
  state: 'owed',
  revision: 0,
  draft: null,
  until: null,
  content: null,
  corrected: false,
})

const accepted = (m: Model) => m.state === 'county' || m.state === 'city'
const due = (m: Model) => Math.max(CLOSE, m.until ?? 0)

const fillable = (m: Model): string => {
  if (m.now < 0) return 'COLLECT_NOT_OPEN'
  if (accepted(m)) return 'COLLECT_ALREADY_ACCEPTED'
  return m.now >= due(m) ? 'COLLECT_CLOSED' : 'ok'
}

export type Seen = Readonly<{ revision: number; draft: number }>

export function save(m: Model, seen: Seen): string {
  const word = fillable(m)
  if (word !== 'ok') return word
  if (seen.revision !== m.revision || seen.draft !== (m.draft ?? 0)) return 'COLLECT_DRAFT_CONFLICT'
  m.draft = seen.draft + 1
  if (m.state === 'owed') m.state = 'draft'
  return 'ok'
}

export function discard(m: Model, seen: Seen): string {
  if (seen.draft === 0) return 'REQUEST_MALFORMED'
  if (m.draft === null) return 'ok'
  if (m.draft !== seen.draft) return 'COLLECT_DRAFT_CONFLICT'
  m.draft = null
  if (m.state === 'draft') m.state = 'owed'
  return 'ok'
}

export type Kind = 'good' | 'fatal' | 'query' | 'bad'

export function submit(m: Model, seen: Seen, kind: Kind, content: string): string {
  if (kind === 'good' && m.state === 'submitted' && !m.corrected && m.content === content) return 'ok'
  const word = fillable(m)
  if (word !== 'ok') return word
  if (kind === 'bad') return 'COLLECT_VALUES_REJECTED'
  if (seen.revision !== m.revision) return 'COLLECT_REVISION_CONFLICT'
  if (m.draft !== null && m.draft !== seen.draft) return 'COLLECT_DRAFT_CONFLICT'
  if (kind === 'fatal') return 'COLLECT_FATAL_FINDINGS'
  if (kind === 'query') return 'COLLECT_EXPLANATIONS_NEEDED'
  Object.assign(m, { state: 'submitted', revision: m.revision + 1, draft: null, content, corrected: false })
  return 'ok'
}

export type Desk = 'county' | 'city'

export function accept(m: Model, desk: Desk, looked: number): string {
  if (looked !== m.revision) return 'COLLECT_REVISION_CHANGED'
  if (m.state === 'submitted') {
    if (desk === 'city') return 'COLLECT_LOWER_LEVEL_FIRST'
    if (m.now >= Math.max(COUNTY_BY, m.until ?? 0)) return 'COLLECT_ACCEPTANCE_CLOSED'
    m.state = 'county'
    return 'ok'
  }
  if (m.state !== 'county' || desk !== 'city') return 'COLLECT_WRONG_STATE'
  if (m.now >= Math.max(CITY_BY, m.until ?? 0)) return 'COLLECT_ACCEPTANCE_CLOSED'
  m.state = 'city'
  return 'ok'
}

export function withdraw(m: Model, desk: Desk): string {
  if (m.state === 'city') {
    if (desk === 'county') return 'COLLECT_HIGHER_LEVEL_ACCEPTED'
    m.state = 'county'
    return 'ok'
  }
  if (m.state !== 'county' || desk !== 'county') return 'COLLECT_WRONG_STATE'
  m.state = 'submitted'
  return 'ok'
}

/** A desk may change what stands submitted; the city also what the county has accepted. */
const changeable = (m: Model, desk: Desk): string => {
  if (m.state === 'submitted' || (m.state === 'county' && desk === 'city')) return 'ok'
  return m.state === 'city' && desk === 'county' ? 'COLLECT_HIGHER_LEVEL_ACCEPTED' : 'COLLECT_WRONG_STATE'
}

export function sendBack(m: Model, desk: Desk, looked: number): string {
  if (looked !== m.revision) return 'COLLECT_REVISION_CHANGED'
  const word = changeable(m, desk)
  if (word !== 'ok') return word
  if (m.now >= due(m)) return 'COLLECT_EXTENSION_NEEDED'
  m.state = 'returned'
  return 'ok'
}

export function correct(m: Model, desk: Desk, looked: number): string {
  if (looked !== m.revision) return 'COLLECT_REVISION_CHANGED'
  const word = changeable(m, desk)
  if (word !== 'ok') return word
  m.revision += 1
  m.corrected = true
  return 'ok'
}

export function extend(m: Model, desk: Desk, until: number): string {
  if (accepted(m)) return 'COLLECT_WRONG_STATE'
  if (until <= m.now || until <= due(m) || (desk === 'county' && until > COUNTY_BY))
    return 'COLLECT_EXTENSION_INVALID'
  m.until = until
  return 'ok'
}
