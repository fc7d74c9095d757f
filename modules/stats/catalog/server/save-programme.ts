import type { WriteContext } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import { catalogPermissions, catalogProblems, type Programme } from '../contract.ts'
import { homeOf, requireProgramme } from './policy.ts'
import { addProgramme, changeProgramme, lockProgramme } from './queries.ts'

/**
 * Changes the programme, where it is the person's office's, or makes it theirs; with `isNew` one that is there is
 * refused (`CATALOG_PROGRAMME_TAKEN`).
 */
export async function saveProgramme(
  context: WriteContext,
  programme: Programme,
  isNew = false,
): Promise<{ done: true }> {
  const { validFrom, validUntil } = programme
  if (validUntil < validFrom) throw new Problem(catalogProblems.programmeSpan, { validFrom, validUntil })
  const reach = context.reach(catalogPermissions.design.code)
  const found = isNew ? undefined : await lockProgramme(context.tx, programme.code)
  if (found) {
    requireProgramme(reach, programme.code, found.owner)
    await changeProgramme(context.tx, programme)
  } else {
    const owner = homeOf(reach)
    if (owner === null) throw new Problem(problems.forbidden)
    await addProgramme(context.tx, programme, owner)
  }
  context.audit({
    action: 'catalog.programme.save',
    subject: { kind: 'programme', id: programme.code },
    detail: { validFrom, validUntil },
  })
  return { done: true }
}
