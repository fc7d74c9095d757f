/**
 * Reasons that the office offers for explaining a query (核实性), and an explanation as a person gives it: a reason of
 * that list with a text in their own words, or the text alone where the form has no list.
 */
import type { FormSpec, LocalText, Reason } from './model.ts'

export type Explanation = string | Readonly<{ reason: string; text: string }>
/** By the key of what is explained: the rule, and the row where the rule speaks of one. */
export type Explanations = Readonly<Record<string, Explanation>>

export const saidText = (said: Explanation): string => (typeof said === 'string' ? said : said.text)

/** The code of the reason, or null where there is the text alone. */
export const saidReason = (said: Explanation): string | null =>
  typeof said === 'string' ? null : said.reason

export const explanationOf = (reason: string | null, text: string): Explanation =>
  reason === null ? text : { reason, text }

/** By its code where the form does not know it. */
export const reasonName = ({ reasons = [] }: FormSpec, code: string): LocalText =>
  reasons.find(one => one.code === code)?.name ?? { 'zh-CN': code }

/** What may be chosen for a finding of the rule, in the order of the form; empty where the form has no reasons. */
export function reasonsFor({ reasons = [], ruleReasons }: FormSpec, rule: string): readonly Reason[] {
  const own = ruleReasons && Object.hasOwn(ruleReasons, rule) ? ruleReasons[rule] : undefined
  return own ? reasons.filter(({ code }) => own.includes(code)) : reasons
}
