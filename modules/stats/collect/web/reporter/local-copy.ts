/**
 * The copy of an unsaved report on this device. In localStorage because writing there is over before the next
 * keystroke: a browser killed a moment later has lost nothing. One entry per open page, so that two windows do
 * not write over one another; it is taken away once the server holds the same.
 */
import { storedNames } from '#ui/session/device-storage.ts'
import { unsentPrefix } from '#ui/session/unsent-work.ts'
import type { Content } from './content.ts'

export type Standing = Readonly<{ version: number; baseRevision: number }>
export type LocalCopy = Readonly<{ at: string; standing: Standing; content: Content }>
export type ReportId = Readonly<{ account: string; collectionId: number; unitId: number }>
export type LocalStore = Readonly<{ name: string; write: (copy: LocalCopy) => boolean; clear: () => void }>
export type FoundCopy = Readonly<{ name: string; copy: LocalCopy }>

const longestStay = 60 * 24 * 3_600_000
const page = Math.random().toString(36).slice(2, 10)

const draftsOf = (account: string) => `${unsentPrefix(account)}draft/`

const prefixOf = ({ account, collectionId, unitId }: ReportId) =>
  `${draftsOf(account)}${collectionId}/${unitId}/`

function parseCopy(text: string | null): LocalCopy | null {
  try {
    const copy = JSON.parse(text ?? 'null') as LocalCopy | null
    const whole = copy?.content?.values?.cells && copy.content.explanations && copy.content.unread
    return whole && Number.isInteger(copy.standing?.version) ? copy : null
  } catch {
    return null
  }
}

/** The unsaved copies of a report, the newest first; unreadable and very old ones are taken away. */
export function findCopies(id: ReportId, storage: Storage, now = Date.now()): readonly FoundCopy[] {
  const found = storedNames(storage, prefixOf(id)).flatMap((name): FoundCopy[] => {
    const copy = parseCopy(storage.getItem(name))
    if (copy && now - Date.parse(copy.at) < longestStay) return [{ name, copy }]
    storage.removeItem(name)
    return []
  })
  return found.toSorted((a, b) => (a.copy.at < b.copy.at ? 1 : -1))
}

/** `collection/unit` of every report with something unsaved on this device. */
export function unsavedReports(account: string, storage: Storage): ReadonlySet<string> {
  const prefix = draftsOf(account)
  return new Set(
    storedNames(storage, prefix).map(name => name.slice(prefix.length).split('/').slice(0, 2).join('/')),
  )
}

/** Says whether it could be written: a full or forbidden storage is told to the person, not hidden. */
export function createLocalStore(id: ReportId, storage: Storage | undefined, own = page): LocalStore {
  const name = prefixOf(id) + own
  return {
    name,
    write: copy => {
      try {
        storage?.setItem(name, JSON.stringify(copy))
        return storage !== undefined
      } catch {
        return false
      }
    },
    clear: () => {
      try {
        storage?.removeItem(name)
      } catch {
        // A storage that cannot be written to holds nothing to take away.
      }
    },
  }
}
