/** The machine's disk full, under each of the three things the product writes. */
import { readdirSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { Disk } from './disks.ts'
import { type Fault, untilHeard, type World } from './fault.ts'
import type { Disks } from './installation.ts'
import { tabulation } from './totals.ts'
import { upload } from './units-file.ts'

const noDisk =
  (under: keyof Disks) =>
  ({ disks }: World): string | null =>
    typeof disks[under] === 'string' ? disks[under] : null

const diskOf = ({ disks }: World, under: keyof Disks): Disk => disks[under] as Disk

async function whileFull<T>(disk: Disk, work: () => Promise<T>): Promise<T> {
  disk.fill()
  try {
    return await work()
  } finally {
    disk.free()
  }
}

const FULL = ['STORAGE_FULL']

export const diskFaults: readonly Fault[] = [
  {
    name: 'disk full under PostgreSQL',
    impossible: noDisk('postgres'),
    felt: FULL,
    strike: async world => {
      await whileFull(diskOf(world, 'postgres'), async () => {
        await wait(2_500)
        await untilHeard(world, FULL)
      })
    },
  },
  {
    name: 'disk full under the files',
    impossible: noDisk('files'),
    strike: async world => {
      const disk = diskOf(world, 'files')
      const refused = await whileFull(disk, () => upload(world, 'full'))
      if (refused.code !== 'STORAGE_FULL')
        world.ledger.surprises.push(
          `an upload onto a full disk was answered ${refused.status} ${refused.code}`,
        )
      const parts = readdirSync(disk.folder, { recursive: true }).filter(name =>
        String(name).endsWith('.part'),
      )
      if (parts.length > 0) world.ledger.surprises.push(`half a file was left: ${parts.join()}`)
      const taken = await upload(world, 'free')
      if (taken.status !== 200) world.ledger.surprises.push(`an upload was answered ${taken.code}`)
    },
  },
  {
    name: 'disk full under the mirror',
    impossible: noDisk('mirror'),
    felt: FULL,
    strike: async world => {
      await world.statistician.signIn()
      await whileFull(diskOf(world, 'mirror'), async () => {
        await wait(2_000)
        await tabulateUntilFull(world)
      })
    },
  },
]

/** What is left of a page takes the first few changes. */
async function tabulateUntilFull({ statistician, city, ledger }: World): Promise<void> {
  for (let times = 0; times < 60 && !ledger.hasHeard(FULL); times += 1) {
    const { status, code } = await statistician.send(tabulation(city))
    ledger.heard(status, code)
    if (code !== null && !FULL.includes(code))
      ledger.surprises.push(`a tabulation onto a full disk was answered ${code}`)
    await wait(500)
  }
}
