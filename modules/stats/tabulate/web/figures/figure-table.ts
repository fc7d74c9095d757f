/** Where a figure's newest number stands in a tabulation: its total is the figure, its rows are the places in it. */
import { encodeDraft } from '../address.ts'
import type { Draft } from '../draft.ts'
import { amounts, both, regions, subjectOf } from '../starters.ts'
import type { Figure } from './figure-words.ts'

export function tableOf({ table, latest, label }: Figure): Draft | null {
  if (!table || !latest) return null
  const { formVersionId, section, column, unitOfMeasure, yearEarlier, edition } = table
  const main = { name: column, label, ...(unitOfMeasure && { unitOfMeasure }) }
  return {
    name: both('starter.counties.name', subjectOf(main)),
    formVersionId,
    ...(section && { section }),
    definition: {
      edition,
      periods: [latest.period],
      minState: 'accepted:city',
      rows: [regions],
      columns: [...amounts(main, yearEarlier ?? undefined)],
    },
  }
}

/** With the period in its scope, so that no place remembered from elsewhere narrows the total. */
export function tableAddress(figure: Figure): string | null {
  const table = tableOf(figure)
  return table && `/tabulate/table?period=${figure.latest?.period}${encodeDraft(table)}`
}
