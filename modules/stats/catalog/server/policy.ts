/** Who may touch which form: the designers of the office whose programme it is, for forms of their subjects (专业). */
import { NATION, Problem } from '#kernel/contract/index.ts'
import { covers, type Reach, regionPrefix } from '#kernel/db/tx.ts'
import { catalogProblems, subjectName } from '../contract.ts'

/** `owner` is the region of the office whose programme it is. */
export type OwnedForm = Readonly<{ programme: string; owner: string; subject: string }>

export const ownsProgramme = (reach: Reach, owner: string): boolean =>
  covers(reach, { regionCode: owner, unitId: null })

export const mayTouch = (reach: Reach, { owner, subject }: OwnedForm): boolean =>
  covers(reach, { regionCode: owner, unitId: null, subject })

export function requireProgramme(reach: Reach, programme: string, owner: string): void {
  if (!ownsProgramme(reach, owner)) throw new Problem(catalogProblems.programmeOutside, { programme })
}

export function requireForm(reach: Reach, form: OwnedForm): void {
  requireProgramme(reach, form.programme, form.owner)
  if (!mayTouch(reach, form))
    throw new Problem(catalogProblems.subjectOutside, { subject: subjectName(form.subject) })
}

/** Whose a programme becomes that someone makes: the highest of the places where they design. */
export function homeOf(reach: Reach): string | null {
  if (reach.everything) return NATION
  const regions = reach.nodes.flatMap(node => ('region' in node ? [node.region] : []))
  return regions.toSorted((a, b) => regionPrefix(a).length - regionPrefix(b).length)[0] ?? null
}

/** 有效期 is a month and runs to its last day in Shanghai. */
export const isExpired = (validUntil: string, today: string): boolean => validUntil < today.slice(0, 7)
