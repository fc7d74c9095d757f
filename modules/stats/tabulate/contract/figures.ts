/** The main figures of the month, as those see them who see totals only. */
import { Type } from 'typebox'
import { defineRoute, Id, Instant, LocalText, Nullable, Period } from '#kernel/contract/index.ts'
import { tabulatePermissions as permission } from './permissions.ts'

/** Periods of a trend: a year, and the period a year before the latest. */
export const TREND_LENGTH = 13
export const FIGURES_AT_MOST = 5

const Point = Type.Object({
  period: Period,
  /** Null where the period is not released, or the total is withheld. */
  value: Nullable(Type.String()),
  /** On the same period a year earlier, in per cent. */
  growth: Nullable(Type.String()),
  /** It would tell of single units (统计法). */
  withheld: Type.Boolean(),
})

/** The place that made most of the change on a year earlier; where nothing is to compare, the largest. */
const Lead = Type.Object({
  place: LocalText,
  change: Nullable(Type.String()),
  /** Of the total, in per cent. */
  share: Nullable(Type.String()),
})

/** The cells a figure is a total of, as a tabulation asks for them. */
const FigureTable = Type.Object({
  formVersionId: Id,
  section: Type.Optional(Type.String()),
  column: Type.String(),
  unitOfMeasure: Type.Optional(Type.String()),
  /** Holds the number of a year earlier in the same form. */
  yearEarlier: Nullable(Type.String()),
  /** Of the regions, in which the newest released period is tabulated. */
  edition: Type.String(),
})

export const Figure = Type.Object({
  formCode: Type.String(),
  formTitle: LocalText,
  /** As a cell of the form is labelled: `工业总产值(当年价格) · 本月`. */
  label: LocalText,
  unitOfMeasure: Type.String(),
  /** The newest released period, null where none is; its counts are withheld with its total. */
  latest: Nullable(
    Type.Object({ period: Period, owed: Nullable(Type.Integer()), accepted: Nullable(Type.Integer()) }),
  ),
  /** Ends with the newest released period; empty where none is. */
  trend: Type.Array(Point),
  /** Of the newest number on that of a year earlier, in its unit of measure; null where nothing is to compare. */
  change: Nullable(Type.String()),
  /** Null where it has no parts, or none may be told of. */
  lead: Nullable(Lead),
  /** The first period after it that has been issued. */
  next: Nullable(Type.Object({ period: Period, due: Instant, overdue: Type.Boolean() })),
  /** Null for whoever may not tabulate it, and where nothing is released. */
  table: Nullable(FigureTable),
})

export const readFigures = defineRoute({
  id: 'tabulate.readFigures',
  method: 'GET',
  path: '/api/tabulate/figures',
  summary: { 'zh-CN': '已验收的主要数据及走势', en: 'The main figures that are released, and their trends' },
  permission: permission.figures.code,
  reply: Type.Object({
    /** The places the figures are of, by name. */
    places: Type.Array(Type.String()),
    figures: Type.Array(Figure),
  }),
})
