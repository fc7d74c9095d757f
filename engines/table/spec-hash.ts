/** A stable name for a spec, so that a grid says which definition it came from: not a security hash. */

const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${sorted.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`
}

/** FNV-1a, 64 bits, over the spec's JSON with sorted keys; 16 hex digits. */
export const specHash = (spec: unknown): string => {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(canonical(spec)))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  return hash.toString(16).padStart(16, '0')
}
