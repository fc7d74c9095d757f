import type { AnyRoute } from '#kernel/contract/index.ts'

type Plain = Readonly<Record<string, unknown>>

/** `/api/reports/:id` with its parameters and query filled in; arrays repeat the key, blanks are left out. */
export function addressOf(route: Pick<AnyRoute, 'path'>, params: object = {}, query: object = {}): string {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = (params as Plain)[name]
    if (value === undefined || value === null || value === '') throw new Error(`missing parameter ${name}`)
    return encodeURIComponent(String(value))
  })
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one))
    }
  }
  const text = search.toString()
  return text ? `${path}?${text}` : path
}
