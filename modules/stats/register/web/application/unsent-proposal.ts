/** A proposal begun and not sent, as this device keeps it: without its papers, which only the server holds. */
import { applicationKinds } from '../../contract.ts'
import { changesOf, draftOf, type Unit } from '../unit-draft.ts'
import { firstDraft, type ProposalDraft } from './proposal-draft.ts'

export type UnsentProposal = Readonly<{
  step: number
  unitId: number | null
  /** What was said of the unit when it was chosen: only what differs from it is the person's own. */
  base: ProposalDraft['fields'] | null
  draft: Omit<ProposalDraft, 'unit' | 'papers'>
  papers: number
}>

export function unsentOf({ unit, papers, ...draft }: ProposalDraft, step: number): UnsentProposal {
  return {
    step,
    unitId: unit?.unitId ?? null,
    base: unit && draftOf(unit),
    draft,
    papers: papers.length,
  }
}

/** What was stored, if it still is a proposal; another release may have written it. */
export function asUnsent(work: unknown): UnsentProposal | null {
  const { draft, step, papers } = (work ?? {}) as Partial<UnsentProposal>
  const whole = draft?.fields?.attributes && applicationKinds.includes(draft.kind)
  return whole && Number.isInteger(step) && Number.isInteger(papers) ? (work as UnsentProposal) : null
}

/** Goes on with it, over the unit as the register holds it now. */
export function resume({ draft, base }: UnsentProposal, unit: Unit | null): ProposalDraft {
  const first = { ...firstDraft(draft.kind, unit), ...draft, unit, papers: [] }
  if (!unit || !base || draft.kind === 'entry') return first
  const now = draftOf(unit)
  const { attributes, ...core } = changesOf(base, draft.fields)
  return {
    ...first,
    fields: { ...now, ...core, attributes: { ...now.attributes, ...attributes } } as ProposalDraft['fields'],
  }
}
