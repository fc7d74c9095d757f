/** The connection pool: one `pg` pool under Kysely; int8 and numeric come back as number and string. */
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
import { shortRequestLabel } from '../request-scope.ts'
import { createPreparedStatements } from './prepared-statements.ts'
import type { SlowQueries } from './slow-queries.ts'
import type { Database } from './tx.ts'

const INT8 = 20
const DATE = 1082

pg.types.setTypeParser(INT8, text => Number(text))
pg.types.setTypeParser(DATE, text => text)

export type DatabaseHandle = Readonly<{ db: Database; pool: pg.Pool; close(): Promise<void> }>

export type DatabaseOptions = Readonly<{ max?: number; name?: string; slow?: SlowQueries }>

export function openDatabase(url: string, options: DatabaseOptions = {}): DatabaseHandle {
  const { max = 16, name = 'zhitong', slow } = options
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: name,
    connectionTimeoutMillis: 5_000,
    options: '-c timezone=Asia/Shanghai',
  })
  // An idle connection that the server cuts is replaced on the next use; without a listener it would end the process.
  pool.on('error', () => {})
  pool.on('connect', client => client.on('error', () => {}))
  const db = new Kysely<DB>({
    dialect: new HouseDialect({ pool }, name),
    ...(slow && {
      log: ({ query, queryDurationMillis }) => slow.note(textOf(query.sql), queryDurationMillis),
    }),
  })
  return { db, pool, close: () => db.destroy() }
}

/** A COPY goes through Kysely as a stream that knows its text; see copy.ts. */
const textOf = (statement: unknown): string =>
  typeof statement === 'string' ? statement : ((statement as { text?: string }).text ?? '')

/**
 * Two habits of every connection. A transaction carries the request it serves as its application_name: in
 * pg_stat_activity, in the lines of PostgreSQL's own log (`%a`) and on locks; set in the same message as BEGIN it costs
 * no round trip, ends with the transaction, and leaves every statement's text as it is (ADR 0006). And a statement met
 * again and again is prepared, so that PostgreSQL need not plan it each time (ADR 0008).
 */
class HouseDriver extends PostgresDriver {
  readonly #name: string
  readonly #prepared = createPreparedStatements()
  readonly #known = new WeakSet<DatabaseConnection>()

  constructor(config: PostgresDialectConfig, name: string) {
    super(config)
    this.#name = name
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
    return super.beginTransaction(
      {
        executeQuery: ({ sql }) => connection.executeQuery(CompiledQuery.raw(`${sql}; ${name}`)),
        streamQuery: connection.streamQuery,
      } as DatabaseConnection,
      settings,
    )
  }
}

class HouseDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig
  readonly #name: string

  constructor(config: PostgresDialectConfig, name: string) {
    super(config)
    this.#config = config
    this.#name = name
  }

  override createDriver(): PostgresDriver {
    return new HouseDriver(this.#config, this.#name)
  }
}
