import type { WriteContext } from '#kernel/context.ts'
import { Problem } from '#kernel/contract/index.ts'
import { catalogProblems, type Programme } from '../contract.ts'
import { addProgramme, upsertProgramme } from './queries.ts'

/** Changes the programme or makes it; with `isNew` one that is there is refused (`CATALOG_PROGRAMME_TAKEN`). */
export async function saveProgramme(
  context: WriteContext,
  programme: Programme,
  isNew = false,
): Promise<{ done: true }> {
  const { validFrom, validUntil } = programme
  if (validUntil < validFrom) throw new Problem(catalogProblems.programmeSpan, { validFrom, validUntil })
  await (isNew ? addProgramme : upsertProgramme)(context.tx, programme)
  context.audit({
    action: 'catalog.programme.save',
    subject: { kind: 'programme', id: programme.code },
    detail: { validFrom, validUntil },
  })
  return { done: true }
}
