/** `./zhitong reset --yes`: deletes what an installation keeps in its data folder, and nothing else there. */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ANCHOR_FILE } from '#kernel/audit/anchors.ts'
import { type InstallationOptions, installationOptions } from './options.ts'
import { readRunFile } from './run-file.ts'
import { stop } from './stop.ts'

type Part = Readonly<{ name: string; zh: string; en: string }>

const DATABASE: Part = { name: 'pg', zh: '数据库', en: 'the database' }
const FILES: Part = { name: 'files', zh: '上传的文件', en: 'uploaded files' }
const KEY: Part = {
  name: 'installation.key',
  zh: '密钥',
  en: 'the key that second factors are sealed with',
}
const ANCHORS: Part = {
  name: ANCHOR_FILE,
  zh: '审计链的锚点',
  en: 'the anchors of the audit chain',
}
/** Made from the database, and made again at the next start. */
const MIRROR: Part = { name: 'analytics', zh: '分析库', en: 'the analytics mirror' }

/**
 * An outside database may hold more than ours: it is its owner's to empty. It refers to the files, is sealed with the
 * key and anchored in the anchors, so these stay with it; and a database that an earlier run kept in the folder is not the one in use.
 */
export const partsToDelete = (databaseUrl: string | null): readonly Part[] =>
  databaseUrl ? [MIRROR] : [DATABASE, FILES, KEY, ANCHORS, MIRROR]

const listed = (parts: readonly Part[], locale: 'zh' | 'en'): string =>
  parts
    .map(part => `${part.name}${locale === 'zh' ? `（${part.zh}）` : ` (${part.en})`}`)
    .join(locale === 'zh' ? '、' : ', ')

/** Never shows the password. */
export function leftOf(databaseUrl: string): string {
  const { hostname, port, pathname } = new URL(databaseUrl)
  const name = `${decodeURIComponent(pathname.slice(1))}@${hostname}${port && `:${port}`}`
  const kept = [FILES, KEY, ANCHORS]
  return `DATABASE_URL 指向的数据库 ${name} 未改动，与之相配的 ${listed(kept, 'zh')} 也予保留；如需清空，请由其管理员删除该数据库后重建，再删除这三项 / the database ${name} that DATABASE_URL names was left as it is, and so were ${listed(kept, 'en')}, which belong to it; to start empty, drop and create it there, then delete those three`
}

export function announcement({
  dataFolder,
  databaseUrl,
}: Pick<InstallationOptions, 'dataFolder' | 'databaseUrl'>): string {
  const parts = partsToDelete(databaseUrl)
  return `将从 ${dataFolder} 删除 ${listed(parts, 'zh')}，其余内容不动；确认请加 --yes / this deletes ${listed(parts, 'en')} from ${dataFolder} and leaves what else is there; add --yes`
}

export async function reset(args: readonly string[]): Promise<void> {
  const options = installationOptions(args)
  const { dataFolder, databaseUrl } = options
  if (!args.includes('--yes')) throw new Error(announcement(options))
  if (readRunFile(dataFolder)) throw new Error('请先 ./zhitong stop / stop it first')
  await stop(args)
  const parts = partsToDelete(databaseUrl)
  if (parts.includes(DATABASE)) removeMovedDatabase(dataFolder)
  for (const { name } of parts) rmSync(join(dataFolder, name), { recursive: true, force: true })
  console.log(`已删除 ${listed(parts, 'zh')} / deleted ${listed(parts, 'en')}`)
  if (databaseUrl) console.log(leftOf(databaseUrl))
}

/** Where PostgreSQL's account cannot reach the folder, its data stands elsewhere. */
function removeMovedDatabase(dataFolder: string): void {
  const moved = join(dataFolder, DATABASE.name, 'moved-to.txt')
  if (existsSync(moved)) rmSync(readFileSync(moved, 'utf8').trim(), { recursive: true, force: true })
}
