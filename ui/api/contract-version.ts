/**
 * Which reply a page expects: changes with every field of the route's contract. What a contract leaves open (a form's own
 * definition, the values of a report) is stored for years and read by any version, so it has no part in this.
 */
import type { AnyRoute } from '#kernel/contract/index.ts'

const known = new WeakMap<AnyRoute, string>()

/** FNV-1a over UTF-16 units: tells versions apart, protects nothing. */
function digest(text: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash >>> 0).toString(36)
}

export function contractVersion(route: AnyRoute): string {
  const found = known.get(route) ?? digest(JSON.stringify(route.reply ?? null))
  known.set(route, found)
  return found
}
