/**
 * Whether a ZIP archive unpacks to a reasonable size. Sizes that an archive declares may lie, so its entries are
 * unpacked here once, a piece at a time, and thrown away (CWE-409).
 */
export type ZipVerdict = 'ok' | 'not-a-zip' | 'too-large'

const ENTRY_LIMIT = 500
const endMark = 0x06054b50
const entryMark = 0x02014b50
const localMark = 0x04034b50

type Entry = Readonly<{ method: number; packed: number; unpacked: number; at: number }>

function endOfDirectory(view: DataView): number {
  const least = Math.max(0, view.byteLength - 22 - 0xffff)
  for (let at = view.byteLength - 22; at >= least; at -= 1)
    if (view.getUint32(at, true) === endMark) return at
  return -1
}

/** The central directory's entries; null where it is broken, encrypted or of the 64-bit kind. */
function entriesOf(view: DataView): readonly Entry[] | null {
  const end = endOfDirectory(view)
  if (end < 0) return null
  const count = view.getUint16(end + 10, true)
  const entries: Entry[] = []
  let at = view.getUint32(end + 16, true)
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== entryMark) return null
    if ((view.getUint16(at + 8, true) & 1) === 1) return null
    entries.push({
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      unpacked: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    })
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

/** Bytes that this entry really unpacks to, counted no further than just past `limit`; -1 where it does not unpack. */
async function inflated(
  bytes: Uint8Array<ArrayBuffer>,
  view: DataView,
  entry: Entry,
  limit: number,
): Promise<number> {
  if (entry.at + 30 > bytes.length || view.getUint32(entry.at, true) !== localMark) return -1
  const from = entry.at + 30 + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true)
  const packed = bytes.subarray(from, from + entry.packed)
  if (packed.length < entry.packed) return -1
  if (entry.method === 0) return packed.length
  if (entry.method !== 8) return -1
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  let size = 0
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      size += step.value.length
      if (size > limit) break
    }
    await reader.cancel()
    return size
  } catch {
    return -1
  }
}

export async function examineZip(bytes: Uint8Array<ArrayBuffer>, limit: number): Promise<ZipVerdict> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = bytes.length < 22 ? null : entriesOf(view)
  if (!entries || entries.length === 0) return 'not-a-zip'
  const declared = entries.reduce((sum, entry) => sum + entry.unpacked, 0)
  if (entries.length > ENTRY_LIMIT || declared > limit) return 'too-large'
  let left = limit
  for (const entry of entries) {
    const size = await inflated(bytes, view, entry, left)
    if (size < 0) return 'not-a-zip'
    left -= size
    if (left < 0) return 'too-large'
  }
  return 'ok'
}
