import type { WriteContext } from '#kernel/context.ts'
import { Problem } from '#kernel/contract/index.ts'
import { shanghaiDay } from '#kernel/time/shanghai.ts'
import { registerProblems } from '../contract.ts'
import { normaliseLocalCode } from '../credit-code.ts'
import { lockUnit } from './change-unit.ts'
import { checkedCreditCode } from './check-values.ts'
import { insertEvents, updateUnit } from './queries.ts'

export type CodeCorrection = Readonly<{
  creditCode: string | null
  localCode: string | null
  note: string
  version: number
}>

/** Codes are not dated: a wrong code was wrong from the first day. */
export async function correctCodes(
  context: WriteContext,
  unitId: number,
  correction: CodeCorrection,
): Promise<{ version: number }> {
  const unit = await lockUnit(context, unitId, correction.version)
  const creditCode = checkedCreditCode(correction.creditCode)
  const localCode = normaliseLocalCode(correction.localCode)
  if (creditCode === null && localCode === null) throw new Problem(registerProblems.codeMissing)
  if (creditCode === unit.credit_code && localCode === unit.local_code) {
    throw new Problem(registerProblems.nothingChanged)
  }
  const version = await updateUnit(context.tx, unitId, { credit_code: creditCode, local_code: localCode })
  await insertEvents(context.tx, [
    {
      unitId,
      kind: 'codes',
      on: shanghaiDay(context.now),
      note: `${unit.credit_code ?? unit.local_code} → ${creditCode ?? localCode}: ${correction.note}`,
      by: context.actor.accountId,
      at: context.now,
    },
  ])
  context.audit({
    action: 'register.unit.correctCodes',
    subject: { kind: 'unit', id: unitId },
    regionCode: unit.region_code,
  })
  return { version }
}
