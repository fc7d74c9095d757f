/**
 * Reading YAML with positions: every node keeps its path and its place in the text, and what does not fit
 * becomes a diagnostic there. The failsafe schema is used, so `code: 01` stays the text it is.
 */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { type Detail, type FormProblemCode, message } from './messages.ts'
import type { LocalText } from './model.ts'

/** `line` and `column` count from 1, in the YAML text. */
export type FormDiagnostic = Readonly<{
  code: string
  severity: 'error' | 'warning'
  line: number
  column: number
  message: LocalText
  cell?: string
  rule?: string
}>

export type Item = Readonly<{ node: Node | null; path: string; offset: number }>
export type Items = Readonly<Record<string, Item>>

export type Reader = Readonly<{
  text: string
  lines: LineCounter
  diagnostics: FormDiagnostic[]
  /** Where each subject of a later check stands: `cell:M13`, `mark:issuer`, `rules` … */
  places: Map<string, number>
}>

const maxText = 1_000_000
const maxDepth = 60

const yamlErrors: Readonly<Record<string, string>> = {
  BAD_INDENT: '缩进不对',
  TAB_AS_INDENT: '缩进不能用制表符',
  DUPLICATE_KEY: '同一层里名称重复',
  MISSING_CHAR: '缺少标点(如冒号、引号或括号)',
  UNEXPECTED_TOKEN: '此处的内容出人意料',
  BAD_SCALAR_START: '文字不能以此字符开头,请加引号',
  BAD_DQ_ESCAPE: '双引号里的转义写法不对',
  BLOCK_AS_IMPLICIT_KEY: '冒号后的嵌套内容应另起一行,或给文字加引号',
  MULTILINE_IMPLICIT_KEY: '名称不能跨行',
  BLOCK_IN_FLOW: '括号里不能用分行写法',
  MULTIPLE_DOCS: '一个文件只能有一张表',
}

export function report(
  reader: Reader,
  code: FormProblemCode,
  offset: number,
  detail: Detail = {},
  severity: FormDiagnostic['severity'] = 'error',
): void {
  const { line, col } = reader.lines.linePos(offset)
  reader.diagnostics.push({ code, severity, line, column: col, message: message(code, detail) })
}

function reportYaml(reader: Reader, code: string, text: string, offset: number): void {
  const { line, col } = reader.lines.linePos(offset)
  const english = text.split(' at line ')[0]!.split('\n')[0]!
  const zh = message('YAML_BROKEN', { detail: yamlErrors[code] ?? '语法错误' })['zh-CN']
  const en = message('YAML_BROKEN', { detail: english }).en as string
  reader.diagnostics.push({
    code: 'YAML_BROKEN',
    severity: 'error',
    line,
    column: col,
    message: { 'zh-CN': zh, en },
  })
}

function tooDeep(text: string): boolean {
  let depth = 0
  for (const character of text) {
    if (character === '[' || character === '{') depth += 1
    if (character === ']' || character === '}') depth -= 1
    if (depth > maxDepth) return true
  }
  return false
}

/** Parses the text; `root` is null where it is not YAML at all. */
export function openYaml(text: string): Readonly<{ reader: Reader; root: Item | null }> {
  const lines = new LineCounter()
  const reader: Reader = { text, lines, diagnostics: [], places: new Map() }
  if (text.length > maxText || tooDeep(text)) {
    lines.addNewLine(0)
    report(reader, 'TOO_LARGE', 0, { max: maxText })
    return { reader, root: null }
  }
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, logLevel: 'silent' })
  for (const problem of document.errors) reportYaml(reader, problem.code, problem.message, problem.pos[0])
  const root = document.errors.length > 0 ? null : { node: document.contents, path: '', offset: 0 }
  return { reader, root }
}

const join = (path: string, key: string) => (path === '' ? key : `${path}.${key}`)
const named = (path: string) => path || '/'

function offsetOf(node: Node | null, fallback: number): number {
  return node?.range?.[0] ?? fallback
}

function plain(reader: Reader, item: Item): Node | null {
  const { node } = item
  if (isAlias(node) || (node && 'anchor' in node && node.anchor) || node?.tag) {
    report(reader, 'ALIAS_REFUSED', item.offset)
    return null
  }
  return node
}

