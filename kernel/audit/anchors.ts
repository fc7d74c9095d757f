/**
 * Anchors: what the audit chain's head was at a moment, kept outside the database. The chain alone shows an edit by
 * someone who does not make the hashes after it anew; whoever rules the database can do that, or cut the chain's end off
 * and put its head back. Neither fits what was noted here before.
 *
 * A line is `seq hash mac`: the HMAC-SM3 (GB/T 15852.2) of the mac before it, the seq and the hash, under a key derived
 * from the installation's. So a line can be neither made up, nor changed, nor taken out between two others.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { type FileHandle, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from '../files/store.ts'
import { deriveKey } from '../identity/seal.ts'

type Anchor = Readonly<{ seq: number; hash: Buffer }>
export type NumberedAnchor = Anchor & Readonly<{ line: number }>

/** The lines that hold, and the number of the first that does not (1 is the first), or null. */
export type ReadAnchors = Readonly<{ anchors: readonly NumberedAnchor[]; falseLine: number | null }>

export type AnchorFile = Readonly<{
  read(): Promise<ReadAnchors>
  /** Durable when the promise resolves; nothing is written where the last line says the same. */
  append(anchor: Anchor): Promise<void>
}>

export const ANCHOR_FILE = 'audit-anchors.txt'

const LINE = /^(\d{1,15}) ([0-9a-f]{64}) ([0-9a-f]{64})$/
const FIRST_MAC = '0'.repeat(64)

/** @param installationKey asked for when there is something to read or to write */
export function anchorFile(path: string, installationKey: () => Buffer): AnchorFile {
  let last: Promise<unknown> = Promise.resolve()
  const macAfter = (previous: string, seq: number, hash: string): string =>
    createHmac('sm3', deriveKey(installationKey(), 'audit-anchor'))
      .update(`${previous} ${seq} ${hash}`)
      .digest('hex')

  const holds = (previous: string, seq: number, hash: string, mac: string): boolean =>
    timingSafeEqual(Buffer.from(macAfter(previous, seq, hash)), Buffer.from(mac))

  const read = async (): Promise<ReadAnchors> => {
    const anchors: NumberedAnchor[] = []
    let falseLine: number | null = null
    let previous = FIRST_MAC
    for (const [index, text] of wholeLines(await textOf(path)).entries()) {
      const [, seq, hash = '', mac = FIRST_MAC] = LINE.exec(text) ?? []
      if (seq !== undefined && holds(previous, Number(seq), hash, mac))
        anchors.push({ line: index + 1, seq: Number(seq), hash: Buffer.from(hash, 'hex') })
      else falseLine ??= index + 1
      previous = mac
    }
    return { anchors, falseLine }
  }

  const append = async ({ seq, hash }: Anchor): Promise<void> => {
    const text = await textOf(path)
    const [, lastSeq, lastHash, lastMac = FIRST_MAC] = LINE.exec(wholeLines(text).at(-1) ?? '') ?? []
    const hex = hash.toString('hex')
    if (Number(lastSeq) === seq && lastHash === hex) return
    const line = `${seq} ${hex} ${macAfter(lastMac, seq, hex)}\n`
    await appendDurably(path, Buffer.byteLength(text.slice(0, text.lastIndexOf('\n') + 1)), line)
  }

  return Object.freeze({
    read,
    append: (anchor: Anchor) => {
      const appended = last.then(() => append(anchor))
      last = appended.catch(() => {})
      return appended
    },
  })
}

/** A process that dies while it writes leaves a line without its end: it was never an anchor. */
const wholeLines = (text: string): readonly string[] => text.split('\n').slice(0, -1)

const textOf = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })

async function appendDurably(path: string, at: number, line: string): Promise<void> {
  const handle: FileHandle = await open(path, 'a', 0o600)
  try {
    await handle.truncate(at)
    await handle.appendFile(line)
    await handle.sync()
  } finally {
    await handle.close()
  }
  if (at === 0) await syncFolder(dirname(path))
}
