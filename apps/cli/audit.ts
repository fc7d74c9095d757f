/** `./zhitong audit verify`: walks the audit chain and says whether it holds. */
import { verifyChain } from '#kernel/audit/chain.ts'
import { openDatabase } from '#kernel/db/pool.ts'
import { readTransaction } from '#kernel/db/tx.ts'
import { openInstallationDatabase } from './database.ts'
import { installationOptions } from './options.ts'
import { readRunFile } from './run-file.ts'
import { step } from './say.ts'

export async function audit(args: readonly string[]): Promise<void> {
  const [verb, ...rest] = args
  if (verb !== 'verify') throw new Error('用法 / usage: ./zhitong audit verify')
  const options = installationOptions(rest)
  const place = await openInstallationDatabase(options)
  const database = openDatabase(place.url, { max: 1, name: 'zhitong-audit' })
  try {
    const verdict = await step('审计链 / audit chain', tell =>
      readTransaction(database.db, tx => verifyChain(tx, seq => tell(`${seq}`))),
    )
    if (verdict.intact) {
      console.log(`完好 / intact: ${verdict.rows}`)
      return
    }
    console.log(
      `第 ${verdict.brokenAt} 行断裂（${verdict.reason}）/ broken at row ${verdict.brokenAt} (${verdict.reason})`,
    )
    process.exitCode = 1
  } finally {
    await database.close()
    if (!readRunFile(options.dataFolder)) await place.embedded?.stop()
  }
}
