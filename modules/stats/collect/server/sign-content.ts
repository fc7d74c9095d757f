/** Ending a step: content gets the signature of whoever ends it, and its signers their names. */
import type { Explanations } from '#engines/form/index.ts'
import type { WriteContext } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import { contentHash, type ReadyForm } from './form-programs.ts'
import type { Content } from './judge.ts'
import type { ReportRow } from './queries/reports.ts'
import { withoutSigners, withSigners } from './signatories.ts'
import { type Arrangement, contentRefusal, type Progress, personAt, type Signature } from './step-policy.ts'

export type SignedContent = Content &
  Readonly<{
    signatures: readonly Signature[]
    /** What the signatures are given for; null where the unit has no steps. */
    signedSha256: string | null
  }>

type Signing = Readonly<{ arrangement: Arrangement | null; progress: Progress; accountId: number; at: Date }>

/** The caller has seen that it is this person's step. */
export function signContent(
  { spec }: ReadyForm,
  content: Content,
  explanations: Explanations,
  { arrangement, progress, accountId, at }: Signing,
): SignedContent | Problem {
  if (arrangement === null) return { ...content, signatures: [], signedSha256: null }
  const signedSha256 = contentHash(spec, withoutSigners(spec, content.values, arrangement), explanations)
  const refusal = contentRefusal(progress, signedSha256)
  if (refusal) return refusal
  const step = progress.turn
  const person = personAt(arrangement, step, accountId)
  if (!person) return new Problem(problems.notFound)
  const signatures = [...progress.signatures, { step, accountId, name: person.name, at: at.toISOString() }]
  return {
    ...content,
    values: withSigners(spec, content.values, arrangement, signatures),
    signatures,
    signedSha256,
  }
}

/** For the audit row: accounts and no names. */
export const signedBy = (signatures: readonly Signature[] | undefined) =>
  signatures?.length
    ? { signed: signatures.map(({ step, accountId, at }) => ({ step, account: accountId, at })) }
    : {}

/** Those before the last learn that it went. */
export function tellSignatories(
  context: WriteContext,
  { formCode, period, collectionId, unitId }: ReportRow,
  signatures: readonly Signature[] = [],
): void {
  const others = new Set(signatures.map(one => one.accountId))
  others.delete(context.actor.accountId)
  const last = signatures.at(-1)
  for (const accountId of others) {
    context.notify({
      accountId,
      kind: 'collect.signed',
      title: { 'zh-CN': `${formCode} ${period} 已上报`, en: `${formCode} ${period} was submitted` },
      body: { 'zh-CN': `由${last?.name}上报`, en: `Submitted by ${last?.name}` },
      link: `/reports/${collectionId}/${unitId}/receipt`,
    })
  }
}
