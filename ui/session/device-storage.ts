/** The storage of this device; none where the browser forbids it. */
export function deviceStorage(): Storage | undefined {
  try {
    return globalThis.localStorage
  } catch {
    return undefined
  }
}

/** Names of the entries that begin so. */
export const storedNames = (storage: Storage, prefix: string): readonly string[] =>
  Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '').filter(name =>
    name.startsWith(prefix),
  )
