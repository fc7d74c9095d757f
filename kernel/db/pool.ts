/** The connection pools: `pg` under Kysely; int8 and numeric come back as number and string. */
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type TransactionSettings,
} from 'kysely'
import pg from 'pg'
import type { DB } from '#db/types.ts'
import { isAwaited, shortRequestLabel } from '../request-scope.ts'
import { createPreparedStatements } from './prepared-statements.ts'
import type { SlowQueries } from './slow-queries.ts'
import type { Database } from './tx.ts'

const INT8 = 20
const DATE = 1082

pg.types.setTypeParser(INT8, text => Number(text))
pg.types.setTypeParser(DATE, text => text)

export type DatabaseHandle = Readonly<{
  db: Database
  /** For groups of work whose every statement finds its rows by key (ADR 0011); never for lists and searches. */
  byKey: Database
  pool: pg.Pool
  connections(): Connections
  close(): Promise<void>
}>

/** How many connections are open, of them idle, at most allowed; and how much work waits for one. */
export type Connections = Readonly<{ open: number; idle: number; waiting: number; max: number }>

/**
 * How long a write that somebody waits for may wait for a lock, take for a statement, and leave its transaction alone;
 * in milliseconds. Jobs, migrations and whatever only reads take the time they need.
 */
export type Patience = Readonly<{ lock: number; statement: number; idle: number }>

const PATIENCE: Patience = Object.freeze({ lock: 20_000, statement: 300_000, idle: 300_000 })

export type DatabaseOptions = Readonly<{
  max?: number
  name?: string
  slow?: SlowQueries
  patience?: Patience
}>

const SETTINGS = '-c timezone=Asia/Shanghai'
/** A statement is planned once for each connection, and only ever along indexes: no guess at sizes can change that. */
const ALONG_KEYS = [
  SETTINGS,
  '-c plan_cache_mode=force_generic_plan',
  '-c enable_seqscan=off',
  '-c enable_hashjoin=off',
  '-c enable_mergejoin=off',
].join(' ')

export function openDatabase(url: string, options: DatabaseOptions = {}): DatabaseHandle {
  const { max = 16, name = 'zhitong', slow, patience = PATIENCE } = options
  const open = (most: number, settings: string): pg.Pool => {
    const pool = new pg.Pool({
      connectionString: url,
      max: most,
      application_name: name,
      connectionTimeoutMillis: 5_000,
      options: settings,
    })
    // An idle connection that the server cuts is replaced on the next use; without a listener it would end the process.
    pool.on('error', () => {})
    pool.on('connect', client => client.on('error', () => {}))
    return pool
  }
  const over = (pool: pg.Pool): Database =>
    new Kysely<DB>({
      dialect: new HouseDialect({ pool }, { name, patience }),
      ...(slow && {
        log: ({ query, queryDurationMillis }) => slow.note(textOf(query.sql), queryDurationMillis),
      }),
    })
  const pools = [open(max, SETTINGS), open(Math.ceil(max / 2), ALONG_KEYS)] as const
  const [db, byKey] = [over(pools[0]), over(pools[1])]
  const sum = (count: (pool: pg.Pool) => number): number => count(pools[0]) + count(pools[1])
  return {
    db,
    byKey,
    pool: pools[0],
    connections: () => ({
      open: sum(pool => pool.totalCount),
      idle: sum(pool => pool.idleCount),
      waiting: sum(pool => pool.waitingCount),
      max: sum(pool => pool.options.max),
    }),
    close: async () => {
      await Promise.all([db.destroy(), byKey.destroy()])
    },
  }
}

/** A COPY goes through Kysely as a stream that knows its text; see copy.ts. */
const textOf = (statement: unknown): string =>
  typeof statement === 'string' ? statement : ((statement as { text?: string }).text ?? '')

type Habits = Readonly<{ name: string; patience: Patience }>

/**
 * Habits of every connection. A transaction carries the request it serves as its application_name: in
 * pg_stat_activity, in the lines of PostgreSQL's own log (`%a`) and on locks; set in the same message as BEGIN it costs
 * no round trip, ends with the transaction, and leaves every statement's text as it is (ADR 0006); so do the limits of a
 * write that somebody waits for. And a statement met again and again is prepared, so that PostgreSQL need not plan it each
 * time (ADR 0008).
 */
class HouseDriver extends PostgresDriver {
  readonly #name: string
  readonly #limits: string
  readonly #prepared = createPreparedStatements()
  readonly #known = new WeakSet<DatabaseConnection>()

  constructor(config: PostgresDialectConfig, { name, patience }: Habits) {
    super(config)
    this.#name = name
    this.#limits = `; set local lock_timeout = ${patience.lock}; set local statement_timeout = ${patience.statement};
      set local idle_in_transaction_session_timeout = ${patience.idle}`
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection()
    if (!this.#known.has(connection)) {
      this.#known.add(connection)
      const execute = connection.executeQuery.bind(connection)
      connection.executeQuery = (query, options) =>
        this.#prepared.run(query, named => execute(named, options))
    }
    return connection
  }

  override beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const request = shortRequestLabel()
    if (request === null) return super.beginTransaction(connection, settings)
    const name = `set local application_name = '${this.#name} ${request}'`
    const limits = isAwaited() && settings.accessMode !== 'read only' ? this.#limits : ''
    return super.beginTransaction(
      {
        executeQuery: ({ sql }) => connection.executeQuery(CompiledQuery.raw(`${sql}; ${name}${limits}`)),
        streamQuery: connection.streamQuery,
      } as DatabaseConnection,
      settings,
    )
  }
}

class HouseDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig
  readonly #habits: Habits

  constructor(config: PostgresDialectConfig, habits: Habits) {
    super(config)
    this.#config = config
    this.#habits = habits
  }

  override createDriver(): PostgresDriver {
    return new HouseDriver(this.#config, this.#habits)
  }
}
