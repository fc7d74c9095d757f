/**
 * Rule templates: one line over many cells. Expansion is textual and comes before VTL, yet every expanded rule
 * knows its template, and a mistake in it is shown at its place in the template's own text.
 */
import type { Position, Reporter } from './messages.ts'
import type { LocalText, RuleTemplate } from './schema.ts'

export type TemplateLink = Readonly<{ code: string; bindings: Readonly<Record<string, string>> }>

export type ExpandedRule = Readonly<{
  code: string
  /** The rule's VTL text with every placeholder filled in. */
  rule: string
  message: LocalText
  template: RuleTemplate
  link: TemplateLink
  /** From a position in `rule` to the one in the template's text. */
  place: (at: Position) => Readonly<{ line: number; column: number }>
}>

/** More rules than this from one template is taken for a mistake. */
export const templateLimit = 20_000

const start: Position = Object.freeze({ line: 1, column: 1, offset: 0 })
const placeholder = /\{(\w+)\}/g

type Bindings = Readonly<Record<string, string>>

function combinations(over: RuleTemplate['over']): readonly Bindings[] {
  return Object.entries(over).reduce<readonly Bindings[]>(
    (rows, [name, values]) => rows.flatMap(row => values.map(value => ({ ...row, [name]: value }))),
    [{}],
  )
}

const fill = (text: string, bindings: Bindings): string =>
  text.replace(placeholder, (whole, name: string) => bindings[name] ?? whole)

/** Offsets of the filled text paired with those of the template, at the ends of every placeholder. */
function marksOf(
  template: string,
  bindings: Bindings,
): readonly Readonly<{ filled: number; own: number; shift: number }>[] {
  const marks: { filled: number; own: number; shift: number }[] = []
  let shift = 0
  for (const match of template.matchAll(placeholder)) {
    const value = bindings[match[1]!]
    if (value === undefined) continue
    marks.push({ filled: match.index + shift, own: match.index, shift })
    shift += value.length - match[0].length
    marks.push({ filled: match.index + match[0].length + shift, own: match.index + match[0].length, shift })
  }
  return marks
}

function placer(template: string, bindings: Bindings): ExpandedRule['place'] {
  const marks = marksOf(template, bindings)
  return at => {
    let own = at.offset
    for (const mark of marks) {
      if (at.offset < mark.filled) break
      own = mark.own + (mark.own === 0 || template[mark.own] !== '{' ? at.offset - mark.filled : 0)
    }
    const before = template.slice(0, own)
    const line = before.split('\n').length
    return { line, column: own - (before.lastIndexOf('\n') + 1) + 1 }
  }
}

function codeOf(template: RuleTemplate, bindings: Bindings): string {
  const filled = fill(template.code, bindings)
  return filled === template.code && Object.keys(bindings).length > 0
    ? [template.code, ...Object.values(bindings)].join('_')
    : filled
}

const fillMessage = (message: LocalText, bindings: Bindings): LocalText =>
  Object.freeze({
    'zh-CN': fill(message['zh-CN'], bindings),
    ...(message.en === undefined ? {} : { en: fill(message.en, bindings) }),
  })

/** Every rule a template stands for, in the order of its values; placeholders without values are reported. */
export function expandTemplate(template: RuleTemplate, report: Reporter): readonly ExpandedRule[] {
  const unknown = [...template.rule.matchAll(placeholder)].find(
    match => !Object.hasOwn(template.over, match[1]!),
  )
  if (unknown) {
    const column = unknown.index - (template.rule.lastIndexOf('\n', unknown.index) + 1) + 1
    const line = template.rule.slice(0, unknown.index).split('\n').length
    report.add('VTL_PLACEHOLDER', { line, column, offset: unknown.index }, { name: unknown[0] })
    return []
  }
  const size = Object.values(template.over).reduce((product, values) => product * values.length, 1)
  if (size > templateLimit) {
    report.add('VTL_TEMPLATE_SIZE', start, { name: template.code, limit: String(templateLimit) })
    return []
  }
  return combinations(template.over).map(bindings =>
    Object.freeze({
      code: codeOf(template, bindings),
      rule: fill(template.rule, bindings),
      message: fillMessage(template.message, bindings),
      template,
      link: Object.freeze({ code: template.code, bindings: Object.freeze(bindings) }),
      place: placer(template.rule, bindings),
    }),
  )
}
