/** `./zhitong audit verify`: walks the audit chain, holds it against its anchors, and says whether both hold. */
import { join } from 'node:path'
import { installationKey } from '#apps/server/installation-key.ts'
import { ANCHOR_FILE, anchorFile } from '#kernel/audit/anchors.ts'
import { type ChainFault, type ChainVerdict, verifyChain } from '#kernel/audit/chain.ts'
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
  const { dataFolder } = options
  const place = await openInstallationDatabase(options)
  const database = openDatabase(place.url, { max: 1, name: 'zhitong-audit' })
  const file = join(dataFolder, ANCHOR_FILE)
  try {
    const verdict = await step('审计链 / audit chain', async tell => {
      const anchors = await anchorFile(file, () =>
        installationKey(dataFolder, process.env.ZHITONG_KEY),
      ).read()
      return readTransaction(database.db, tx =>
        verifyChain(tx, { anchors, onProgress: seq => tell(`${seq}`) }),
      )
    })
    for (const line of explain(verdict, file)) console.log(line)
    if (!verdict.intact) process.exitCode = 1
  } finally {
    await database.close()
    if (!readRunFile(dataFolder)) await place.embedded?.stop()
  }
}

function explain(verdict: ChainVerdict, file: string): readonly string[] {
  if (verdict.intact)
    return [
      `完好 / intact: ${verdict.rows}`,
      verdict.anchors > 0
        ? `与锚点相符 / in accord with its anchors: ${verdict.anchors} (${file})`
        : `尚无锚点可核对，下次启动时建立 / no anchor to hold it against yet; the next start makes one: ${file}`,
    ]
  const { brokenAt, reason, rows, anchorLine } = verdict
  const where =
    reason === 'anchorFile'
      ? `锚点文件第 ${anchorLine} 行不可信；审计链自身连贯，共 ${rows} 行 / line ${anchorLine} of the anchors cannot be trusted; the chain itself is consistent, ${rows} rows`
      : `第 ${brokenAt} 行断裂（${reason}）；其前 ${rows} 行完好 / broken at row ${brokenAt} (${reason}); the ${rows} before it hold`
  const line = anchorLine === undefined ? [] : [`锚点 / anchor: ${file}:${anchorLine}`]
  return [where, FAULTS[reason], ...line]
}

const FAULTS: Readonly<Record<ChainFault, string>> = {
  hash: '该行内容与链值不符 / its content does not match its chain value',
  order: '有记录缺失或次序被改 / a row is missing or out of order',
  head: '末尾记录缺失 / rows at the end are missing',
  anchor:
    '该行与锚点不符：上一锚点之后的记录被改动，链值又被重算 / the row is not what was anchored: rows since the anchor before were changed and their chain values made anew',
  short:
    '审计链短于锚点：数据库由较早的备份恢复，或末尾记录被删除。如确系恢复备份，请留存锚点文件备查并将其移出数据目录，下次启动时重新建立 / the chain is shorter than its anchors: the database was restored from an older backup, or its end was cut off. If you restored a backup, keep the file of anchors as evidence and move it out of the data folder; the next start begins a new one',
  anchorFile:
    '该行被改动或添加，其前有行被删除，或安装密钥已更换 / the line was changed or added, a line before it was taken out, or the installation key is another',
}
