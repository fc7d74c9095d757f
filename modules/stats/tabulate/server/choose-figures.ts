/** Which numbers of the installation's forms are its main figures. Pure. */
import {
  type CellPlace,
  type Frequency,
  type LocalText,
  measuresByWeight,
  yearEarlierOf,
} from '#engines/form/index.ts'
import type { FormVersion } from '#modules/stats/catalog/server/index.ts'
import { FIGURES_AT_MOST } from '../contract.ts'
import { sectionsOf, sourceCells } from './source.ts'

export type FigureChoice = Readonly<{
  formCode: string
  formTitle: LocalText
  formVersionId: number
  subject: string
  section: string | undefined
  cell: CellPlace
  /** The cell of the same form that holds the number of a year earlier. */
  yearEarlier: CellPlace | undefined
}>

type Form = Pick<FormVersion, 'id' | 'code' | 'subject' | 'frequency' | 'spec'>

const OFTEN_FIRST: readonly Frequency[] = ['D', 'W', 'T', 'M', 'Q', 'S', 'A']

const choiceOf = (form: Form, section: string | undefined, cell: CellPlace): FigureChoice => ({
  formCode: form.code,
  formTitle: form.spec.title,
  formVersionId: form.id,
  subject: form.subject,
  section,
  cell,
  yearEarlier: yearEarlierOf(sourceCells(form.spec, section), cell),
})

/** Amounts in one unit of measure: products counted in units of their own add up to nothing. */
const amounts = (form: Form, section: string | undefined): readonly CellPlace[] =>
  sourceCells(form.spec, section).filter(
    ({ spec, unitOfMeasure }) => spec.type.kind === 'decimal' && unitOfMeasure !== undefined,
  )

/** The measures of the first part of a form that has any. */
function measuresOf(form: Form): readonly FigureChoice[] {
  for (const section of sectionsOf(form.spec)) {
    const measures = measuresByWeight(amounts(form, section))
    if (measures.length > 0) return measures.map(cell => choiceOf(form, section, cell))
  }
  return []
}

/** `B204-1` is the main measure of that form, `B204-1/M17` the cell of it; undefined where there is no such thing. */
function named(forms: readonly Form[], name: string): FigureChoice | undefined {
  const [code, cell] = name.split('/')
  const form = forms.find(one => one.code === code)
  if (!form) return undefined
  if (cell === undefined) return measuresOf(form)[0]
  return sectionsOf(form.spec)
    .flatMap(section => amounts(form, section).map(place => choiceOf(form, section, place)))
    .find(choice => choice.cell.code === cell)
}

/**
 * Those the office has named; else the main measure of every form, the forms most often reported first, then the
 * second measure of each, and so on, five at most.
 */
export function chooseFigures(forms: readonly Form[], names: readonly string[]): readonly FigureChoice[] {
  const wanted = names.flatMap(name => named(forms, name) ?? [])
  if (wanted.length > 0) return wanted.slice(0, FIGURES_AT_MOST)
  const often = (form: Form) => OFTEN_FIRST.indexOf(form.frequency)
  const byForm = forms.toSorted((a, b) => often(a) - often(b) || a.code.localeCompare(b.code)).map(measuresOf)
  const rounds = Array.from({ length: FIGURES_AT_MOST }, (_, round) =>
    byForm.flatMap(measures => measures[round] ?? []),
  )
  return rounds.flat().slice(0, FIGURES_AT_MOST)
}
