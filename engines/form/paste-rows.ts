/**
 * A table pasted into a section whose rows are chosen from a code list. Its lines name their rows by name or code, as
 * the printed form does, perhaps with the unit of measure; values follow. Numbers of lines before the names and heads
 * above them are left out; a line that names no row, or two, is refused and said.
 */
import { parseBlock } from './clipboard.ts'
import { rowHeadTexts } from './layout.ts'
import { message } from './messages.ts'
import type { RowsSection } from './model.ts'
import type { Refused } from './paste.ts'
import type { CodelistItem } from './values.ts'

/** `line` counts from 0 in the block; `texts` are its values, the first of them in `column`. */
export type NamedLine = Readonly<{
  line: number
  column: number
  key: string
  name: string
  texts: readonly string[]
}>
export type NamedLines = Readonly<{
  lines: readonly NamedLine[]
  refused: readonly Refused[]
  /** Whether rows are named in words: a column of codes may as well be values. */
  inWords: boolean
}>

type Block = readonly (readonly string[])[]
type Find = (text: string | undefined) => CodelistItem | undefined

const said = (text: string): string => text.normalize('NFKC').trim().toLowerCase()
/** Spreadsheets take the leading zeros off a code. */
const saidCode = (text: string): string => said(text).replace(/^0+(?=\d+$)/, '')

const namesOf = ({ name }: CodelistItem): readonly string[] =>
  [name['zh-CN'], name.en].flatMap(text => (text === undefined ? [] : [said(text)]))

/** Finds by a text that is the item's alone. */
function finder(list: readonly CodelistItem[], texts: (item: CodelistItem) => readonly string[]) {
  const found = new Map<string, CodelistItem | undefined>()
  for (const item of list)
    for (const text of new Set(texts(item))) found.set(text, found.has(text) ? undefined : item)
  return found
}

/** How far into a line its name is looked for: a number and a code may stand before it. */
const FIRST = [0, 1, 2, 3] as const

const hits = (block: Block, column: number, find: Find): number =>
  block.filter(texts => find(texts[column])).length

function namingColumn(block: Block, find: Find): number | null {
  const best = FIRST.reduce((a, b) => (hits(block, b, find) > hits(block, a, find) ? b : a))
  return hits(block, best, find) > 0 ? best : null
}

/** The columns right after the name that mostly tell of the same item, in other words: its code, its unit, its other name. */
function tellingColumns(block: Block, naming: number, find: Find): readonly number[] {
  const tells = (item: CodelistItem, text: string) =>
    saidCode(item.code) === saidCode(text) ||
    [...namesOf(item), said(item.unitOfMeasure ?? '')].includes(said(text))
  const mostlyTells = (column: number): boolean => {
    const filled = block.flatMap(texts => {
      const [item, text = ''] = [find(texts[naming]), texts[column]]
      return item && text.trim() !== '' ? [tells(item, text)] : []
    })
    return filled.filter(Boolean).length * 2 > filled.length
  }
  const after = [naming + 1, naming + 2]
  const first = after.findIndex(column => !mostlyTells(column))
  return first < 0 ? after : after.slice(0, first)
}

type Naming = Readonly<{
  block: Block
  /** The column of the name, and those after it that tell of the same item. */
  naming: number
  telling: readonly number[]
  find: Find
  findCode: Find
  /** A name that several items share is told apart by the code beside it. */
  shared: (name: string) => boolean
  inWords: boolean
}>

function namingOf(block: Block, list: readonly CodelistItem[]): Naming {
  const [byName, byCode] = [finder(list, namesOf), finder(list, ({ code }) => [saidCode(code)])]
  const findName: Find = text => byName.get(said(text ?? ''))
  const findCode: Find = text => byCode.get(saidCode(text ?? ''))
  const worded = namingColumn(block, findName)
  const naming = worded ?? namingColumn(block, findCode) ?? 0
  const find = worded === null ? findCode : findName
  return {
    block,
    naming,
    telling: tellingColumns(block, naming, find),
    find,
    findCode,
    shared: name => byName.has(said(name)) && byName.get(said(name)) === undefined,
    inWords: worded !== null && hits(block, worded, findName) * 2 > block.length,
  }
}

/** The item a line names, and what speaks against it. A name that is not in the list is not put right by a code. */
function itemOfLine(names: Naming, texts: readonly string[]) {
  const [name = '', ...others] = [names.naming, ...names.telling].map(one => texts[one]?.trim() ?? '')
  const coded = others.map(names.findCode).filter(one => one !== undefined)
  const item = name === '' || names.shared(name) ? coded[0] : names.find(name)
  return { name: name || (others.find(Boolean) ?? ''), item, isClear: coded.every(one => one === item) }
}

function headsAbove(section: RowsSection, { block, naming, find }: Naming): (line: number) => boolean {
  const heads = new Set(['', ...rowHeadTexts(section).map(said)])
  const first = block.findIndex(texts => find(texts[naming]))
  return line => line < first && heads.has(said(block[line]?.[naming] ?? ''))
}

/** What the lines of a pasted text are about. */
export function namedLines(section: RowsSection, list: readonly CodelistItem[], text: string): NamedLines {
  const names = namingOf(parseBlock(text), list)
  const isHead = headsAbove(section, names)
  const column = names.naming + 1 + names.telling.length
  const lines: NamedLine[] = []
  const refused: Refused[] = []
  const taken = new Set<string>()
  for (const [line, texts] of names.block.entries()) {
    if (texts.every(one => one.trim() === '') || isHead(line)) continue
    const { name, item, isClear } = itemOfLine(names, texts)
    if (!item) refused.push(refusedLine('LINE_UNKNOWN', line, name))
    else if (!isClear) refused.push(refusedLine('LINE_AMBIGUOUS', line, name))
    else if (taken.has(item.code)) refused.push(refusedLine('LINE_REPEATED', line, name))
    else {
      taken.add(item.code)
      lines.push({ line, column, key: item.code, name, texts: texts.slice(column) })
    }
  }
  return { lines, refused, inWords: names.inWords }
}

export const refusedLine = (
  fault: 'LINE_UNKNOWN' | 'LINE_AMBIGUOUS' | 'LINE_REPEATED' | 'LINE_TOO_MANY',
  line: number,
  text: string,
  detail: Readonly<{ max?: number }> = {},
): Refused => ({
  row: line,
  column: 0,
  text,
  wholeLine: true,
  message: message(fault, { line: line + 1, row: text, ...detail }),
})
