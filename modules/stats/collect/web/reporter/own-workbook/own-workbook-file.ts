/** An own workbook as it is taken in: read, matched by what is remembered or else by its labels, and read by that. */
import { type FileChange, fileChanges } from '#engines/exchange/form-workbook/changes.ts'
import type { FormReading, Refusal } from '#engines/exchange/form-workbook/index.ts'
import {
  type Matching,
  type MatchingNote,
  proposeMatching,
  readBook,
  readMatched,
  recallMatching,
  rememberMatching,
  type SourceBook,
} from '#engines/exchange/own-workbook/index.ts'
import type { FormSession } from '#engines/form/index.ts'
import type { WorkbookMapping, WorkbookPlaces } from '../../../contract.ts'
import { codelistsOf } from '../../form-program.ts'
import type { Opened } from '../filling.ts'

/** One byte past the limit is enough to know that a file is too large. */
const MOST_BYTES = 5_000_001

export type Matched = Readonly<{
  name: string
  book: SourceBook
  matching: Matching
  notes: readonly MatchingNote[]
  /** The remembered mapping it comes from. */
  from: WorkbookMapping | null
}>

export const proposed = ({ opened, book }: Readonly<{ opened: Opened; book: SourceBook }>): Matching =>
  proposeMatching(book, {
    spec: opened.spec,
    period: opened.report.period,
    initial: opened.prefill.values,
    codelists: codelistsOf(opened),
  })

export function recalled(opened: Opened, book: SourceBook, from: WorkbookMapping): Omit<Matched, 'name'> {
  const { spec, report } = opened
  return { book, from, ...recallMatching(from.mapping, book, spec, report.period) }
}

const places = ({ cells, rows }: Matching): number =>
  Object.keys(cells).length +
  Object.values(rows).reduce((sum, { columns }) => sum + 1 + Object.keys(columns).length, 0)

/** The remembered mapping of which most is found; of equals the one saved last. Without any the labels decide. */
export function firstMatched(
  opened: Opened,
  book: SourceBook,
  kept: readonly WorkbookMapping[],
): Omit<Matched, 'name'> {
  const best = kept
    .map(one => recalled(opened, book, one))
    .toSorted((a, b) => places(b.matching) - places(a.matching))[0]
  if (best && places(best.matching) > 0) return best
  return { book, matching: proposed({ opened, book }), notes: [], from: null }
}

export type OwnFile =
  | Readonly<{ refusal: Refusal; matched?: undefined }>
  | Readonly<{ matched: Matched; refusal?: undefined }>

export async function readOwnFile(
  opened: Opened,
  file: File,
  kept: readonly WorkbookMapping[],
): Promise<OwnFile> {
  const bytes = new Uint8Array(await file.slice(0, MOST_BYTES).arrayBuffer())
  const { book, refusal } = await readBook(bytes, file.name)
  if (refusal) return { refusal }
  return { matched: { name: file.name, ...firstMatched(opened, book, kept) } }
}

export const ownReading = (opened: Opened, session: FormSession, { book, matching }: Matched): FormReading =>
  readMatched(book, matching, {
    spec: opened.spec,
    values: session.values,
    initial: opened.prefill.values,
    codelists: codelistsOf(opened),
  })

export const ownChanges = (session: FormSession, reading: FormReading): readonly FileChange[] =>
  fileChanges(session.values, reading)

export const placesOf = (opened: Opened, { book, matching }: Matched): WorkbookPlaces =>
  rememberMatching(matching, book, opened.spec, opened.report.period) as WorkbookPlaces

/** `利润表202610.xlsx` is `利润表`: what stays the same from one period to the next. */
export function nameFor(fileName: string): string {
  const bare = fileName.replace(/\.[^.]*$/, '').normalize('NFKC')
  const timeless = bare
    .replace(/(?:\d{2,4}[年.-]?)?\d{1,2}月份?|\d{4,8}|\d{4}年/g, '')
    .replace(/^[\s_-]+|[\s_-]+$/g, '')
  return (timeless || bare).trim().slice(0, 60) || fileName.slice(0, 60)
}
