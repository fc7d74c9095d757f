/**
 * Rows on their way into the mirror: files of separated values, written as PostgreSQL sends them and read by DuckDB's
 * own threads. No value becomes an object in between; the event loop only hands bytes on.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RawBuilder } from 'kysely'
import { copyOut } from '../db/copy.ts'
import type { ReadTx } from '../db/tx.ts'
import type { MirrorValue } from './source.ts'

/** Characters that JSON never holds as they are, so that a packed column needs no quotes. */
export const DELIMITER = '\x02'
export const QUOTE = '\x01'

/** Rows in one file, all of them texts. */
export type Segment = Readonly<{ file: string; columns: readonly string[] }>

/** A file this long is handed on, so that it is read while the next is written. */
const SEGMENT_BYTES = 8 << 20

export class Spool {
  readonly #folder: string
  #files = 0

  constructor(folder: string) {
    this.#folder = join(folder, 'spool')
    this.clear()
  }

  /** Drops what is on its way. */
  clear(): void {
    this.remove()
    mkdirSync(this.#folder, { recursive: true })
  }

  #next(): string {
    this.#files += 1
    return join(this.#folder, `${this.#files}.csv`)
  }

  /** A segment of rows made here. */
  write(columns: readonly string[], rows: readonly (readonly MirrorValue[])[]): Segment {
    const file = this.#next()
    writeFileSync(file, rows.map(row => `${row.map(fieldOf).join(DELIMITER)}\n`).join(''))
    return { file, columns }
  }

  /** Receives what PostgreSQL sends of `query`; `hand` gets each file as soon as it is whole. */
  async receive(
    tx: ReadTx,
    columns: readonly string[],
    query: RawBuilder<unknown>,
    hand: (segment: Segment) => void,
  ): Promise<void> {
    const sent = await copyOut(tx, query, { delimiter: DELIMITER, quote: QUOTE })
    await pipeline(
      sent,
      new SegmentWriter(
        () => this.#next(),
        file => hand({ file, columns }),
      ),
    )
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

const fieldOf = (value: MirrorValue): string =>
  value === null ? '' : `${QUOTE}${String(value).replaceAll(QUOTE, QUOTE + QUOTE)}${QUOTE}`

const LINE_END = 10
const QUOTE_BYTE = QUOTE.charCodeAt(0)

/** Cuts a stream of rows into files, between two rows. */
class SegmentWriter extends Writable {
  readonly #next: () => string
  readonly #whole: (file: string) => void
  #current: Readonly<{ file: string; handle: FileHandle }> | null = null
  #bytes = 0
  #inQuotes = false

  constructor(next: () => string, whole: (file: string) => void) {
    super({ highWaterMark: 1 << 20 })
    this.#next = next
    this.#whole = whole
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#take(Buffer.concat(chunks.map(({ chunk }) => chunk))).then(() => done(), done)
  }

  override _write(chunk: Buffer, _: string, done: (error?: Error | null) => void): void {
    this.#take(chunk).then(() => done(), done)
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#end().then(() => done(), done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const open = this.#current?.handle.close() ?? Promise.resolve()
    this.#current = null
    open.then(() => done(error), done)
  }

  async #take(bytes: Buffer): Promise<void> {
    const quotes = quotesIn(bytes)
    const cuttable = !this.#inQuotes && quotes === 0 && this.#bytes + bytes.length > SEGMENT_BYTES
    const cut = cuttable ? bytes.lastIndexOf(LINE_END) + 1 : 0
    if (quotes % 2 === 1) this.#inQuotes = !this.#inQuotes
    if (cut > 0) {
      await this.#append(bytes.subarray(0, cut))
      await this.#end()
    }
    if (cut < bytes.length) await this.#append(bytes.subarray(cut))
  }

  async #append(bytes: Buffer): Promise<void> {
    if (!this.#current) {
      const file = this.#next()
      this.#current = { file, handle: await open(file, 'w') }
    }
    await this.#current.handle.writeFile(bytes)
    this.#bytes += bytes.length
  }

  async #end(): Promise<void> {
    if (!this.#current) return
    const { file, handle } = this.#current
    this.#current = null
    this.#bytes = 0
    await handle.close()
    this.#whole(file)
  }
}

function quotesIn(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(QUOTE_BYTE); at >= 0; at = bytes.indexOf(QUOTE_BYTE, at + 1)) count += 1
  return count
}
