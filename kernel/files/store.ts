/** Content-addressed files: `data/files/ab/cdef…` by SHA-256; written once, never changed. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

export type FileStore = Readonly<{
  /** Durable when the promise resolves; returns the content's SHA-256. */
  put(content: Buffer): Promise<Buffer>
  read(sha256: Buffer): Readable
  has(sha256: Buffer): Promise<boolean>
}>

export function openFileStore(folder: string): FileStore {
  const placeOf = (sha256: Buffer): { folder: string; path: string } => {
    const hex = sha256.toString('hex')
    const inside = join(folder, hex.slice(0, 2))
    return { folder: inside, path: join(inside, hex.slice(2)) }
  }
  const has = async (sha256: Buffer): Promise<boolean> =>
    stat(placeOf(sha256).path).then(
      () => true,
      () => false,
    )
  return {
    has,
    read: sha256 => createReadStream(placeOf(sha256).path),
    put: async content => {
      const sha256 = createHash('sha256').update(content).digest()
      if (await has(sha256)) return sha256
      const place = placeOf(sha256)
      await mkdir(place.folder, { recursive: true })
      // Written aside and renamed: a name in the store always stands for whole content.
      const aside = `${place.path}.${process.pid}.${performance.now()}.part`
      try {
        await writeDurably(aside, content)
        await rename(aside, place.path)
      } catch (error) {
        await rm(aside, { force: true })
        throw error
      }
      await syncFolder(place.folder)
      return sha256
    },
  }
}

async function writeDurably(path: string, content: Buffer): Promise<void> {
  const file = await open(path, 'w')
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A renamed file survives a power cut only when its folder is on the disk too. Not every system syncs folders. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => {})
  await handle?.close()
}
