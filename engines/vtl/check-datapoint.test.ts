import { expect, it } from 'vitest'
import { checkDatapoint, compileRuleset, parse } from './index.ts'

const script = (output: string) => `DS_r := check_datapoint ( DS_1, signs ${output} ) ;
  define datapoint ruleset signs ( variable side, amount ) is
    when side = "C" then amount >= 0 errorcode "Bad credit" errorlevel "fatal" ;
    D : when side = "D" then amount <= 0
  end datapoint ruleset ;`
const schema = {
  name: 'DS_1',
  identifiers: { side: { kind: 'string' } },
  measures: { amount: { kind: 'decimal', scale: 0 } },
} as const
const records = [
  { cells: { side: 'C', amount: '-5' } },
  { cells: { side: 'D', amount: '3' } },
  { cells: { side: 'C', amount: null } },
]
const rulesOf = (output = '') => compileRuleset(script(output), schema).ruleset!

it('should give the data points that break a rule, with what the rule states', () => {
  expect(checkDatapoint(rulesOf(), records)).toEqual([
    { side: 'C', amount: '-5', ruleid: '1', errorcode: 'Bad credit', errorlevel: 'fatal' },
    { side: 'D', amount: '3', ruleid: 'D', errorcode: null, errorlevel: null },
  ])
})

it('should give every data point with its truth, and its measures where asked', () => {
  const all = checkDatapoint(rulesOf('all'), records, 'all')
  expect(all.map(one => [one.ruleid, one.bool_var, one.errorcode, 'amount' in one])).toEqual([
    ['1', false, 'Bad credit', false],
    ['D', true, null, false],
    ['1', true, null, false],
    ['D', false, null, false],
    ['1', null, null, false],
    ['D', true, null, false],
  ])
  expect(checkDatapoint(rulesOf('all_measures'), records, 'all_measures')[0]).toMatchObject({ amount: '-5' })
})

it('should read what is asked for, and name what is not of this profile', () => {
  const [statement] = parse(script('all_measures')).script.statements
  expect(statement).toMatchObject({ value: { name: 'check_datapoint', output: 'all_measures' } })
  expect(parse(script('')).script.statements[0]).not.toHaveProperty('value.output')
  const { diagnostics } = parse(script('components amount'))
  expect(diagnostics.map(one => [one.code, one.details.name])).toEqual([
    ['VTL_UNSUPPORTED', 'check_datapoint … components'],
  ])
})
