/** Small disks that can be filled: a tmpfs over a folder, where we may mount. */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { platform } from 'node:os'
import { join } from 'node:path'

export type Disk = Readonly<{ folder: string; fill(): void; free(): void; remove(): void }>

/** @returns the disk, or the reason why there is none */
export function mountDisk(folder: string, megabytes: number): Disk | string {
  mkdirSync(folder, { recursive: true })
  if (platform() !== 'linux' || process.getuid?.() !== 0) return 'only root on Linux may mount a small disk'
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', folder])
  if (mounted.status !== 0) return `no small disk can be mounted here: ${String(mounted.stderr).trim()}`
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill: () => fillUp(ballast),
    free: () => rmSync(ballast, { force: true }),
    remove: () => void spawnSync('umount', ['-l', folder]),
  }
}

/** Writes until not a page is left. */
function fillUp(file: string): void {
  const handle = openSync(file, 'w')
  try {
    for (let block = 1_048_576; block >= 4_096; block /= 2) writeAll(handle, Buffer.alloc(block))
  } finally {
    closeSync(handle)
  }
}

function writeAll(handle: number, block: Buffer): void {
  for (;;) {
    try {
      if (writeSync(handle, block) < block.length) return
    } catch {
      return
    }
  }
}
