/** The main pages, full, empty and failing, and in which looks each has its picture. */
import { problems } from '#kernel/contract/index.ts'
import { getProgress, listCollections, listMyReports, listReports } from '#modules/stats/collect/contract.ts'
import { refusal } from './answers.ts'
import { stranger } from './city.ts'
import { cityOffice, countyOffice, idleOffice, quietOffice, register } from './office.ts'
import { products, receipt, reporter, reporterOfNothing } from './reporting.ts'
import { figures, tabulation } from './totals.ts'
import { css, type WholePage } from './whole-page.ts'

const desktop = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }
export const sizes = { desktop, phone }
export type Look = `${keyof typeof sizes}-${'light' | 'dark'}`
type Locale = 'zh-CN' | 'en'
type Looks = Readonly<Partial<Record<Locale, readonly Look[]>>>

export const chosen: Looks = { 'zh-CN': ['desktop-light'], en: ['phone-dark'] }
const desk: readonly Look[] = ['desktop-light', 'desktop-dark', 'phone-light', 'phone-dark']
const all: Looks = { 'zh-CN': desk, en: desk }

type Subject = WholePage &
  Readonly<{
    name: string
    looks?: Looks
    /** It decides by the window it finds at first: each language is loaded anew. */
    sizedAtFirst?: true
  }>

const failed = css('.zt-error')
const empty = css('.zt-state')
const PROGRESS = '/console/collect/progress'
const REPORTS = '/console/collect/reports?sort=risk&order=desc'
const TABLE = '/console/tabulate/table/1'

export const subjects: readonly Subject[] = [
  { name: 'sign-in', path: '/sign-in', answers: [stranger], shows: css('.za-demo') },
  { name: 'home', path: '/', answers: reporter, shows: css('.zr-card') },
  { name: 'home-empty', path: '/', answers: reporterOfNothing, shows: empty },
  {
    name: 'home-error',
    path: '/',
    answers: [...reporter, refusal(listMyReports, problems.internal)],
    shows: failed,
  },
  { name: 'form', path: '/reports/11/4107', answers: reporter, shows: css('[data-cell=M13]'), looks: all },
  { name: 'products', path: '/reports/12/4107', answers: products, shows: css('[data-cell="P01@030"]') },
  { name: 'receipt', path: '/reports/11/4107/receipt', answers: receipt, shows: css('.zr-receipt') },
  {
    name: 'calendar',
    path: '/calendar',
    answers: reporter,
    shows: css('.zr-month:visible, .zr-month-list:visible'),
  },
  { name: 'office', path: '/console/', answers: cityOffice, shows: css('.co-todos') },
  { name: 'office-empty', path: '/console/', answers: idleOffice, shows: empty },
  {
    name: 'office-error',
    path: '/console/',
    answers: [...cityOffice, refusal(listCollections, problems.internal)],
    shows: failed,
  },
  { name: 'progress', path: PROGRESS, answers: cityOffice, shows: css('.zt-table') },
  { name: 'progress-bars', path: `${PROGRESS}?view=bars`, answers: cityOffice, shows: css('.co-bars') },
  { name: 'progress-tiles', path: `${PROGRESS}?view=tiles`, answers: cityOffice, shows: css('.co-tiles') },
  { name: 'progress-empty', path: PROGRESS, answers: quietOffice, shows: empty },
  {
    name: 'progress-error',
    path: PROGRESS,
    answers: [...cityOffice, refusal(getProgress, problems.internal)],
    shows: failed,
  },
  { name: 'reports', path: REPORTS, answers: countyOffice, shows: css('.zt-table tbody a') },
  { name: 'reports-empty', path: REPORTS, answers: quietOffice, shows: css('.zt-table') },
  {
    name: 'reports-error',
    path: REPORTS,
    answers: [...countyOffice, refusal(listReports, problems.internal)],
    shows: failed,
  },
  {
    name: 'review',
    path: '/console/collect/reports/11/4107?sort=risk&order=desc',
    answers: countyOffice,
    shows: css('[data-cell=M13]'),
    looks: all,
  },
  { name: 'tabulation', path: TABLE, answers: tabulation, shows: css('.tb-holder td'), sizedAtFirst: true },
  { name: 'figures', path: '/console/figures', answers: figures, shows: css('.fg-figure') },
  { name: 'units', path: '/console/register/units', answers: register, shows: css('.zt-table tbody a') },
  { name: 'gallery', path: '/gallery.html#parts', answers: [], shows: css('main > *') },
]