/** The members of a mapping by key; keys not in `known` (where given) are errors. */
export function mapOf(reader: Reader, item: Item, known?: readonly string[]): Items | null {
  const node = plain(reader, item)
  if (!isMap(node)) {
    report(reader, 'NOT_A_MAP', item.offset, { path: named(item.path) })
    return null
  }
  const members: Record<string, Item> = Object.create(null)
  for (const pair of node.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : ''
    const offset = offsetOf(pair.key as Node | null, item.offset)
    const path = join(item.path, key)
    if (known && !known.includes(key)) report(reader, 'UNKNOWN_KEY', offset, { path: named(path) })
    else
      members[key] = {
        node: pair.value as Node | null,
        path,
        offset: offsetOf(pair.value as Node | null, offset),
      }
  }
  return members
}

export function listOf(reader: Reader, item: Item): readonly Item[] {
  const node = plain(reader, item)
  if (!isSeq(node)) {
    report(reader, 'NOT_A_SEQUENCE', item.offset, { path: named(item.path) })
    return []
  }
  return node.items.map((child, i) => ({
    node: child as Node | null,
    path: `${item.path}[${i + 1}]`,
    offset: offsetOf(child as Node | null, item.offset),
  }))
}

/** Blank text counts as absent. */
export function isBlank(item: Item | undefined): boolean {
  return item === undefined || item.node === null || (isScalar(item.node) && item.node.value === '')
}

export function textOf(reader: Reader, item: Item): string {
  const node = plain(reader, item)
  if (isScalar(node) && typeof node.value === 'string') return node.value
  report(reader, 'NOT_TEXT', item.offset, { path: named(item.path) })
  return ''
}

/** Whether the item is a scalar, so that shorthand may be told from a mapping. */
export function isText(item: Item): boolean {
  return isScalar(item.node)
}

export function isMapping(item: Item): boolean {
  return isMap(item.node)
}

/** `中文`, `[中文, English]` or `{zh-CN: …, en: …}`. */
export function localOf(reader: Reader, item: Item): LocalText {
  const texts = isText(item)
    ? [item]
    : isSeq(item.node)
      ? listOf(reader, item)
      : Object.values(localMembers(reader, item))
  const [zh, en, more] = texts
  if (!zh || more || isBlank(zh)) {
    report(reader, 'NOT_LOCAL_TEXT', item.offset, { path: named(item.path) })
    return { 'zh-CN': '' }
  }
  return { 'zh-CN': textOf(reader, zh), ...(en === undefined ? {} : { en: textOf(reader, en) }) }
}

/** The position of a line and column inside a scalar's own text. */
export function insideText(
  reader: Reader,
  offset: number,
  line: number,
  column: number,
): Readonly<{ line: number; column: number }> {
  const start = reader.lines.linePos(offset)
  const first = reader.text[offset]
  if (first === '|' || first === '>') {
    const body = reader.text.slice(reader.text.indexOf('\n', offset) + 1)
    const indent = /^(?:[ \t]*\r?\n)*( *)/.exec(body)?.[1]?.length ?? 0
    return { line: start.line + line, column: indent + column }
  }
  const quote = first === '"' || first === "'" ? 1 : 0
  return line === 1
    ? { line: start.line, column: start.col + quote + column - 1 }
    : { line: start.line + line - 1, column }
}

function localMembers(reader: Reader, item: Item): Readonly<{ zh?: Item; en?: Item }> {
  if (!isMap(item.node)) return {}
  const members = mapOf(reader, item, ['zh-CN', 'en'])
  const zh = members?.['zh-CN']
  const en = members?.en
  return zh ? { zh, ...(en ? { en } : {}) } : {}
}

export function flagOf(reader: Reader, item: Item): boolean {
  const text = textOf(reader, item)
  if (text !== 'true' && text !== 'false')
    report(reader, 'NOT_TRUE_FALSE', item.offset, { path: named(item.path) })
  return text === 'true'
}

export function integerOf(reader: Reader, item: Item, min: number, max: number): number {
  const text = textOf(reader, item)
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (number >= min && number <= max) return number
  report(reader, 'NOT_AN_INTEGER', item.offset, { path: named(item.path), min, max })
  return min
}

export function oneOf<T extends string>(reader: Reader, item: Item, options: readonly T[]): T {
  const text = textOf(reader, item)
  const found = options.find(option => option === text)
  if (found !== undefined) return found
  report(reader, 'NOT_ONE_OF', item.offset, { path: named(item.path), options: options.join(' | ') })
  return options[0] as T
}

/** A member that must be there; where it is not, the mapping itself is pointed at. */
export function needed(reader: Reader, members: Items, key: string, of: Item): Item | null {
  const found = members[key]
  if (found && !isBlank(found)) return found
  report(reader, 'MISSING', of.offset, { path: join(of.path, key) })
  return null
}
