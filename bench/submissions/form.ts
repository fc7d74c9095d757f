/** A generated monthly matrix form of any size, its rules, and contents that pass them. */

export type FormSize = Readonly<{ code: string; cells: number; rules: number }>

const COLUMNS = 4
const PAST_RULES = 3

const rowsOf = ({ cells }: FormSize) => Math.ceil(cells / COLUMNS)

/** Month, January to this month, the same two a year ago: cells `M1 …`, four a row. */
const cellsOfRow = (row: number) => [1, 2, 3, 4].map(column => `M${row * COLUMNS + column}`)

/** Per row a whole and its part, the year so far, a change on last year; then sums over rows until there are enough. */
function rulesOf(size: FormSize): readonly string[] {
  const rows = rowsOf(size)
  const rules = Array.from({ length: rows }, (_, row) => {
    const [month, ytd, monthBefore] = cellsOfRow(row)
    return [
      `${ytd} >= ${month} errorcode "1—本月不应小于本月" errorlevel "fatal"`,
      ...(row < PAST_RULES
        ? [`${ytd} = prev#${ytd} + ${month} errorcode "1—本月不等于上期加本月" errorlevel "fatal"`]
        : [`${month} <= 100000000 errorcode "数值过大" errorlevel "fatal"`]),
      `when ${monthBefore} > 0 then abs ( ${month} / ${monthBefore} - 1 ) <= 0.3 errorcode "同比变动超过30%" errorlevel "query"`,
    ]
  }).flat()
  for (let at = 0; rules.length < size.rules; at += 1) {
    const [whole, part] = [at % rows, (at * 7 + 1) % rows]
    const sum = `${cellsOfRow(whole)[1]} + ${cellsOfRow(part)[1]} >= ${cellsOfRow(part)[0]}`
    rules.push(`${sum} errorcode "合计小于其中项" errorlevel "notice"`)
  }
  return rules.slice(0, size.rules)
}

export function formYaml(size: FormSize): string {
  const stub = Array.from(
    { length: rowsOf(size) },
    (_, row) =>
      `      - { code: "${String(row + 1).padStart(2, '0')}", name: [指标${row + 1}, Item ${row + 1}], cells: "M{${row * COLUMNS + 1}..${row * COLUMNS + COLUMNS}}" }`,
  )
  const names = Array.from({ length: rowsOf(size) }, (_, row) => cellsOfRow(row)).flat()
  const rules = rulesOf(size).map((rule, index) => `      R${index + 1} : ${rule}`)
  return `form: ${size.code}
title: [测量用表, Form for measuring]
marks:
  tableNumber: ${size.code}表
  issuer: 测量
  approvalNumber: 测量〔2026〕1号
  validUntil: 2099-12
frequency: M
subject: industry
unit: 千元
sections:
  - matrix: main
    type: decimal(2)
    heading:
      - { key: month, name: [本月, This month] }
      - { key: ytd, name: [1—本月, January to this month] }
      - { key: monthBefore, name: [上年同期本月, Month a year ago] }
      - { key: ytdBefore, name: [上年同期1—本月, To month a year ago] }
    stub:
${stub.join('\n')}
rules: |
  define datapoint ruleset ${size.code}_edits ( variable ${names.join(', ')} ) is
${rules.join(' ;\n')}
  end datapoint ruleset ;
`
}

/** The content of one unit's month (1 to 12): passes every rule but, for every tenth unit, one query that is explained. */
export function contentOf(size: FormSize, unit: number, month: number) {
  const odd = unit % 10 === 0
  const cells: Record<string, string> = {}
  for (let row = 0; row < rowsOf(size); row += 1) {
    const value = 1_000 + ((unit * 31 + row * 17) % 9_000)
    const before = odd && row === 0 ? value * 2 : value
    const [own, ytd, own0, ytd0] = cellsOfRow(row) as [string, string, string, string]
    cells[own] = `${value}.00`
    cells[ytd] = `${value * month}.00`
    cells[own0] = `${before}.00`
    cells[ytd0] = `${before * month}.00`
  }
  return {
    values: { cells },
    explanations: odd ? { R3: '上年同期有一次性大额订单，本年没有' } : {},
  }
}
