/** Random rules, well typed by construction and over every operator of the profile, and random records for them. */
import fc from 'fast-check'
import type { RuleRecord, Scalar, Schema } from '../schema.ts'

const decimal = (scale: number) => ({ kind: 'decimal', scale }) as const

export const schema: Schema = {
  name: 'FORM',
  identifiers: { unit: { kind: 'string' }, period: { kind: 'period' } },
  measures: {
    A0: decimal(0),
    B0: decimal(0),
    A2: decimal(2),
    B2: decimal(2),
    A4: decimal(4),
    A9: decimal(9),
    S1: { kind: 'string' },
    S2: { kind: 'string' },
    F1: { kind: 'boolean' },
    F2: { kind: 'boolean' },
    D1: { kind: 'date' },
    D2: { kind: 'date' },
    P1: { kind: 'period' },
    P2: { kind: 'period' },
  },
  foreign: { prev: { measures: { A2: decimal(2), B0: decimal(0), S1: { kind: 'string' } } } },
}

const scaleOf = (type: unknown): number => (type as { scale: number }).scale

/** Few digits, many digits, and the places where carries and ties happen. */
function decimalText(scale: number): fc.Arbitrary<string> {
  const digits = fc.oneof(
    { weight: 4, arbitrary: fc.bigInt({ min: -30n, max: 30n }).map(n => n * 10n ** BigInt(scale)) },
    { weight: 4, arbitrary: fc.bigInt({ min: -99999n, max: 99999n }) },
    { weight: 1, arbitrary: fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(10n ** 18n - 1n, -(10n ** 18n) + 1n, 9007199254740993n, 5n, -5n, 49n, 50n),
    },
  )
  return digits.map(value => {
    const text = (value < 0n ? -value : value).toString().padStart(scale + 1, '0')
    const sign = value < 0n ? '-' : ''
    return scale === 0 ? sign + text : `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`
  })
}

const words = [
  '',
  ' ',
  'a',
  'abab',
  'Abc Def',
  'ß',
  'éÉ',
  '株洲市',
  '1—本月',
  '😀x😀',
  '\u3000 前后\u00a0',
  'ABC123',
  "it's",
  'z\uffee',
  '\ud83d\ude00',
]
const dates = [
  '2026-10-31',
  '2024-02-29',
  '1969-12-31',
  '2000-01-01',
  '0001-01-01',
  '9999-12-31',
  '2026-01-31',
]
const periods = [
  '2026',
  '2026-S1',
  '2026-Q3',
  '2026-M10',
  '2026-M02',
  '2024-M02-T3',
  '2026-M10-T1',
  '2026-W01',
  '2020-W53',
  '2026-D060',
  '2026-D000',
  '0000-M01',
  '2026-M13',
  'x',
  '9999-W53',
]

function cellValue(type: Readonly<{ kind: string }>): fc.Arbitrary<Scalar> {
  const value: fc.Arbitrary<Scalar> =
    type.kind === 'decimal'
      ? decimalText(scaleOf(type))
      : type.kind === 'boolean'
        ? fc.boolean()
        : fc.constantFrom(...(type.kind === 'string' ? words : type.kind === 'date' ? dates : periods))
  return fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 6, arbitrary: value })
}

const cellValues = (types: Schema['measures']) =>
  fc.record(Object.fromEntries(Object.entries(types).map(([name, type]) => [name, cellValue(type)])))

export const recordArbitrary: fc.Arbitrary<RuleRecord> = fc
  .tuple(
    cellValues({ ...schema.measures, ...schema.identifiers }),
    fc.option(cellValues(schema.foreign!.prev!.measures), { freq: 5 }),
  )
  .map(([cells, prev]) => ({ cells, foreign: { prev } }))

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
const patterns = [
  '[A-Z]{3}[0-9]+',
  'a|b',
  '(ab)+',
  '.*',
  '\\d\\d',
  '[^a-z ]+',
  '株.市',
  'it.s',
  '[[:alpha:]]{1,3}',
  'Abc\\sDef',
]

type Sources = Record<'number' | 'bool' | 'text' | 'date' | 'period', string>
type Texts = fc.Arbitrary<string>
/** The generator of each type, to be used within any of them. */
type Tied = Readonly<Record<keyof Sources, Texts>>

const of = (...values: string[]) => fc.constantFrom(...values)
const join = (...parts: (string | Texts)[]): Texts =>
  fc
    .tuple(...parts.map(part => (typeof part === 'string' ? fc.constant(part) : part)))
    .map(all => all.join(''))

const leaf = {
  number: fc.oneof(
    { weight: 5, arbitrary: of('A0', 'B0', 'A2', 'B2', 'A4', 'A9', 'prev#A2', 'prev#B0') },
    {
      weight: 2,
      arbitrary: of('0', '1', '2', '0.5', '0.3', '1.005', '100', '1e3', '0.000000001', '999999999999999999'),
    },
  ),
  bool: of('F1', 'F2', 'true', 'false'),
  text: fc.oneof(of('S1', 'S2', 'prev#S1', 'unit'), fc.constantFrom(...words).map(quoted)),
  date: fc.oneof(
    of('D1', 'D2'),
    fc.constantFrom(...dates).map(day => `cast("${day}", date)`),
  ),
  period: fc.oneof(
    of('P1', 'P2', 'period'),
    of('"2026-M10"', '"2026-Q3"').map(p => `cast(${p}, time_period)`),
  ),
}

