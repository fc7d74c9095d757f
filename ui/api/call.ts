/** One typed request, described by its contract. */
import type { AnyRoute, BodyOf, ParamsOf, QueryOf, ReplyOf } from '#kernel/contract/index.ts'
import { addressOf } from './address.ts'
import { newId } from './new-id.ts'
import { failureOf, offlineProblem, RequestFailed } from './request-failed.ts'
import { csrfToken, rememberCsrfToken, sessionLost } from './session-token.ts'

export type CallInput<R extends AnyRoute> = Readonly<{
  params?: ParamsOf<R>
  /** Fields with a default in the contract may be left out. */
  query?: Partial<QueryOf<R>>
  body?: BodyOf<R>
  /** Made here where the route asks for one; give it to send the same request again. */
  idempotencyKey?: string
  /** A file, or a ready form where fields go with it. */
  upload?: File | FormData
  signal?: AbortSignal
  /** Goes out though the page is being left; its answer may be heard by nobody. */
  keepalive?: boolean
}>

const isUnsafe = (route: AnyRoute) => route.method !== 'GET'

function uploadForm(upload: File | FormData): FormData {
  if (upload instanceof FormData) return upload
  const form = new FormData()
  form.append('file', upload, upload.name)
  return form
}

async function requestOf(
  route: AnyRoute,
  input: CallInput<AnyRoute>,
  requestId: string,
  freshToken: boolean,
): Promise<RequestInit> {
  const headers: Record<string, string> = { accept: 'application/json', 'x-request-id': requestId }
  const init: RequestInit = { method: route.method, headers, credentials: 'same-origin' }
  if (input.signal) init.signal = input.signal
  if (input.keepalive) init.keepalive = true
  if (isUnsafe(route)) {
    const token = await csrfToken(freshToken)
    if (token) headers['x-csrf-token'] = token
  }
  if (input.idempotencyKey) headers['idempotency-key'] = input.idempotencyKey
  if (input.upload) init.body = uploadForm(input.upload)
  else if (input.body !== undefined) {
    headers['content-type'] = 'application/json'
    init.body = JSON.stringify(input.body)
  }
  return init
}

async function fetched(address: string, init: RequestInit, requestId: string): Promise<Response> {
  try {
    return await fetch(address, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    // It may have arrived, and its answer been lost: the number finds it in the server's log.
    throw new RequestFailed({ ...offlineProblem, requestId })
  }
}

/** The raw answer of a request that succeeded; raises RequestFailed for every other. */
export async function send<R extends AnyRoute>(route: R, input: CallInput<R> = {}): Promise<Response> {
  const address = addressOf(route, input.params, input.query)
  const keyed =
    route.idempotency === 'key' && !input.idempotencyKey ? { ...input, idempotencyKey: newId() } : input
  const attempt = async (freshToken: boolean): Promise<Response | RequestFailed> => {
    const requestId = newId()
    const init = await requestOf(route, keyed as CallInput<AnyRoute>, requestId, freshToken)
    const response = await fetched(address, init, requestId)
    return response.ok ? response : failureOf(response, requestId)
  }
  const first = await attempt(false)
  if (first instanceof Response) return first
  const failure = first.problem.code === 'CSRF_TOKEN_INVALID' ? await attempt(true) : first
  if (failure instanceof Response) return failure
  if (failure.problem.code === 'SESSION_REQUIRED') sessionLost()
  throw failure
}

/** Sends a request and gives its reply, typed by the contract; raises RequestFailed. */
export async function call<R extends AnyRoute>(route: R, input: CallInput<R> = {}): Promise<ReplyOf<R>> {
  const response = await send(route, input)
  if (response.status === 204) return undefined as ReplyOf<R>
  const reply: unknown = await response.json().catch(() => null)
  if (reply === null) throw await failureOf(response, response.headers.get('x-request-id') ?? undefined)
  if (typeof reply === 'object' && 'csrfToken' in reply && typeof reply.csrfToken === 'string') {
    rememberCsrfToken(reply.csrfToken)
  }
  return reply as ReplyOf<R>
}

function fileNameOf(response: Response): string {
  const header = response.headers.get('content-disposition') ?? ''
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1]
  if (encoded) return decodeURIComponent(encoded)
  return /filename="?([^";]+)"?/i.exec(header)?.[1] ?? 'download'
}

/** Fetches a file and hands it to the browser's downloads under the server's name for it. */
export async function download<R extends AnyRoute>(
  route: R,
  input: CallInput<R> = {},
): Promise<Readonly<{ name: string; bytes: number }>> {
  const response = await send(route, input)
  const blob = await response.blob()
  const name = fileNameOf(response)
  saveFile(name, blob)
  return { name, bytes: blob.size }
}

export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
