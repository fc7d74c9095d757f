/**
 * `check_datapoint` on the data points of one data set (VTL 2.1 Reference Manual, Data validation operators): a data
 * point of the result for every rule and record, with what the rule says about it where it is not kept.
 */
import type { Rule } from './check/rule.ts'
import type { Ruleset } from './compile.ts'
import { evaluate } from './evaluate.ts'
import type { RuleRecord, Scalar } from './schema.ts'
import type { CheckOutput } from './syntax/ast.ts'

export type CheckedDatapoint = Readonly<Record<string, Scalar>>

const kept = { pass: true, fail: false, undecided: null } as const

/**
 * @param output `invalid`: only what is not kept, with the measures; `all`: everything, with `bool_var` in their place;
 *   `all_measures`: everything, with both.
 * @returns the identifiers with `ruleid`, then the measures, `bool_var`, `errorcode` and `errorlevel`. The last two
 *   are null where the rule is kept or undecided, and where it states none.
 */
export function checkDatapoint(
  ruleset: Ruleset,
  records: readonly RuleRecord[],
  output: CheckOutput = 'invalid',
): readonly CheckedDatapoint[] {
  const { identifiers, measures } = ruleset.schema
  const names = [...Object.keys(identifiers), ...(output === 'all' ? [] : Object.keys(measures))]
  return records.flatMap(record => {
    const outcomes = evaluate(ruleset, record)
    const own = Object.fromEntries(names.map(name => [name, record.cells[name] ?? null]))
    return ruleset.rules.flatMap(rule => {
      const value = kept[outcomes[rule.code] ?? 'undecided']
      if (output === 'invalid') return value === false ? [{ ...own, ...saying(rule, false) }] : []
      return [{ ...own, ...saying(rule, value), bool_var: value }]
    })
  })
}

const saying = ({ code, stated }: Rule, value: boolean | null) => ({
  ruleid: code,
  errorcode: value === false ? stated.errorcode : null,
  errorlevel: value === false ? stated.errorlevel : null,
})
