/**
 * A form and a collection of a story's own, made over HTTP: of a new form on every run and closing last, so that no
 * screen of the other stories chooses it.
 */
import { type APIRequestContext, expect } from '@playwright/test'
import { previousPeriod } from '#engines/form/index.ts'
import { api } from './reporters.ts'

type Json = Record<string, unknown>
export type Client = Readonly<{
  get: <T>(path: string) => Promise<T>
  send: <T>(method: 'POST' | 'PUT' | 'DELETE', path: string, data?: Json) => Promise<T>
  upload: <T>(path: string, multipart: Parameters<APIRequestContext['post']>[1] & object) => Promise<T>
}>

const clients = new Map<string, Promise<Client>>()

/** Signed in once. */
export function clientOf(name: string): Promise<Client> {
  const client = clients.get(name) ?? signedIn(name)
  clients.set(name, client)
  return client
}

async function signedIn(name: string): Promise<Client> {
  const context = await api(name)
  const { csrfToken } = (await (await context.get('/api/session')).json()) as { csrfToken: string }
  const headers = () => ({ 'x-csrf-token': csrfToken, 'idempotency-key': crypto.randomUUID() })
  const read = async <T>(answer: Awaited<ReturnType<APIRequestContext['get']>>): Promise<T> => {
    expect(answer.ok(), await answer.text()).toBe(true)
    return (await answer.json()) as T
  }
  return {
    get: async path => read(await context.get(path)),
    send: async (method, path, data = {}) =>
      read(await context.fetch(path, { method, headers: headers(), data })),
    upload: async (path, options) => read(await context.post(path, { ...options, headers: headers() })),
  }
}

/** `{form}` in the source stands for a code nobody has used. */
export async function publishForm(name: string, source: string): Promise<number> {
  const designer = await clientOf('designer')
  const form = `${name}-${Date.now().toString(36).toUpperCase()}`
  const { items } = await designer.get<{ items: { code: string; mayChange: boolean }[] }>(
    '/api/catalog/programmes',
  )
  const { versionId } = await designer.send<{ versionId: number }>('POST', '/api/catalog/forms', {
    source: source.replaceAll('{form}', form),
    programme: items.find(one => one.mayChange)!.code,
  })
  await designer.send('POST', `/api/catalog/versions/${versionId}/publish`)
  return versionId
}

const hoursFromNow = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()

/**
 * Issued for the period that is open now, or so many before it, to the units of these regions that are in these
 * industries.
 */
export async function issue(formVersionId: number, criterion: Json, monthsAgo = 0): Promise<number> {
  const city = await clientOf('city')
  const { items } = await city.get<{ items: { formCode: string; period: string; regionEdition: string }[] }>(
    '/api/collect/collections?phase=open&pageSize=200',
  )
  const { period: now, regionEdition } = items.find(one => one.formCode === 'B204-1')!
  let period = now
  for (let month = 0; month < monthsAgo; month += 1) period = previousPeriod(period)
  const { collectionId } = await city.send<{ collectionId: number }>('POST', '/api/collect/collections', {
    formVersionId,
    period,
    regionEdition,
    criterion,
    opensAt: hoursFromNow(-1),
    closesAt: hoursFromNow(24 * 40),
    countyAcceptsBy: hoursFromNow(24 * 42),
    cityAcceptsBy: hoursFromNow(24 * 44),
  })
  return collectionId
}

export type Listed = Readonly<{ unitId: number; unitName: string; creditCode: string; regionCode: string }>

/** The reports of the county that stand in these states, as its list shows them. */
export async function listed(collectionId: number, query: string): Promise<readonly Listed[]> {
  const county = await clientOf('county')
  const path = `/api/collect/collections/${collectionId}/reports?${query}&pageSize=200`
  return (await county.get<{ items: Listed[] }>(path)).items
}
