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

/** A GET: runs in a READ ONLY transaction. */
export const read = <P extends TObject, Q extends TObject, B extends TSchema, S extends TSchema>(
  contract: Contract<P, Q, B, S>,
  handle: (
    context: ReadContext,
    input: Input<Contract<P, Q, B, S>>,
  ) => Promise<Frozen<ReplyOf<Contract<P, Q, B, S>>>>,
): RouteBinding => ({
  contract: contract as unknown as AnyRoute,
  kind: 'read',
  handle: handle as RouteBinding['handle'],
})

/** A read in several short transactions, with none open while it asks the analytics mirror or anything else. */
export const staged = <P extends TObject, Q extends TObject, B extends TSchema, S extends TSchema>(
  contract: Contract<P, Q, B, S>,
  handle: (
    context: StagedContext,
    input: Input<Contract<P, Q, B, S>>,
    raw: RawExchange,
  ) => Promise<Frozen<ReplyOf<Contract<P, Q, B, S>>>>,
): RouteBinding => ({
  contract: contract as unknown as AnyRoute,
  kind: 'staged',
  handle: handle as RouteBinding['handle'],
})

/** An unsafe method: one write transaction; the reply leaves after the commit. */
export const write = <P extends TObject, Q extends TObject, B extends TSchema, S extends TSchema>(
  contract: Contract<P, Q, B, S>,
  handle: (
    context: WriteContext,
    input: Input<Contract<P, Q, B, S>>,
    raw: RawExchange,
  ) => Promise<Frozen<ReplyOf<Contract<P, Q, B, S>>>>,
): RouteBinding => ({
  contract: contract as unknown as AnyRoute,
  kind: 'write',
  handle: handle as RouteBinding['handle'],
})

/** Opens its own transactions: group commit, sign-in, streams and files. */
export const direct = <P extends TObject, Q extends TObject, B extends TSchema, S extends TSchema>(
  contract: Contract<P, Q, B, S>,
  handle: (context: BaseContext, input: Input<Contract<P, Q, B, S>>, raw: RawExchange) => Promise<unknown>,
): RouteBinding => ({
  contract: contract as unknown as AnyRoute,
  kind: 'direct',
  handle: handle as RouteBinding['handle'],
})
