/**
 * A form from its readable YAML: read the parts, check the structure, then (see `check-rules.ts`) the meaning.
 * The syntax is described in the README; every mistake becomes a diagnostic with line and column.
 */

import { errorcodes } from './check-rules.ts'
import { checkStructure, type Purpose } from './check-structure.ts'
import type { FormSpec, Frequency, LegalMarks, LocalText, Reason, RuleTemplate } from './model.ts'
import { expandCodes } from './value-type-text.ts'
import {
  type FormDiagnostic,
  flagOf,
  type Item,
  isBlank,
  isMapping,
  isText,
  listOf,
  localOf,
  mapOf,
  needed,
  oneOf,
  openYaml,
  type Reader,
  report,
  textOf,
} from './yaml-reader.ts'
import { fieldsOf, neededLocal, neededText, optionalText, sectionOf } from './yaml-sections.ts'

const formKeys = [
  'form',
  'title',
  'marks',
  'frequency',
  'subject',
  'unit',
  'header',
  'sections',
  'signers',
  'blankIsZero',
  'codelists',
  'rules',
  'templates',
  'messages',
  'reasons',
  'ruleReasons',
] as const
const frequencies: readonly Frequency[] = ['A', 'S', 'Q', 'M', 'T', 'W', 'D']
const levels = ['fatal', 'query', 'notice'] as const
const markKeys = ['tableNumber', 'issuer', 'approvalNumber', 'validUntil', 'approver'] as const

function marksOf(reader: Reader, item: Item | undefined): LegalMarks {
  const members = (item && mapOf(reader, item, markKeys)) ?? {}
  const mark = (key: (typeof markKeys)[number]) => {
    const found = members[key]
    reader.places.set(`mark:${key}`, found?.offset ?? item?.offset ?? 0)
    return found && !isBlank(found) ? textOf(reader, found) : ''
  }
  return {
    tableNumber: mark('tableNumber'),
    issuer: mark('issuer'),
    approvalNumber: mark('approvalNumber'),
    validUntil: mark('validUntil'),
    ...optionalText(reader, 'approver', members.approver),
  }
}

function codelistItem(reader: Reader, item: Item) {
  const members = mapOf(reader, item, ['code', 'name', 'unit']) ?? {}
  return {
    code: neededText(reader, members, 'code', item),
    name: neededLocal(reader, members, 'name', item),
    ...optionalText(reader, 'unitOfMeasure', members.unit),
  }
}

function codelistsOf(reader: Reader, item: Item): NonNullable<FormSpec['codelists']> {
  const lists = Object.entries(mapOf(reader, item) ?? {}).map(([name, list]) => {
    reader.places.set(`codelist:${name}`, list.offset)
    return [name, listOf(reader, list).map(child => codelistItem(reader, child))] as const
  })
  return Object.fromEntries(lists)
}

/** `01..28` or a list. */
function overOf(reader: Reader, item: Item): readonly string[] {
  if (!isText(item)) return listOf(reader, item).map(child => textOf(reader, child))
  const text = textOf(reader, item).trim()
  const range = /^(\d{1,6})\.\.(\d{1,6})$/.exec(text)
  const codes = range ? expandCodes(`{${text}}`) : null
  if (!codes) report(reader, 'BAD_CELLS', item.offset, { text })
  return codes ?? []
}

function templateOf(reader: Reader, item: Item): RuleTemplate {
  const members = mapOf(reader, item, ['code', 'over', 'rule', 'message', 'level']) ?? {}
  const code = neededText(reader, members, 'code', item)
  const over = needed(reader, members, 'over', item)
  const level = needed(reader, members, 'level', item)
  const rule = needed(reader, members, 'rule', item)
  reader.places.set(`template:${code}`, rule?.offset ?? item.offset)
  return {
    code,
    over: Object.fromEntries(
      Object.entries((over && mapOf(reader, over)) ?? {}).map(([name, values]) => [
        name,
        overOf(reader, values),
      ]),
    ),
    rule: rule ? textOf(reader, rule) : '',
    message: neededLocal(reader, members, 'message', item),
    level: level ? oneOf(reader, level, levels) : 'fatal',
  }
}

