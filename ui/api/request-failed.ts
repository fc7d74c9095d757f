import type { ProblemBody } from '#kernel/contract/index.ts'

/** What `call` rejects with: the problem as the server told it, or one made here when no answer came. */
export class RequestFailed extends Error {
  readonly problem: ProblemBody
  /** Seconds the server asked to wait, where it did. */
  readonly retryAfter: number | undefined

  constructor(problem: ProblemBody, retryAfter?: number) {
    super(`${problem.code}: ${problem.message.en}`)
    this.name = 'RequestFailed'
    this.problem = problem
    this.retryAfter = retryAfter
  }
}

export const offlineProblem: ProblemBody = Object.freeze({
  code: 'OFFLINE',
  status: 0,
  message: {
    'zh-CN': '无法连接服务器，请检查网络；已填写的内容仍在本机',
    en: 'The server cannot be reached; please check the network. What you entered is kept on this device',
  },
})

/** What this device kept was given to pages of another version. */
export const keptOutdatedProblem: ProblemBody = Object.freeze({
  code: 'KEPT_OUTDATED',
  status: 0,
  message: {
    'zh-CN': '本机留存的是旧版页面的内容，新版页面不能使用；请联网后再打开，已填写和待报送的内容仍在本机',
    en: 'This device kept this for an older version of the pages, and the new version cannot use it. Open it again with network; what you entered and what waits to be sent are still here',
  },
})

const unreadable = (status: number): ProblemBody => ({
  code: 'REPLY_UNREADABLE',
  status,
  message: {
    'zh-CN': `服务器的答复无法识别（${status}）`,
    en: `The server's reply could not be understood (${status})`,
  },
})

function isProblemBody(value: unknown): value is ProblemBody {
  if (typeof value !== 'object' || value === null) return false
  const { code, status, message } = value as Record<string, unknown>
  if (typeof code !== 'string' || typeof status !== 'number') return false
  if (typeof message !== 'object' || message === null) return false
  return typeof (message as Record<string, unknown>)['zh-CN'] === 'string'
}

/** Reads a refusal; a proxy's HTML page becomes a problem too, under the number that the request was sent with. */
export async function failureOf(response: Response, requestId?: string): Promise<RequestFailed> {
  const body: unknown = await response.json().catch(() => null)
  const after = Number(response.headers.get('retry-after'))
  const told = isProblemBody(body) ? body : unreadable(response.status)
  const problem = told.requestId || !requestId ? told : { ...told, requestId }
  return new RequestFailed(problem, Number.isFinite(after) && after > 0 ? after : undefined)
}

/** Any thrown thing as a problem that a screen can show. */
export function asProblem(error: unknown): ProblemBody {
  if (error instanceof RequestFailed) return error.problem
  return {
    code: 'PAGE_ERROR',
    status: 0,
    message: { 'zh-CN': '页面出现意外错误', en: 'The page met an unexpected error' },
    ...(error instanceof Error && { detail: { reason: error.message } }),
  }
}

/** Worth sending again unchanged: nothing arrived, or the server asked to wait. */
export const isTransient = (error: unknown): boolean =>
  error instanceof RequestFailed && [0, 429, 502, 503, 504, 507].includes(error.problem.status)
