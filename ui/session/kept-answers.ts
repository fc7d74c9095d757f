/**
 * Replies of the API kept on this device (IndexedDB) for the account they were given to: what the pages show without
 * network. They go when the account signs out and when another signs in; a device that keeps nothing is no error. With each
 * stands the version of the contract it was given under: pages of another version do not show it.
 */
import { keepsFor } from './kept-account.ts'

export type KeptAnswer = Readonly<{ at: string; reply: unknown }>
/** What an answer is known by, and the version of its contract. */
export type AnswerName = Readonly<{ name: string; version: string }>
type AnswerKey = readonly [account: string, name: string, version?: string]

const STORE = 'answers'
const BY_TIME = 'at'
const longestStay = 60 * 24 * 3_600_000

let opening: Promise<IDBDatabase> | null = null

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result)
    request.onerror = () => failed(request.error)
  })

function open(): Promise<IDBDatabase> {
  opening ??= new Promise<IDBDatabase>((done, failed) => {
    const request = indexedDB.open('zhitong', 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE).createIndex(BY_TIME, 'at')
    request.onsuccess = () => {
      // A later version in another window may upgrade it.
      request.result.onversionchange = () => {
        request.result.close()
        opening = null
      }
      done(request.result)
    }
    request.onerror = () => failed(request.error)
  }).catch(error => {
    opening = null
    throw error
  })
  return opening
}

const patience = 4_000

const after = <T>(ms: number, value: T): Promise<T> => new Promise(done => setTimeout(() => done(value), ms))

/** One transaction; `otherwise` where this browser keeps nothing, has no room left, or does not answer. */
async function within<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => Promise<T>,
  otherwise: T,
): Promise<T> {
  try {
    return await Promise.race([transact(mode, work), after(patience, otherwise)])
  } catch {
    return otherwise
  }
}

async function transact<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => Promise<T>,
): Promise<T> {
  const transaction = (await open()).transaction(STORE, mode)
  const ended = new Promise<void>((done, failed) => {
    transaction.oncomplete = () => done()
    transaction.onabort = () => failed(transaction.error)
  })
  const [result] = await Promise.all([work(transaction.objectStore(STORE)), ended])
  return result
}

/** Names are text, which stands before lists. */
const ownKeys = (account: string) => IDBKeyRange.bound([account], [account, []])
const keysOf = (account: string, name: string) => IDBKeyRange.bound([account, name], [account, name, []])
const keyOf = (account: string, { name, version }: AnswerName): [string, string, string] => [
  account,
  name,
  version,
]

/** In the place of the same answer of any other version. */
export const keepAnswer = (account: string, answer: AnswerName, reply: unknown): Promise<boolean> =>
  keepsFor(account)
    ? within(
        'readwrite',
        async store => {
          await settled(store.delete(keysOf(account, answer.name)))
          await settled(store.put({ at: new Date().toISOString(), reply }, keyOf(account, answer)))
          return true
        },
        false,
      )
    : Promise.resolve(false)

/** `outdated`: kept by pages of another version, which may lack what these show. */
export const findAnswer = (account: string, answer: AnswerName): Promise<KeptAnswer | 'outdated' | null> =>
  within<KeptAnswer | 'outdated' | null>(
    'readonly',
    async store => {
      const found = (await settled(store.get(keyOf(account, answer)))) as KeptAnswer | undefined
      if (found) return found
      return (await settled(store.count(keysOf(account, answer.name)))) > 0 ? 'outdated' : null
    },
    null,
  )

/** What this device learnt since, put into the reply as the server would give it now; nothing where none is kept. */
export const amendAnswer = <T>(account: string, answer: AnswerName, change: (reply: T) => T): Promise<void> =>
  within(
    'readwrite',
    async store => {
      const key = keyOf(account, answer)
      const found = (await settled(store.get(key))) as KeptAnswer | undefined
      if (found && keepsFor(account))
        await settled(store.put({ ...found, reply: change(found.reply as T) }, key))
    },
    undefined,
  )

type Visit = (at: string, key: AnswerKey) => void

/** Every key with its time, the answers themselves left where they are. */
const eachKey = (store: IDBObjectStore, visit: Visit): Promise<void> =>
  new Promise((done, failed) => {
    const request = store.index(BY_TIME).openKeyCursor()
    request.onerror = () => failed(request.error)
    request.onsuccess = () => {
      const cursor = request.result
      if (!cursor) return done()
      visit(String(cursor.key), cursor.primaryKey as unknown as AnswerKey)
      cursor.continue()
    }
  })

/** When each answer of this version was kept, by its name. */
export const keptSince = (account: string, version: string): Promise<ReadonlyMap<string, string>> =>
  within(
    'readonly',
    async store => {
      const found = new Map<string, string>()
      await eachKey(store, (at, [owner, name, under]) => {
        if (owner === account && under === version) found.set(name, at)
      })
      return found
    },
    new Map(),
  )

export const dropAnswers = (account: string): Promise<void> =>
  within('readwrite', store => settled(store.delete(ownKeys(account))), undefined)

/** Another account's answers go, and very old ones of its own. */
export const dropForeignAnswers = (account: string, now = Date.now()): Promise<void> =>
  within(
    'readwrite',
    store =>
      eachKey(store, (at, key) => {
        if (key[0] !== account || now - Date.parse(at) > longestStay) store.delete([...key] as string[])
      }),
    undefined,
  )
