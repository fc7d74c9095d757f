/** The long form, `./zhitong bench --faults`: every fault, with more load and under several seeds. */
import { parseArgs } from 'node:util'
import { createWorld, endure } from './endure.ts'
import { openInstallation } from './installation.ts'
import { faults } from './list.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
  },
})
const LONG = { leadMs: 3_000, tailMs: 3_000 }
const REPORTERS = 48

const chosen = faults.filter(one => one.name.includes(values.only))
if (chosen.length === 0) {
  console.error(`没有 / there is no: ${values.only}`)
  console.error(`可选 / there are:\n${faults.map(one => `  ${one.name}`).join('\n')}`)
  process.exit(1)
}

let held = 0
let failed = 0
let skipped = 0

async function endureAll(seed: number): Promise<void> {
  console.log(`\nseed ${seed}: ${REPORTERS} reporters`)
  const installation = await openInstallation(REPORTERS)
  try {
    await installation.server.start()
    const world = createWorld(installation, seed, true)
    for (const fault of chosen) {
      const impossible = fault.impossible?.(world)
      if (impossible) {
        skipped += 1
        console.log(`  - ${fault.name}: skipped, ${impossible}`)
        continue
      }
      const before = world.ledger.acknowledged.size
      const wrong = await endure(world, fault, LONG)
      const taken = world.ledger.acknowledged.size - before
      console.log(`  ${wrong.length === 0 ? '✓' : '✗'} ${fault.name} (${taken} acknowledged)`)
      for (const line of wrong) console.log(`      ${line}`)
      if (wrong.length === 0) held += 1
      else failed += 1
    }
  } finally {
    await installation.close()
  }
}

const first = Number(values.seed)
for (let seed = first; seed < first + Number(values.seeds); seed += 1) await endureAll(seed)
console.log(`\n${held} held, ${failed} failed, ${skipped} skipped`)
process.exitCode = failed === 0 ? 0 : 1
