/** The mirror's file damaged: under a running server, and while it was down. */
import { readdirSync, rmSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault, World } from './fault.ts'

const filesOf = ({ folder }: World): readonly string[] => {
  const place = join(folder, 'data/analytics')
  return readdirSync(place)
    .filter(name => name.startsWith('mirror-'))
    .map(name => join(place, name))
}

const remove = (world: World): void => {
  for (const file of filesOf(world)) rmSync(file, { force: true, recursive: true })
}
const halve = (world: World): void => {
  for (const file of filesOf(world)) truncateSync(file, Math.floor(statSync(file).size / 2))
}

const whileDown = (name: string, damage: (world: World) => void): Fault => ({
  name,
  strike: async world => {
    await world.server.kill()
    damage(world)
    await world.server.start()
  },
})

export const mirrorFaults: readonly Fault[] = [
  {
    name: 'the mirror file deleted under a running server',
    mirrorUnreadable: true,
    strike: async world => remove(world),
  },
  {
    name: 'the mirror file truncated under a running server',
    mirrorUnreadable: true,
    strike: async world => halve(world),
  },
  whileDown('the mirror file deleted while the server was down', remove),
  whileDown('the mirror file truncated while the server was down', halve),
]
