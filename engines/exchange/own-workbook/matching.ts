/** Which places of a workbook the cells of a form are taken from. */
import {
  type CellPlace,
  type FormSpec,
  type FormValues,
  formCells,
  type RowsSection,
} from '../../form/index.ts'
import { isLocked } from '../form-workbook/locks.ts'
import type { Source } from './address.ts'

/** `unit` is the unit of measure the figures stand in, where a person or a label said so. */
export type CellSources = Readonly<{ sources: readonly Source[]; unit?: string }>

/** A table of rows: the first one's key stands at `key`; each column gives one cell of every row. */
export type RowsSource = Readonly<{
  sheet: string
  /** `B5`. */
  key: string
  columns: Readonly<Record<string, Readonly<{ column: string; unit?: string }>>>
}>

export type Matching = Readonly<{
  /** The unit of measure of a sheet's figures, by its name. */
  units: Readonly<Record<string, string>>
  /** By the form's cell codes. */
  cells: Readonly<Record<string, CellSources>>
  /** By the ids of sections with rows. */
  rows: Readonly<Record<string, RowsSource>>
}>

export const emptyMatching: Matching = { units: {}, cells: {}, rows: {} }

/** The cells outside tables of rows that a workbook may fill. */
export const fillableCells = (spec: FormSpec, initial?: FormValues): readonly CellPlace[] =>
  formCells(spec).filter(place => !place.repeated && !isLocked(place, undefined, initial))

/** The columns of a table of rows that a workbook may fill. */
export const fillableColumns = (spec: FormSpec, section: RowsSection): readonly CellPlace[] =>
  formCells(spec).filter(
    place =>
      place.repeated &&
      place.section === section.id &&
      place.spec.kind !== 'computed' &&
      place.spec.kind !== 'closed',
  )

export const rowsSections = (spec: FormSpec): readonly RowsSection[] =>
  spec.sections.filter(section => section.kind === 'rows')
