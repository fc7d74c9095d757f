/** Content-addressed files: `data/files/ab/cdef…` by SHA-256; written once, never changed. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, stat } from 'node:fs/promises'
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
      const file = await open(aside, 'w')
      await file.writeFile(content)
      await file.sync()
      await file.close()
      await rename(aside, place.path)
      return sha256
    },
  }
}
