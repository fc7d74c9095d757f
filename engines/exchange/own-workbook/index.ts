/** A workbook of the enterprise's own layout, matched with a form's cells. It brings the Excel library along. */
export {
  areaOf,
  areaText,
  columnLetters,
  type ParsedSources,
  parseSources,
  type Source,
  sourcesText,
  spotsOf,
} from './address.ts'
export { cellSeen, type SourceBook, type SourceCell, type SourceSheet, sheetNamed, spotKey } from './book.ts'
export {
  emptyMatching,
  fillableCells,
  fillableColumns,
  type Matching,
  type RowsSource,
  rowsSections,
} from './matching.ts'
export { type ProposeOptions, proposeMatching } from './propose.ts'
export { type BookResult, readBook } from './read-book.ts'
export { readMatched } from './read-values.ts'
export {
  type MatchingNote,
  type RememberedMatching,
  recallMatching,
  rememberMatching,
} from './remember.ts'
