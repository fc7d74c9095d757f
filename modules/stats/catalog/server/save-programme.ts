import type { WriteContext } from '#kernel/context.ts'
import type { Programme } from '../contract.ts'
import { upsertProgramme } from './queries.ts'

export async function saveProgramme(context: WriteContext, programme: Programme): Promise<{ done: true }> {
  await upsertProgramme(context.tx, programme)
  context.audit({
    action: 'catalog.programme.save',
    subject: { kind: 'programme', id: programme.code },
    detail: { validFrom: programme.validFrom, validUntil: programme.validUntil },
  })
  return { done: true }
}
