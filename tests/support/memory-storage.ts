/** Storage of a browser, in memory; refuses values above `limit` as a full one does. */
export function memoryStorage(limit = Number.POSITIVE_INFINITY): Storage {
  const held = new Map<string, string>()
  return {
    get length() {
      return held.size
    },
    key: index => [...held.keys()][index] ?? null,
    getItem: name => held.get(name) ?? null,
    setItem: (name, value) => {
      if (value.length > limit) throw new Error('full')
      held.set(name, value)
    },
    removeItem: name => void held.delete(name),
    clear: () => held.clear(),
  }
}
