/** Two contents of one report held against each other, place by place, and the one that comes of the choices. */
import {
  type CellValues,
  cellIndex,
  diffValues,
  type Explanation,
  explanationOf,
  type FormRow,
  type FormSpec,
  type FormValues,
  type Scalar,
  saidReason,
  saidText,
  type ValueChange,
} from '#engines/form/index.ts'
import { type Content, entered, type Said } from './content.ts'

export type Side = 'mine' | 'theirs'
type Changed = Readonly<{
  id: string
  /** The side that alone changed it since both were the same; null where both did, or it is not known. */
  changedBy: Side | null
}>
export type ValueDifference = Changed &
  Readonly<{
    kind: 'cell' | 'row'
    section?: string
    row?: string
    cell?: string
    mine: Scalar
    theirs: Scalar
  }>
export type SaidDifference = Changed &
  Readonly<{
    kind: 'explanation'
    /** `findingKey` of what is explained. */
    finding: string
    mine: Explanation
    theirs: Explanation
  }>
export type Difference = ValueDifference | SaidDifference
export type Choices = Readonly<Record<string, Side>>

const placeOf = ({ section, row, cell }: ValueChange) =>
  [section, row, cell].map(part => part ?? '').join('\n')

const changedPlaces = (from: FormValues | undefined, to: FormValues): ReadonlySet<string> =>
  new Set(from ? diffValues(from, to).map(placeOf) : [])

function changer(known: boolean, byMe: boolean, byThem: boolean): Side | null {
  if (!known || byMe === byThem) return null
  return byMe ? 'mine' : 'theirs'
}

function valueDifferences(
  spec: FormSpec,
  base: FormValues | undefined,
  mine: FormValues,
  theirs: FormValues,
): ValueDifference[] {
  const changes = diffValues(theirs, mine)
  const wholeRows = new Set(changes.filter(one => one.change).map(one => `${one.section}\n${one.row}`))
  const mineChanged = changedPlaces(base, mine)
  const theirsChanged = changedPlaces(base, theirs)
  const order = [...cellIndex(spec).keys()]
  return changes
    .filter(one => one.change !== undefined || !wholeRows.has(`${one.section}\n${one.row}`))
    .map((one): ValueDifference => {
      const { section, row, cell, change } = one
      const place = placeOf(one)
      return {
        id: place,
        kind: change ? 'row' : 'cell',
        ...(section !== undefined && { section }),
        ...(row !== undefined && { row }),
        ...(cell !== undefined && { cell }),
        mine: change ? change === 'row-added' : one.after,
        theirs: change ? change === 'row-removed' : one.before,
        changedBy: changer(base !== undefined, mineChanged.has(place), theirsChanged.has(place)),
      }
    })
    .toSorted((a, b) => order.indexOf(a.cell ?? '') - order.indexOf(b.cell ?? ''))
}

const sameSaid = (a: Explanation, b: Explanation) =>
  saidReason(a) === saidReason(b) && saidText(a) === saidText(b)

/** `base`: what both started from, where it is known. */
export function differences(
  spec: FormSpec,
  base: Omit<Content, 'unread'> | null,
  mine: Omit<Content, 'unread'>,
  theirs: Omit<Content, 'unread'>,
): readonly Difference[] {
  const said = (of: Said, key: string) =>
    explanationOf(saidReason(of[key] ?? ''), saidText(of[key] ?? '').trim())
  const keys = [...new Set([...Object.keys(mine.explanations), ...Object.keys(theirs.explanations)])]
  const explained = keys.flatMap((finding): SaidDifference[] => {
    const [own, other] = [said(mine.explanations, finding), said(theirs.explanations, finding)]
    if (sameSaid(own, other)) return []
    const before = said(base?.explanations ?? {}, finding)
    return [
      {
        id: `?${finding}`,
        kind: 'explanation',
        finding,
        mine: own,
        theirs: other,
        changedBy: changer(base !== null, !sameSaid(own, before), !sameSaid(other, before)),
      },
    ]
  })
  return [
    ...valueDifferences(
      spec,
      base ? entered(spec, base.values) : undefined,
      entered(spec, mine.values),
      entered(spec, theirs.values),
    ),
    ...explained,
  ]
}

/** What only one side changed needs no thought. */
export const plainChoices = (found: readonly Difference[]): Choices =>
  Object.fromEntries(found.flatMap(({ id, changedBy }) => (changedBy ? [[id, changedBy] as const] : [])))

export const allOf = (found: readonly Difference[], side: Side): Choices =>
  Object.fromEntries(found.map(({ id }) => [id, side]))

export const undecided = (found: readonly Difference[], choices: Choices): readonly Difference[] =>
  found.filter(({ id }) => choices[id] === undefined)

function withCell(cells: CellValues, code: string, value: Scalar): CellValues {
  const { [code]: _, ...rest } = cells
  return value === null ? rest : { ...rest, [code]: value }
}

function withRows(
  values: FormValues,
  section: string,
  change: (rows: readonly FormRow[]) => readonly FormRow[],
) {
  return { ...values, rows: { ...values.rows, [section]: change(values.rows?.[section] ?? []) } }
}

function takeMine(values: FormValues, one: ValueDifference, mine: FormValues): FormValues {
  const { section, row, cell } = one
  if (section === undefined || row === undefined)
    return { ...values, cells: withCell(values.cells, cell ?? '', one.mine) }
  if (cell !== undefined) {
    return withRows(values, section, rows =>
      rows.map(old => (old.key === row ? { key: row, cells: withCell(old.cells, cell, one.mine) } : old)),
    )
  }
  const own = mine.rows?.[section]?.find(({ key }) => key === row)
  return withRows(values, section, rows => (own ? [...rows, own] : rows.filter(({ key }) => key !== row)))
}

/** The other side's content with my choices laid over it. */
export function merged(
  spec: FormSpec,
  found: readonly Difference[],
  choices: Choices,
  mine: Content,
  theirs: Omit<Content, 'unread'>,
): Content {
  const taken = found.filter(({ id }) => choices[id] === 'mine')
  const own = entered(spec, mine.values)
  let values = entered(spec, theirs.values)
  const explanations: Record<string, Explanation> = { ...theirs.explanations }
  for (const one of taken) {
    if (one.kind === 'explanation') explanations[one.finding] = one.mine
    else values = takeMine(values, one, own)
  }
  return { values, explanations, unread: mine.unread }
}