/** `{ en: … }` alone keeps the Chinese wording of the rule itself; a rule that cannot be read has its own diagnostic. */
function messageText(reader: Reader, item: Item, own: string | undefined): LocalText {
  const members = isMapping(item) ? mapOf(reader, item, ['zh-CN', 'en']) : null
  if (!members?.en || members['zh-CN']) return localOf(reader, item)
  const en = textOf(reader, members.en)
  return { 'zh-CN': own ?? en, en }
}

function messagesOf(reader: Reader, item: Item, rules: string): Readonly<Record<string, LocalText>> {
  const own = errorcodes(rules)
  const entries = Object.entries(mapOf(reader, item) ?? {}).map(([rule, text]) => {
    reader.places.set(`message:${rule}`, text.offset)
    return [rule, messageText(reader, text, own.get(rule))] as const
  })
  return Object.fromEntries(entries)
}

function reasonOf(reader: Reader, item: Item): Reason {
  const members = mapOf(reader, item, ['code', 'name']) ?? {}
  const code = neededText(reader, members, 'code', item)
  reader.places.set(`reason:${code}`, members.code?.offset ?? item.offset)
  return { code, name: neededLocal(reader, members, 'name', item) }
}

function ruleReasonsOf(reader: Reader, item: Item): NonNullable<FormSpec['ruleReasons']> {
  const entries = Object.entries(mapOf(reader, item) ?? {}).map(([rule, list]) => {
    reader.places.set(`ruleReasons:${rule}`, list.offset)
    const codes = listOf(reader, list).map(child => {
      const code = textOf(reader, child)
      reader.places.set(`ruleReasons:${rule}/${code}`, child.offset)
      return code
    })
    return [rule, codes] as const
  })
  return Object.fromEntries(entries)
}

function formOf(reader: Reader, root: Item): FormSpec | null {
  const members = mapOf(reader, root, formKeys)
  if (!members) return null
  const frequency = needed(reader, members, 'frequency', root)
  const sections = needed(reader, members, 'sections', root)
  if (members.rules) reader.places.set('rules', members.rules.offset)
  const rules = members.rules && !isBlank(members.rules) ? textOf(reader, members.rules) : ''
  return {
    code: neededText(reader, members, 'form', root),
    title: neededLocal(reader, members, 'title', root),
    marks: marksOf(reader, members.marks),
    frequency: frequency ? oneOf(reader, frequency, frequencies) : 'A',
    subject: neededText(reader, members, 'subject', root),
    ...optionalText(reader, 'unitOfMeasure', members.unit),
    header: fieldsOf(reader, members.header),
    sections: sections ? listOf(reader, sections).flatMap(child => sectionOf(reader, child) ?? []) : [],
    signers: fieldsOf(reader, members.signers),
    ...(members.blankIsZero ? { blankIsZero: flagOf(reader, members.blankIsZero) } : {}),
    ...(members.codelists ? { codelists: codelistsOf(reader, members.codelists) } : {}),
    rules,
    ...(members.templates
      ? { templates: listOf(reader, members.templates).map(child => templateOf(reader, child)) }
      : {}),
    ...(members.messages ? { messages: messagesOf(reader, members.messages, rules) } : {}),
    ...(members.reasons
      ? { reasons: listOf(reader, members.reasons).map(child => reasonOf(reader, child)) }
      : {}),
    ...(members.ruleReasons ? { ruleReasons: ruleReasonsOf(reader, members.ruleReasons) } : {}),
  }
}

/** `spec` is there when the text has the structure of a form, even where diagnostics remain. */
export type ReadForm = Readonly<{ spec?: FormSpec; reader: Reader }>

/** Reads parts and structure. Meaning (rules and formulas) is left to the caller. */
export function readForm(text: string, purpose: Purpose): ReadForm {
  const { reader, root } = openYaml(text)
  const spec = root && formOf(reader, root)
  if (!spec || reader.diagnostics.length > 0) return { reader }
  for (const { code, severity, subject, detail } of checkStructure(spec, purpose)) {
    report(reader, code, reader.places.get(subject) ?? 0, detail, severity)
  }
  return { spec, reader }
}

export function sortedDiagnostics(diagnostics: readonly FormDiagnostic[]): readonly FormDiagnostic[] {
  return [...diagnostics].sort((a, b) => a.line - b.line || a.column - b.column)
}
