/**
 * Problems: everything the product refuses, each with a stable code that is never reused.
 * Contracts declare them; the server throws them; a test ties them to docs/errors.md.
 */
import type { TSchema } from 'typebox'

export type BilingualText = Readonly<{ 'zh-CN': string; en: string }>
type Language = keyof BilingualText

export type ProblemType = Readonly<{
  code: string
  status: number
  /** `{name}` is filled from the problem's detail; what stands there in both languages, or as a list of such, is taken in the text's. */
  text: BilingualText
  /** Shape of `detail`, where the problem carries one. */
  detail?: TSchema
}>

/** What a refused request gets back as its JSON body. */
export type ProblemBody = Readonly<{
  code: string
  status: number
  message: BilingualText
  detail?: unknown
  requestId?: string
}>

export const defineProblem = (
  code: string,
  status: number,
  zhCN: string,
  en: string,
  detail?: TSchema,
): ProblemType => Object.freeze({ code, status, text: { 'zh-CN': zhCN, en }, ...(detail && { detail }) })

/** Thrown by use-cases; the http layer turns it into a `ProblemBody`. */
export class Problem extends Error {
  readonly type: ProblemType
  readonly detail: Readonly<Record<string, unknown>>

  constructor(type: ProblemType, detail: Readonly<Record<string, unknown>> = {}) {
    super(`${type.code}: ${fill(type.text, 'en', detail)}`)
    this.name = 'Problem'
    this.type = type
    this.detail = detail
  }
}

export function problemBody(problem: Problem, requestId?: string): ProblemBody {
  const { type, detail } = problem
  return {
    code: type.code,
    status: type.status,
    message: { 'zh-CN': fill(type.text, 'zh-CN', detail), en: fill(type.text, 'en', detail) },
    ...(Object.keys(detail).length > 0 && { detail }),
    ...(requestId && { requestId }),
  }
}

const fill = (text: BilingualText, language: Language, detail: Readonly<Record<string, unknown>>): string =>
  text[language].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in detail ? inWords(detail[name], language) : whole,
  )

const isWords = (value: unknown): value is Readonly<{ 'zh-CN': string; en?: string }> =>
  typeof value === 'object' && value !== null && 'zh-CN' in value

function inWords(value: unknown, language: Language): string {
  if (Array.isArray(value))
    return value.map(one => inWords(one, language)).join(language === 'zh-CN' ? '、' : ', ')
  return isWords(value) ? (value[language] ?? value['zh-CN']) : String(value)
}

/** Problems any route may answer with. */
export const problems = Object.freeze({
  malformed: defineProblem(
    'REQUEST_MALFORMED',
    400,
    '请求内容不符合要求：{reason}',
    'The request is not what this address expects: {reason}',
  ),
  tooLarge: defineProblem(
    'REQUEST_TOO_LARGE',
    413,
    '内容过大，上限 {limit} 字节',
    'The content is too large; the limit is {limit} bytes',
  ),
  unsupportedMedia: defineProblem(
    'REQUEST_MEDIA_TYPE',
    415,
    '不支持的内容类型',
    'This content type is not supported',
  ),
  signedOut: defineProblem(
    'SESSION_REQUIRED',
    401,
    '请先登录；未保存到服务器的内容仍在本机',
    'Please sign in first; what is not yet on the server is kept on this device',
  ),
  forbidden: defineProblem(
    'PERMISSION_DENIED',
    403,
    '您没有执行此操作的权限',
    'You do not have permission to do this',
  ),
  csrf: defineProblem(
    'CSRF_TOKEN_INVALID',
    403,
    '页面已过期，请刷新后重试；已填内容不会丢失',
    'This page is out of date; reload it and try again. What you entered is kept',
  ),
  notReady: defineProblem(
    'ACCOUNT_NOT_READY',
    403,
    '请先完成首次改密或动态口令验证',
    'First change the initial password or complete the second factor',
  ),
  notFound: defineProblem('NOT_FOUND', 404, '没有找到，或不在您的范围内', 'Not found, or outside your scope'),
  conflict: defineProblem(
    'CONFLICT',
    409,
    '与现有数据冲突：{constraint}',
    'This conflicts with existing data: {constraint}',
  ),
  idempotencyMismatch: defineProblem(
    'IDEMPOTENCY_MISMATCH',
    409,
    '同一请求编号已用于不同的内容',
    'This request id was already used for different content',
  ),
  idempotencyRequired: defineProblem(
    'IDEMPOTENCY_KEY_REQUIRED',
    400,
    '缺少请求编号（Idempotency-Key）',
    'The Idempotency-Key header is required here',
  ),
  requirement: defineProblem(
    'REQUIREMENT_FAILED',
    409,
    '引用的数据不存在或仍被使用：{constraint}',
    'Something this refers to does not exist or is still in use: {constraint}',
  ),
  tooMany: defineProblem(
    'TOO_MANY_REQUESTS',
    429,
    '请求过于频繁，请 {seconds} 秒后再试',
    'Too many requests; try again in {seconds} seconds',
  ),
  databaseAway: defineProblem(
    'DATABASE_UNAVAILABLE',
    503,
    '数据库暂时不可用，刚才的内容可能没有保存到服务器；请稍后重试，重复提交不会重复记录',
    'The database is not available, and what you sent may not have been saved; try again shortly: sending it twice records it once',
  ),
  databaseBusy: defineProblem(
    'DATABASE_BUSY',
    503,
    '所涉及的数据正被其他操作占用，等待过久，本次内容未保存；请稍后重试',
    'Other work holds the data that this needs, and it waited too long; nothing was saved. Try again shortly',
  ),
  storageFull: defineProblem(
    'STORAGE_FULL',
    507,
    '服务器存储空间已满，本次内容未保存到服务器；请联系系统管理员，腾出空间后重试',
    'The server has no space left and this was not saved on it; tell the administrator, and try again once there is space',
  ),
  taskInterrupted: defineProblem(
    'TASK_INTERRUPTED',
    500,
    '后台处理多次中断（服务停止），未能完成；请重新发起，若仍如此请联系系统管理员',
    'Work on this was cut off again and again because the server stopped, and it did not finish; start it again, and tell the administrator if it happens once more',
  ),
  internal: defineProblem(
    'INTERNAL_ERROR',
    500,
    '系统出现错误，已记录（编号 {requestId}）',
    'Something went wrong and was recorded (reference {requestId})',
  ),
})
