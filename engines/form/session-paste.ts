/** Blocks pasted into a session: over the cells that stand there, again and again over more, or as lines with their rows. */
import { cellIndex, headingLeaves, rowsSection } from './cells.ts'
import {
  type CellAddress,
  type PastedEntry,
  type PastePlan,
  type PlaceLine,
  planLine,
  planPaste,
  type Refused,
} from './paste.ts'
import { type NamedLines, namedLines, refusedLine } from './paste-rows.ts'
import { rowOf } from './rows.ts'
import { addedRows, enter, isEditable, type Setting, type State } from './session-state.ts'
import { saidIn, unitOf } from './unit-conversion.ts'

/** `count` is how many texts were entered. */
export type Pasted = Readonly<{ state: State; count: number; refused: readonly Refused[] }>

/** Also where it is no value yet the text says its unit, so that it means the same wherever it is read again. */
function inUnit(setting: Setting, { at, value }: PastedEntry, unit: string): PastedEntry {
  const { spec } = setting.program
  const place = cellIndex(spec).get(at.cell)
  const own = place && unitOf(spec, place, at.row, setting.codelists)
  return { at, value: place?.spec.type.kind === 'decimal' ? saidIn(value, unit, own) : value }
}

function entered(setting: Setting, state: State, plan: PastePlan, unit: string | undefined): Pasted {
  const entries = unit === undefined ? plan.entries : plan.entries.map(one => inUnit(setting, one, unit))
  const next = entries.length > 0 ? enter(setting, state, entries) : state
  return { state: next, count: entries.length, refused: plan.refused }
}

function linesIn(setting: Setting, id: string, block: string): NamedLines | null {
  const section = rowsSection(setting.program.spec, id)
  const list = section && setting.codelists(section.codelist)
  return list ? namedLines(section, list, block) : null
}

/** Lines into the rows they name, which are added where they are not there yet and there is room. */
export function pastedLines(
  setting: Setting,
  state: State,
  id: string,
  block: string,
  unit?: string,
): Pasted {
  const section = rowsSection(setting.program.spec, id)
  const named = linesIn(setting, id, block)
  if (!section || !named) return { state, count: 0, refused: [] }
  const keys = named.lines.map(({ key }) => key)
  const opened = addedRows(setting, state, id, keys)
  const { values } = opened.evaluation
  const cells = headingLeaves(section.heading).map(leaf => section.cells[leaf.key])
  const max = section.maxRows
  const plans = named.lines.map(({ line, column, key, name, texts }): PastePlan => {
    if (!rowOf(values, id, key))
      return { entries: [], refused: [refusedLine('LINE_TOO_MANY', line, name, { max })] }
    const places = cells.map(cell => (!cell || cell.kind === 'closed' ? null : { cell: cell.code, row: key }))
    const plan = planLine(texts, places, line, at => isEditable(setting, values, at))
    return { ...plan, refused: plan.refused.map(one => ({ ...one, column: column + one.column })) }
  })
  const refused = [...named.refused, ...plans.flatMap(plan => plan.refused)]
  const entries = plans.flatMap(plan => plan.entries)
  return entered(setting, opened, { entries, refused: refused.toSorted((a, b) => a.row - b.row) }, unit)
}

/** A table with the names of its rows is read by them wherever in their section it is pasted. */
function namesItsRows(setting: Setting, at: CellAddress, block: string): string | null {
  const place = cellIndex(setting.program.spec).get(at.cell)
  if (!place?.repeated || place.spec.type.kind !== 'decimal') return null
  return linesIn(setting, place.section, block)?.inWords ? place.section : null
}

export function pastedAt(
  setting: Setting,
  state: State,
  at: CellAddress,
  block: string,
  unit?: string,
): Pasted {
  const section = namesItsRows(setting, at, block)
  if (section !== null) return pastedLines(setting, state, section, block, unit)
  const { values } = state.evaluation
  const plan = planPaste(setting.program.spec, values, at, block, cell => isEditable(setting, values, cell))
  return entered(setting, state, plan, unit)
}

/**
 * Texts over a rectangle of places, from the start again where there are more places than texts. A place where a ragged
 * line of texts has none is left as it is.
 */
export function filledOver(
  setting: Setting,
  state: State,
  places: readonly PlaceLine[],
  texts: readonly (readonly string[])[],
  unit?: string,
): Pasted {
  const { values } = state.evaluation
  const width = Math.max(1, ...texts.map(line => line.length))
  const plans = places.map((line, row): PastePlan => {
    const own = texts[row % Math.max(1, texts.length)] ?? []
    const over = line.map((_, column) => own[column % width])
    const cells = line.map((place, column) => (over[column] === undefined ? null : place))
    const plain = over.map(text => text ?? '')
    return planLine(plain, cells, row, at => isEditable(setting, values, at))
  })
  const [entries, refused] = [plans.flatMap(plan => plan.entries), plans.flatMap(plan => plan.refused)]
  return entered(setting, state, { entries, refused }, unit)
}
