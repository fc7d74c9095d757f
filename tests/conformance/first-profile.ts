/** The first profile of the rule language, by the manual's operators, and what of it is missing, in words. */

type Named = Readonly<{ group: string; operator: string }>

/** Whole groups of scalar operators, but for those of data sets. */
const groups = ['Boolean', 'Comparison', 'Conditional', 'Numeric', 'String'].map(name => `${name} operators`)
const ofDataSets = ['Exists in']
const others = [
  'Check datapoint',
  'Add time unit to date',
  'Days between two dates',
  'Extract time period',
  'Duration to number days',
  'Number days to duration',
]

export const inFirstProfile = ({ group, operator }: Named): boolean =>
  (groups.includes(group) && !ofDataSets.includes(operator)) || others.includes(operator)

const noDurations = 'the engine has no type for durations such as P2Y230D'

export const firstProfileMisses: Readonly<Record<string, string>> = {
  'Comparison operators/Element of/ex_3':
    '`in` a value domain by its name; the engine takes sets that are written out, and the example does not say what myGeoValueDomain holds',
  'Numeric operators/Random/ex_1': '`random` has no result to compare: the manual prints one draw',
  'Numeric operators/Random/ex_2': '`random` has no result to compare: the manual prints one draw',
  'Time operators/Duration to number days/ex_1': `\`yeartoday\`: ${noDurations}, and the manual prints the result of \`daytoyear\` for it`,
  'Time operators/Number days to duration/ex_1': `\`daytoyear\`: ${noDurations}`,
  'Time operators/Number days to duration/ex_2': `\`daytomonth\`: ${noDurations}`,
}
