/** The connections that read the mirror: a fixed number, handed round; whoever waits is served after a change of file. */
import type { DuckDBConnection } from '@duckdb/node-api'
import type { ColumnarStore } from './columnar.ts'

const READERS = 4

export class Readers {
  #free: DuckDBConnection[] = []
  #waiting: ((connection: DuckDBConnection) => void)[] = []

  async open(store: ColumnarStore): Promise<void> {
    for (let index = 0; index < READERS; index += 1) this.#release(await store.connect())
  }

  /** Resolves when the last query has ended; queries asked meanwhile wait for the next `open`. */
  async close(): Promise<void> {
    const all: DuckDBConnection[] = []
    while (all.length < READERS) all.push(await this.#acquire())
    for (const connection of all) connection.closeSync()
  }

  async use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.#acquire()
    try {
      return await work(connection)
    } finally {
      this.#release(connection)
    }
  }

  #acquire(): Promise<DuckDBConnection> {
    const free = this.#free.pop()
    if (free) return Promise.resolve(free)
    return new Promise(resolve => this.#waiting.push(resolve))
  }

  #release(connection: DuckDBConnection): void {
    const next = this.#waiting.shift()
    if (next) next(connection)
    else this.#free.push(connection)
  }
}
