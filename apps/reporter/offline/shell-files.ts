/** Which files of one version of the pages stand on this device, and what they answer. Pure: the worker does the rest. */

export type Shell = Readonly<{
  /** Changes with every byte of the files. */
  version: string
  /** Addresses; those below `/assets/` carry the hash of their content in their name. */
  files: readonly string[]
}>

const PREFIX = 'zhitong-shell-'
const PAGE = '/index.html'

export const cacheName = ({ version }: Shell): string => PREFIX + version

/** A page still open on the version before goes on with its files, so two versions stay. */
export function outdated(names: readonly string[], current: string): readonly string[] {
  const others = names.filter(name => name.startsWith(PREFIX) && name !== current)
  return others.slice(0, -1)
}

/** Named by its content, so that what an earlier version kept under this address is the same. */
export const isHashed = (address: string): boolean => address.startsWith('/assets/')

type Asked = Readonly<{ method: string; mode: string; url: string }>

/**
 * The address of the file that answers a request, null where the network does: everything of the API, of the console
 * and of other places. An address of no file is a page of the reporter.
 */
export function answeredBy({ method, mode, url }: Asked, origin: string, shell: Shell): string | null {
  const { origin: asked, pathname } = new URL(url)
  if (method !== 'GET' || asked !== origin || pathname.startsWith('/api/')) return null
  if (mode === 'navigate') return /^\/console(\/|$)|\.\w+$/.test(pathname) ? null : PAGE
  // Of an older version, where a page of it is still open.
  if (isHashed(pathname)) return pathname
  return shell.files.includes(pathname) ? pathname : null
}
