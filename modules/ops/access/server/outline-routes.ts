import type { FastifyRequest } from 'fastify'
import type { BaseContext } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import { type Database, readTransaction } from '#kernel/db/tx.ts'
import { writeAs } from '#kernel/db/write.ts'
import { direct, type RouteBinding, read, write } from '#kernel/http/binding.ts'
import { receiveFile } from '#kernel/http/receive-file.ts'
import { OUTLINE_LIMITS, readOutlineFile } from '#kernel/org/outline-file.ts'
import { drawMatched, matchOutlines, refuseUnknownEdition, strangersOf } from '#kernel/org/outline-match.ts'
import { outlineProblems } from '#kernel/org/outline-problems.ts'
import {
  keepOutlines,
  outlineSets,
  outlineStamp,
  outlinesBelow,
  removeOutlines,
} from '#kernel/org/outlines.ts'
import type { Services } from '#kernel/services.ts'
import * as contract from '../contract.ts'
import { refuseUnlessEverywhere } from './everywhere.ts'

export const outlineRoutes = ({ database: { db } }: Services): readonly RouteBinding[] => [
  read(contract.listOutlineSets, async ctx => {
    refuseUnlessEverywhere(ctx, contract.listOutlineSets)
    return outlineSets(ctx.tx)
  }),

  read(contract.readOutlineSet, async (ctx, { params }) => ({
    stamp: await outlineStamp(ctx.tx, params.edition),
  })),

  read(contract.readOutlines, async (ctx, { params, query }, { reply }) => {
    const found = await outlinesBelow(ctx.tx, params.edition, params.parent)
    if (!found) throw new Problem(problems.notFound)
    // Names nobody and never changes: whoever looks a second time need not wait.
    if (query.stamp === found.stamp) reply.header('cache-control', 'private, max-age=31536000, immutable')
    return found
  }),

  direct(contract.previewOutlines, async (base, { params, query }, { request }) => {
    const { file, match, drawn } = await judged(db, base, request, { ...params, ...query })
    return {
      property: file.property,
      properties: file.properties,
      features: file.outlines.length,
      points: file.points,
      levels: match.levels,
      strangers: strangersOf(file, match),
      drawings: drawn,
    }
  }),

  direct(contract.loadOutlines, async (base, { params, query }, { request }) => {
    const { name, drawn } = await judged(db, base, request, { ...params, ...query })
    const outlines = {
      edition: params.edition,
      approvalNumber: query.approvalNumber.trim(),
      source: query.source.trim(),
      fileName: name,
      drawn,
    }
    await writeAs(db, base, context => keepOutlines(context, outlines))
    return { done: true as const }
  }),

  write(contract.removeOutlines, async (ctx, { params }) => {
    refuseUnlessEverywhere(ctx, contract.removeOutlines)
    await removeOutlines(ctx, params.edition)
    return { done: true as const }
  }),
]

type Wanted = Readonly<{ edition: string; property?: string }>

/** The maps of every office are drawn from it, so it is one for the installation. Nothing is open while it is received and drawn. */
async function judged(
  db: Database,
  base: BaseContext,
  request: FastifyRequest,
  { edition, property }: Wanted,
) {
  refuseUnlessEverywhere(base, contract.loadOutlines)
  await readTransaction(db, tx => refuseUnknownEdition(tx, edition))
  const { name, bytes } = await receiveFile(request, OUTLINE_LIMITS.bytes, outlineProblems)
  const file = readOutlineFile(bytes, property)
  const match = await readTransaction(db, tx => matchOutlines(tx, edition, file))
  return { name, file, match, drawn: await drawMatched(file, match) }
}
