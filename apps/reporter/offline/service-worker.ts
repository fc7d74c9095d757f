/**
 * Keeps the reporter's pages on this device, one cache for each version, so that they open without network. It answers
 * with files that are the same for everybody and nothing else: no reply of the API is ever kept here. A new version waits
 * until the person takes it (docs/adr/0012).
 */
import { answeredBy, cacheName, isHashed, outdated, type Shell } from './shell-files.ts'

type Lasting = Event & Readonly<{ waitUntil: (work: Promise<unknown>) => void }>
type Asking = Lasting & Readonly<{ request: Request; respondWith: (answer: Promise<Response>) => void }>
/** What is used of a worker's globals: the DOM's types describe a page's. */
type Worker = Readonly<{
  /** Written before this script when it is built. */
  zhitongShell: Shell
  location: Location
  skipWaiting: () => Promise<void>
  clients: Readonly<{ claim: () => Promise<void> }>
  addEventListener: (type: string, listener: (event: never) => void) => void
}>

const worker = self as unknown as Worker
const shell = worker.zhitongShell

/** Past the browser's own cache, which may still hold the page of the version before. */
const fetched = (address: string) => fetch(new Request(address, { cache: 'reload' }))

async function fill(): Promise<void> {
  const cache = await caches.open(cacheName(shell))
  await Promise.all(
    shell.files.map(async address => {
      const known = isHashed(address) ? await caches.match(address) : undefined
      const file = known ?? (await fetched(address))
      if (!file.ok) throw new Error(`${address}: ${file.status}`)
      await cache.put(address, file)
    }),
  )
}

async function tidy(): Promise<void> {
  for (const name of outdated(await caches.keys(), cacheName(shell))) await caches.delete(name)
  await worker.clients.claim()
}

async function answer(address: string, request: Request): Promise<Response> {
  const own = await caches.open(cacheName(shell))
  return (await own.match(address)) ?? (await caches.match(address)) ?? fetch(request)
}

worker.addEventListener('install', (event: Lasting) => event.waitUntil(fill()))
worker.addEventListener('activate', (event: Lasting) => event.waitUntil(tidy()))
worker.addEventListener('message', (event: MessageEvent) => {
  if (event.data === 'take-over') void worker.skipWaiting()
})
worker.addEventListener('fetch', (event: Asking) => {
  const address = answeredBy(event.request, worker.location.origin, shell)
  if (address !== null) event.respondWith(answer(address, event.request))
})
