/** What the three steps gather, what is still missing of it, and the request it becomes. */
import type { BodyOf } from '#kernel/contract/index.ts'
import {
  type ApplicationKind,
  type ApplicationPage,
  type Paper,
  type Proposal,
  type propose,
  unitField,
} from '../../contract.ts'
import { changedNames, changesOf, draftOf, emptyDraft, type Unit, type UnitDraft } from '../unit-draft.ts'

export type ProposalDraft = Readonly<{
  kind: ApplicationKind
  month: string
  unit: Unit | null
  creditCode: string
  localCode: string
  unitKind: string
  fields: UnitDraft
  reason: string
  note: string
  papers: readonly Paper[]
}>

export const firstDraft = (kind: ApplicationKind, unit: Unit | null): ProposalDraft => ({
  kind,
  month: '',
  unit,
  creditCode: '',
  localCode: '',
  unitKind: 'legal',
  fields: unit ? draftOf(unit) : emptyDraft,
  reason: '',
  note: '',
  papers: [],
})

/** Takes up an application that was refused or withdrawn. */
export function draftFrom(application: ApplicationPage, unit: Unit | null): ProposalDraft {
  const draft = firstDraft(application.kind, unit)
  const { content } = split(application)
  return {
    ...draft,
    creditCode: application.creditCode ?? '',
    localCode: application.localCode ?? '',
    unitKind: String(application.after.kind ?? draft.unitKind),
    fields: {
      ...draft.fields,
      ...content.core,
      attributes: { ...draft.fields.attributes, ...content.attributes },
    } as UnitDraft,
    reason: application.exitReason === null ? '' : String(application.exitReason),
    note: application.note,
    papers: application.papers,
  }
}

function split({ kind, after, fields }: ApplicationPage) {
  const proposed = Object.entries(after).filter(
    ([name]) => name !== 'kind' && (kind === 'entry' || fields.includes(name)),
  )
  const isCore = (name: string) => unitField(name)?.core === true
  return {
    content: {
      core: Object.fromEntries(proposed.filter(([name]) => isCore(name))),
      attributes: Object.fromEntries(
        proposed.filter(([name]) => !isCore(name)).map(([name, value]) => [name, String(value ?? '')]),
      ),
    },
  }
}

export const changesOfDraft = ({ unit, fields }: ProposalDraft) =>
  unit ? changesOf(draftOf(unit), fields) : {}

/** Proof is asked for what decides which frames a unit is in; the server has the last word. */
export const papersNeeded = (draft: ProposalDraft): boolean =>
  draft.kind !== 'change' || changedNames(changesOfDraft(draft)).some(name => unitField(name)?.core === true)

export type Missing = 'unit' | 'code' | 'name' | 'region' | 'change' | 'reason' | 'note' | 'paper'

export function missingIn(draft: ProposalDraft, step: number): readonly Missing[] {
  const { kind, fields } = draft
  const entry = kind === 'entry'
  const asked: Readonly<Record<Missing, boolean>> = {
    unit: step === 0 && !entry && draft.unit === null,
    code: step === 0 && entry && draft.creditCode.trim() === '' && draft.localCode.trim() === '',
    name: step === 1 && kind !== 'exit' && fields.name.trim() === '',
    region: step === 1 && kind !== 'exit' && fields.regionCode === undefined,
    change: step === 1 && kind === 'change' && changedNames(changesOfDraft(draft)).length === 0,
    reason: step === 1 && kind === 'exit' && draft.reason === '',
    note: step === 1 && draft.note.trim().length < 2,
    paper: step === 2 && papersNeeded(draft) && draft.papers.length === 0,
  }
  return (Object.keys(asked) as Missing[]).filter(name => asked[name])
}

const given = (attributes: UnitDraft['attributes']) =>
  Object.fromEntries(
    Object.entries(attributes)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  )

export function proposalOf(draft: ProposalDraft): BodyOf<typeof propose> {
  const common = {
    month: draft.month,
    note: draft.note.trim(),
    papers: draft.papers.map(paper => paper.fileId),
  }
  const unitId = draft.unit?.unitId ?? 0
  if (draft.kind === 'exit') return { kind: 'exit', unitId, reason: Number(draft.reason), ...common }
  if (draft.kind === 'change') return { kind: 'change', unitId, changes: changesOfDraft(draft), ...common }
  const unit = {
    ...draft.fields,
    attributes: given(draft.fields.attributes),
    creditCode: draft.creditCode.trim() || null,
    localCode: draft.localCode.trim() || null,
    kind: draft.unitKind,
  }
  return { kind: 'entry', unit, ...common } as Proposal
}
