import type { Static } from 'typebox'
import { type RouteBinding, staged } from '#kernel/http/binding.ts'
import type { Services } from '#kernel/services.ts'
import { refuseUnlessEverywhere } from '#modules/ops/access/server/index.ts'
import * as contract from '../contract.ts'
import { curvesOf, levelsOf, spellsOf } from './figures.ts'
import { type InstanceRow, listInstances } from './queries.ts'
import { readSlow } from './slow-queries.ts'

export const monitorRoutes = (services: Services): readonly RouteBinding[] => [
  staged(contract.readOperations, async context => {
    refuseUnlessEverywhere(context, contract.readOperations)
    const { measures, sampler, slowQueries } = services
    const sample = await sampler.current()
    const instances = await context.read(({ tx }) => listInstances(tx))
    return {
      at: sample.at.toISOString(),
      instance: measures.instance,
      instances: instances.map(({ started_at, seen_at, figures, role, ...row }) => ({
        ...row,
        role: role as InstanceRow['role'],
        self: row.id === measures.instance,
        startedAt: started_at.toISOString(),
        seenAt: seen_at.toISOString(),
        figures: figures as unknown as Figures,
      })),
      spells: spellsOf(measures.timeline),
      curves: curvesOf(measures.timeline),
      levels: levelsOf(sample),
      slow: await readSlow(context, slowQueries),
    }
  }),
]

type Figures = Static<typeof contract.InstanceFigures>
