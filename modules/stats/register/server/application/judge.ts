/** What an application would do to the register as it stands, and what stands against it. */
import { Problem, problems } from '#kernel/contract/index.ts'
import type { Reach, ReadTx } from '#kernel/db/tx.ts'
import { applicationProblems, registerProblems, unitField } from '../../contract.ts'
import { checkEntering } from '../add-unit.ts'
import { planChange } from '../change-unit.ts'
import { type FieldValues, stateOn } from '../dated-state.ts'
import { refuseExit } from '../exit-unit.ts'
import { findUnit, readStates, unitsByCode } from '../queries.ts'
import type { StoredUnit } from '../unit-values.ts'
import type { StoredApplication } from './application-queries.ts'

export type Judgement = Readonly<{
  /** Null of an entry, and where the unit is out of reach. */
  unit: StoredUnit | null
  now: FieldValues | null
  moved: readonly string[]
  obstacle: Problem | null
}>

export type Judged = Pick<
  StoredApplication,
  'kind' | 'unitId' | 'creditCode' | 'localCode' | 'content' | 'before'
>

const refusalOf = async (check: () => unknown): Promise<Problem | null> => {
  try {
    await check()
    return null
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

/** Raises what is wrong with the codes and values of a unit that would enter. */
export async function checkEntry(tx: ReadTx, application: Judged, reach: Reach): Promise<void> {
  const { kind: _kind, ...fields } = application.content
  const { creditCode, localCode } = await checkEntering(tx, { ...application, fields }, reach)
  const taken = await unitsByCode(tx, creditCode ? [creditCode] : [], localCode ? [localCode] : [], 'look')
  if (taken.length === 0) return
  const byCredit = creditCode !== null && taken.some(unit => unit.credit_code === creditCode)
  throw new Problem(byCredit ? registerProblems.creditCodeTaken : registerProblems.localCodeTaken)
}

const movedFields = ({ content, before }: Judged, now: FieldValues): readonly string[] =>
  Object.keys(content).filter(name => (before[name] ?? null) !== (now[name] ?? null))

const unitMoved = (names: readonly string[]): Problem =>
  new Problem(applicationProblems.unitMoved, {
    fields: names.map(name => unitField(name)?.text ?? { 'zh-CN': name, en: name }),
  })

type How = Readonly<{
  /** Where the unit may be seen. */
  reach: Reach
  /** Where a unit may be brought to; `reach` unless told. */
  into?: Reach
  lock?: 'lock' | 'look'
}>

export async function judge(
  tx: ReadTx,
  application: Judged,
  day: string,
  { reach, into = reach, lock = 'look' }: How,
): Promise<Judgement> {
  if (application.kind === 'entry') {
    const obstacle = await refusalOf(() => checkEntry(tx, application, into))
    return { unit: null, now: null, moved: [], obstacle }
  }
  const unit = await findUnit(tx, reach, application.unitId!, lock)
  if (!unit) return { unit, now: null, moved: [], obstacle: new Problem(problems.notFound) }
  const states = (await readStates(tx, [unit.unit_id])).get(unit.unit_id) ?? []
  const now = (stateOn(states, day) ?? states[0]!).fields
  if (application.kind === 'exit') {
    return { unit, now, moved: [], obstacle: await refusalOf(() => refuseExit(unit, day)) }
  }
  const moved = movedFields(application, now)
  const against = await refusalOf(() =>
    planChange(tx, unit, { validFrom: day, fields: application.content }, into),
  )
  return { unit, now, moved, obstacle: against ?? (moved.length > 0 ? unitMoved(moved) : null) }
}
