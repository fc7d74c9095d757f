/** How the servers do: for the system administrator; figures of processes, nothing of anybody's data. */
import { type TSchema, Type } from 'typebox'
import { definePermissions, defineRoute, Instant } from '#kernel/contract/index.ts'

export const monitorPermissions = definePermissions({
  operationsRead: {
    code: 'monitor.operations.read',
    text: { 'zh-CN': '查看运行状况', en: 'See how the servers do' },
  },
})

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Figure = Nullable(Type.Number())
const Figures = Type.Array(Figure)

/** What each process writes down for the others to show. */
export const InstanceFigures = Type.Object({
  requestsPerSecond: Type.Number(),
  submissionsPerSecond: Type.Number(),
  /** Seconds, of the last five minutes. */
  requestP95: Figure,
  mirrorLag: Figure,
  loopDelay: Type.Number(),
  memory: Type.Number(),
  poolOpen: Type.Number(),
  poolMax: Type.Number(),
  poolWaiting: Type.Number(),
})

export const Instance = Type.Object({
  id: Type.String(),
  /** The one that answers. */
  self: Type.Boolean(),
  host: Type.String(),
  process: Type.Integer(),
  role: Type.Union([Type.Literal('all'), Type.Literal('web'), Type.Literal('worker')]),
  version: Type.String(),
  startedAt: Instant,
  seenAt: Instant,
  /** Has not been heard of for a minute. */
  silent: Type.Boolean(),
  figures: InstanceFigures,
})

/** The last five minutes; seconds where they are durations. */
export const Spell = Type.Object({
  count: Type.Integer(),
  perSecond: Type.Number(),
  mean: Figure,
  p50: Figure,
  p95: Figure,
  p99: Figure,
})

export const JobCount = Type.Object({
  task: Type.String(),
  waiting: Type.Integer(),
  scheduled: Type.Integer(),
  running: Type.Integer(),
  failed: Type.Integer(),
  oldestWaitingSeconds: Figure,
})

export const SlowQuery = Type.Object({
  statement: Type.String(),
  calls: Type.Integer(),
  meanMs: Type.Number(),
  worstMs: Type.Number(),
  lastAt: Nullable(Instant),
  requestId: Nullable(Type.String()),
})

export const Operations = Type.Object({
  at: Instant,
  /** The process that answers: spells, curves, levels and its own slow queries are its. */
  instance: Type.String(),
  instances: Type.Array(Instance),
  spells: Type.Object({
    request: Spell,
    failure: Spell,
    submission: Spell,
    /** Reports to a stored group. */
    submissionItems: Spell,
    submissionWait: Spell,
    sessionItems: Spell,
    rules: Spell,
    tabulation: Spell,
    drain: Spell,
  }),
  /** One value a slot, the oldest first; null where nothing is known. */
  curves: Type.Object({
    from: Instant,
    seconds: Type.Number(),
    requests: Figures,
    failures: Figures,
    p50: Figures,
    p95: Figures,
    p99: Figures,
    submissions: Figures,
    submissionP95: Figures,
    mirrorLag: Figures,
    jobsWaiting: Figures,
    poolBusy: Figures,
    poolWaiting: Figures,
    loopDelay: Figures,
    memory: Figures,
  }),
  levels: Type.Object({
    jobs: Nullable(Type.Array(JobCount)),
    mirrorLag: Figure,
    pool: Type.Object({
      open: Type.Integer(),
      idle: Type.Integer(),
      waiting: Type.Integer(),
      max: Type.Integer(),
    }),
    /** Each disk once, with what of ours it holds; one that does not answer has no space. */
    disks: Type.Array(
      Type.Object({
        stores: Type.Array(
          Type.Union([Type.Literal('files'), Type.Literal('mirror'), Type.Literal('database')]),
        ),
        space: Nullable(Type.Object({ free: Type.Number(), total: Type.Number() })),
      }),
    ),
    databaseBytes: Figure,
    memory: Type.Number(),
    loopDelay: Type.Number(),
  }),
  slow: Type.Object({
    /** `database`: pg_stat_statements, of all processes; `process`: what this one remembers. */
    source: Type.Union([Type.Literal('database'), Type.Literal('process')]),
    thresholdMs: Type.Number(),
    items: Type.Array(SlowQuery),
  }),
})

export const readOperations = defineRoute({
  id: 'monitor.readOperations',
  method: 'GET',
  path: '/api/operations',
  summary: { 'zh-CN': '运行状况', en: 'How the servers do' },
  permission: monitorPermissions.operationsRead.code,
  reply: Operations,
  background: true,
})