const choice = (bool: Texts, value: Texts): Texts[] => [
  join('if ', bool, ' then ', value, ' else ', value).map(whole => `(${whole})`),
  join('(case when ', bool, ' then ', value, ' when ', bool, ' then ', value, ' else ', value, ')'),
  join('nvl(', value, ', ', value, ')'),
]

const comparison = of('=', '<>', '<', '<=', '>', '>=')
const pair = (name: string, a: Texts, b: Texts) => join(`${name}(`, a, ', ', b, ')')

const unary = (names: readonly string[], value: Texts) => join(of(...names), '(', value, ')')
const smallInteger = of('0', '1', '2', '3', '5', '-1', 'A0')
const branch = (leafs: Texts, ...others: Texts[]) =>
  fc.oneof({ maxDepth: 4, depthIdentifier: 'expression', withCrossShrink: true }, leafs, ...others)

const numberTexts = ({ number, bool, text, date, period }: Tied): Texts =>
  branch(
    leaf.number,
    join('(', number, of(' + ', ' - '), number, ')'),
    join('(', number, ' * ', leaf.number, ')'),
    join('(', number, ' / ', number, ')'),
    join(of('-', '+'), '(', number, ')'),
    unary(['abs', 'ceil', 'floor', 'round', 'trunc', 'sqrt', 'exp', 'ln'], number),
    join(of('round', 'trunc'), '(', number, ', ', of('0', '1', '2', '5', '-1', '-2', '-5'), ')'),
    join(of('abs', 'floor', 'ceil', 'round', 'trunc', '-'), '(', leaf.number, ' / ', leaf.number, ')'),
    pair('mod', number, number),
    pair('log', number, number),
    pair('power', number, of('2', '3', '0', '-1', '0.5', 'A0', 'A2')),
    unary(['length'], text),
    join('instr(', text, ', ', text, of('', ', 2', ', _, 2', ', A0, 3'), ')'),
    unary(['getyear', 'getmonth', 'dayofmonth', 'dayofyear', 'year', 'month'], fc.oneof(date, period)),
    pair('datediff', date, fc.oneof(date, period)),
    ...choice(bool, number),
  )

const boolTexts = ({ number, bool, text, date, period }: Tied): Texts =>
  branch(
    leaf.bool,
    join('(', number, ' ', comparison, ' ', number, ')'),
    join('(', number, ' ', comparison, ' ', number, ')'),
    join('(', text, ' ', comparison, ' ', text, ')'),
    join('(', date, ' ', comparison, ' ', date, ')'),
    join('(', period, ' ', comparison, ' ', period, ')'),
    join('(', bool, of(' = ', ' <> ', ' and ', ' or ', ' xor '), bool, ')'),
    join('(not ', bool, ')'),
    join('between(', number, ', ', number, ', ', number, ')'),
    join('between(', text, ', ', text, ', ', text, ')'),
    join('(', number, of(' in ', ' not_in '), of('{0, 1, 2}', '{0.5, -1.25, 100}', '{3}'), ')'),
    join('(', text, of(' in ', ' not_in '), '{"a", "株洲市", ""})'),
    join('isnull(', fc.oneof(number, text, bool, date), ')'),
    join('match_characters(', text, ', ', fc.constantFrom(...patterns).map(quoted), ')'),
    join('(', fc.oneof(number, text), of(' = ', ' <> '), 'null)'),
    ...choice(bool, bool),
  )

const textTexts = ({ bool, text, period }: Tied): Texts =>
  branch(
    leaf.text,
    join('(', text, ' || ', text, ')'),
    unary(['trim', 'ltrim', 'rtrim', 'upper', 'lower'], text),
    join('substr(', text, ', ', smallInteger, of('', ', 2', ', 0', ', A0'), ')'),
    join('replace(', text, ', ', text, ', ', text, ')'),
    join('replace(', text, ', ', leaf.text, ')'),
    unary(['period_indicator'], period),
    ...choice(bool, text),
  )

const dateTexts = ({ bool, date }: Tied): Texts =>
  branch(
    leaf.date,
    join('dateadd(', date, ', ', smallInteger, ', ', of('"D"', '"W"', '"M"', '"Q"', '"S"', '"A"'), ')'),
    ...choice(bool, date),
  )

const periodTexts = ({ bool, period }: Tied): Texts => branch(leaf.period, ...choice(bool, period))

/** Texts of VTL by the type of their value. */
export const expressions = fc.letrec<Sources>(tie => {
  const tied: Tied = {
    number: tie('number'),
    bool: tie('bool'),
    text: tie('text'),
    date: tie('date'),
    period: tie('period'),
  }
  return {
    number: numberTexts(tied),
    bool: boolTexts(tied),
    text: textTexts(tied),
    date: dateTexts(tied),
    period: periodTexts(tied),
  }
})
