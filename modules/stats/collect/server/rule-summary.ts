/** Pass, fail and undecided of every rule over a collection's current revisions. */
import type { ReadContext } from '#kernel/context.ts'
import { Problem, problems, type ReplyOf } from '#kernel/contract/index.ts'
import { type Reach, type ReadTx, regionPrefix } from '#kernel/db/tx.ts'
import { collectPermissions, type getRuleSummary } from '../contract.ts'
import type { FormPrograms, ReadyForm } from './form-programs.ts'
import { refuseOneVillage } from './progress.ts'
import { type RuleTotals, ruleTotals } from './queries/progress.ts'

export type RuleCounts = ReplyOf<typeof getRuleSummary>

/** Every rule of the form in its order; a rule over rows counts rows, another counts reports. */
export async function ruleSummary(
  tx: ReadTx,
  forms: FormPrograms,
  reach: Reach,
  collectionId: number,
  region?: string,
): Promise<RuleCounts> {
  const totals = await ruleTotals(tx, reach, collectionId, region === undefined ? '' : regionPrefix(region))
  if (!totals) throw new Problem(problems.notFound)
  return countsOf(await forms.get(tx, totals.formVersionId), totals)
}

export const countsOf = (form: ReadyForm, totals: Omit<RuleTotals, 'formVersionId'>): RuleCounts => ({
  reports: totals.reports,
  rules: form.program.ruleset.rules.map(rule => {
    const whole = rule.rows === undefined ? totals.reports : (totals.rows.get(rule.rows) ?? 0)
    const fail = totals.failed.get(rule.code) ?? 0
    const undecided = totals.undecided.get(rule.code) ?? 0
    return {
      rule: rule.code,
      severity: rule.level,
      message: form.spec.messages?.[rule.code] ?? rule.message,
      pass: whole - fail - undecided,
      fail,
      undecided,
    }
  }),
})

export async function summaryForReader(
  context: ReadContext,
  forms: FormPrograms,
  collectionId: number,
  region?: string,
): Promise<RuleCounts> {
  if (region !== undefined) refuseOneVillage(context, region)
  return ruleSummary(context.tx, forms, context.reach(collectPermissions.progress.code), collectionId, region)
}
