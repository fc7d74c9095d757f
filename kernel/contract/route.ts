/**
 * Route contracts: one value gives validation, types, OpenAPI and the browser's client.
 * Isomorphic on purpose: server and web import the same contract.
 */
import type { Static, TObject, TSchema } from 'typebox'
import type { BilingualText, ProblemType } from './problem.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** `public` needs no session; `signed-in` any session; otherwise a permission code some module declares. */
export type RoutePermission = 'public' | 'signed-in' | (string & {})

export type RouteContract<
  Params extends TObject = TObject,
  Query extends TObject = TObject,
  Body extends TSchema = TSchema,
  Reply extends TSchema = TSchema,
> = Readonly<{
  /** `collect.submitReport`: module, then verb and noun. */
  id: string
  method: Method
  /** `/api/…` with `:name` parameters. */
  path: string
  summary: BilingualText
  permission: RoutePermission
  params?: Params
  query?: Query
  body?: Body
  /** Absent where the reply is a file or a stream. */
  reply?: Reply
  problems?: readonly ProblemType[]
  /**
   * Reads or writes data of identifiable units: every use by staff is audited (统计法实施条例 第二十三条). A read that
   * declares none is not answered.
   */
  identified?: boolean
  /** A write without a trace, for the person's own conveniences and for drafts; every other one is undone. */
  unaudited?: boolean
  /** `key`: the client must send Idempotency-Key and a repeated request gets the first reply. */
  idempotency?: 'key'
  /** Usable before the forced password change or the second factor is done. */
  beforeReady?: boolean
  /** Asked by the page and not by the person: does not keep the session alive. */
  background?: boolean
  /** Bytes; the server's default is 1 MiB. */
  bodyLimit?: number
  /** The body is a file upload (multipart/form-data). */
  upload?: boolean
}>

export type AnyRoute = RouteContract<TObject, TObject, TSchema, TSchema>

export const defineRoute = <
  Params extends TObject = TObject<Record<never, never>>,
  Query extends TObject = TObject<Record<never, never>>,
  Body extends TSchema = TSchema,
  Reply extends TSchema = TSchema,
>(
  contract: RouteContract<Params, Query, Body, Reply>,
): RouteContract<Params, Query, Body, Reply> => Object.freeze(contract)

export type ParamsOf<R> = R extends RouteContract<infer P, TObject, TSchema, TSchema> ? Static<P> : never
export type QueryOf<R> = R extends RouteContract<TObject, infer Q, TSchema, TSchema> ? Static<Q> : never
export type BodyOf<R> = R extends RouteContract<TObject, TObject, infer B, TSchema> ? Static<B> : never
export type ReplyOf<R> = R extends RouteContract<TObject, TObject, TSchema, infer S> ? Static<S> : never

/** A permission a module declares; roles are sets of these held at a node of the organisation tree. */
export type PermissionType = Readonly<{ code: string; text: BilingualText }>

export const definePermissions = <T extends Readonly<Record<string, PermissionType>>>(permissions: T): T =>
  Object.freeze(permissions)
