/** How the state and the deadline of a report are put into words. */
import type { Static } from 'typebox'
import {
  type Codelists,
  cellIndex,
  type Explanation,
  type FormSpec,
  formatValue,
  reasonName,
  type Scalar,
  saidReason,
  saidText,
} from '#engines/form/index.ts'
import type { ReportState as TagState } from '#ui/components/tag.tsx'
import { remaining } from '#ui/i18n/format.ts'
import type { Locale } from '#ui/i18n/locale.ts'
import { localText, type Translate } from '#ui/i18n/text.ts'
import type { MyReport } from '../../contract.ts'
import type { zhCN } from '../../locale/reporter/zh-CN.ts'

export type Report = Static<typeof MyReport>
export type Words = Translate<typeof zhCN>

export const reportPath = (report: Pick<Report, 'collectionId' | 'unitId'>, below = ''): string =>
  `/reports/${report.collectionId}/${report.unitId}${below}`

export type Shown = Readonly<{ tag: TagState; word?: string }>

export function shownState(report: Report, t: Words): Shown {
  const { state, window } = report
  if (state === 'accepted:county') return { tag: 'accepted', word: t('state.word.county') }
  if (state === 'accepted:city') return { tag: 'accepted', word: t('state.word.city') }
  if (state === 'submitted' || state === 'returned') return { tag: state }
  if (window.phase === 'not-open') return { tag: 'closed', word: t('state.word.notOpen') }
  if (window.phase === 'closed') return { tag: 'closed', word: t('state.word.overdue') }
  return { tag: state }
}

export type Group = 'review' | 'sign' | 'todo' | 'overdue' | 'soon' | 'done'

/** What waits for this person to review or sign comes before everything else. */
export function groupOf({ state, window, turn }: Report): Group {
  if (turn?.mine && turn.step !== 'fill' && window.phase === 'open') return turn.step
  if (state === 'submitted' || state.startsWith('accepted')) return 'done'
  if (window.phase === 'not-open') return 'soon'
  return window.phase === 'closed' ? 'overdue' : 'todo'
}

export const namesOf = (people: readonly string[]): string => people.join('、')

export type Urgency = 'calm' | 'soon' | 'now' | 'past'

/** What remains until the report is due (or opens), at the server's time. */
export function dueWords(
  report: Report,
  now: number,
  t: Words,
): Readonly<{ text: string; urgency: Urgency }> {
  const { phase, opensAt, dueAt } = report.window
  const { value, unit, past } = remaining(phase === 'not-open' ? opensAt : dueAt, now)
  if (phase === 'not-open') return { text: t(`remaining.opens.${unit}`, { value }), urgency: 'calm' }
  if (past) return { text: t(`remaining.past.${unit}`, { value }), urgency: 'past' }
  const hours = (new Date(dueAt).getTime() - now) / 3_600_000
  const urgency = hours < 4 ? 'now' : hours < 48 ? 'soon' : 'calm'
  return { text: t(`remaining.left.${unit}`, { value }), urgency }
}

/** The reason by its name, and the text. */
export const saidWords = (spec: FormSpec, said: Explanation, locale: Locale): string => {
  const reason = saidReason(said)
  const name = reason === null ? '' : localText(reasonName(spec, reason), locale)
  return [name, saidText(said)].filter(Boolean).join(' · ')
}

export function valueWords(
  spec: FormSpec,
  cell: string | undefined,
  value: Scalar,
  locale: Locale,
  codelists: Codelists,
): string {
  const place = cell === undefined ? undefined : cellIndex(spec).get(cell)
  return place ? formatValue(place.spec.type, value, locale, { codelists }) : String(value ?? '')
}
