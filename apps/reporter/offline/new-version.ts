/** Registers the service worker and tells when a new version of the pages stands ready; the person says when it is taken. */

type Ready = Readonly<{ container: ServiceWorkerContainer; registration: ServiceWorkerRegistration }>

let ready: Ready | null = null
let offered = false
const listeners = new Set<() => void>()
const CHECK_EVERY = 60 * 60_000

function offer(): void {
  offered = true
  for (const listener of listeners) listener()
}

function watch({ container, registration }: Ready): void {
  // Without a controller it is the first version on this device, which nobody has to choose.
  if (registration.waiting && container.controller) offer()
  registration.addEventListener('updatefound', () => {
    const coming = registration.installing
    coming?.addEventListener('statechange', () => {
      if (coming.state === 'installed' && container.controller) offer()
    })
  })
}

const HEAD_START = 2_000

/** The worker fetches every file of the pages: not before the page at hand has its own. */
async function whenLoaded(): Promise<void> {
  if (document.readyState !== 'complete')
    await new Promise(done => addEventListener('load', done, { once: true }))
  await new Promise(done => setTimeout(done, HEAD_START))
}

/** Does nothing where the browser has no service workers: over plain HTTP, or in development, where none is built. */
export async function keepShell(): Promise<void> {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined
  if (!container) return
  try {
    await whenLoaded()
    const registration = await container.register('/service-worker.js', { updateViaCache: 'none' })
    ready = { container, registration }
    watch(ready)
    const check = () => void registration.update().catch(() => undefined)
    setInterval(check, CHECK_EVERY)
    document.addEventListener('visibilitychange', () => document.hidden || check())
  } catch {
    // The pages work from the network alone.
  }
}

export const newVersion = {
  offered: () => offered,
  subscribe: (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}

/** Opens this page again in the new version; what is being typed stands on this device. */
export function takeNewVersion(): void {
  const waiting = ready?.registration.waiting
  // Another window took it: its files are there already.
  if (!waiting) {
    location.reload()
    return
  }
  ready?.container.addEventListener('controllerchange', () => location.reload(), { once: true })
  waiting.postMessage('take-over')
}
