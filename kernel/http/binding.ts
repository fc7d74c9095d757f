/** How a module's handlers meet their contracts. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { TObject, TSchema } from 'typebox'
import type { BaseContext, ReadContext, StagedContext, WriteContext } from '../context.ts'
import type { AnyRoute, BodyOf, ParamsOf, QueryOf, ReplyOf, RouteContract } from '../contract/index.ts'

export type Input<R> = Readonly<{ params: ParamsOf<R>; query: QueryOf<R>; body: BodyOf<R> }>

/** Handlers may answer with frozen data. */
export type Frozen<T> = T extends readonly (infer E)[]
  ? readonly Frozen<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T

export type RawExchange = Readonly<{ request: FastifyRequest; reply: FastifyReply }>

export type RouteBinding = Readonly<{
  contract: AnyRoute
  kind: 'read' | 'staged' | 'write' | 'direct'
  handle: (context: never, input: never, raw: RawExchange) => Promise<unknown>
}>

type Contract<P extends TObject, Q extends TObject, B extends TSchema, S extends TSchema> = RouteContract<
  P,
  Q,
  B,
  S
>

const bind = (kind: RouteBinding['kind'], contract: unknown, handle: unknown): RouteBinding => ({
  contract: contract as AnyRoute,
  kind,
  handle: handle as RouteBinding['handle'],
})

/** Ties what a handler takes and answers to its contract; `Context` is what its kind of route gives it. */
const binder =
  <Context>(kind: RouteBinding['kind']) =>
  <P extends TObject, Q extends TObject, B extends TSchema, S extends TSchema>(
    contract: Contract<P, Q, B, S>,
    handle: (
      context: Context,
      input: Input<Contract<P, Q, B, S>>,
      raw: RawExchange,
    ) => Promise<Frozen<ReplyOf<Contract<P, Q, B, S>>>>,
  ): RouteBinding =>
    bind(kind, contract, handle)

/** A GET: runs in a READ ONLY transaction. */
export const read = binder<ReadContext>('read')

/** A read in several short transactions, with none open while it asks the analytics mirror or anything else. */
export const staged = binder<StagedContext>('staged')

/** An unsafe method: one write transaction; the reply leaves after the commit. */
export const write = binder<WriteContext>('write')

/** Opens its own transactions: group commit, sign-in, streams and files. */
export const direct = <P extends TObject, Q extends TObject, B extends TSchema, S extends TSchema>(
  contract: Contract<P, Q, B, S>,
  handle: (context: BaseContext, input: Input<Contract<P, Q, B, S>>, raw: RawExchange) => Promise<unknown>,
): RouteBinding => bind('direct', contract, handle)
