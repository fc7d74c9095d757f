/** `./zhitong reset --yes`: deletes the data folder of this installation. */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { installationOptions } from './options.ts'
import { readRunFile } from './run-file.ts'
import { stop } from './stop.ts'

/** An outside database may hold more than ours: it is its owner's to empty. Never shows the password. */
export function leftOf(databaseUrl: string): string {
  const { hostname, port, pathname } = new URL(databaseUrl)
  const name = `${decodeURIComponent(pathname.slice(1))}@${hostname}${port && `:${port}`}`
  return `DATABASE_URL 指向的数据库 ${name} 未改动，其中的数据仍在；如需清空，请由其管理员删除该数据库后重建 / the database ${name} that DATABASE_URL names was left as it is, with all its data; to empty it, drop and create it there`
}

export async function reset(args: readonly string[]): Promise<void> {
  const options = installationOptions(args)
  if (!args.includes('--yes')) {
    throw new Error(
      `将删除 ${options.dataFolder} 的全部数据，确认请加 --yes / this deletes everything in ${options.dataFolder}; add --yes`,
    )
  }
  if (readRunFile(options.dataFolder)) throw new Error('请先 ./zhitong stop / stop it first')
  await stop(args)
  const moved = join(options.dataFolder, 'pg', 'moved-to.txt')
  if (existsSync(moved)) rmSync(readFileSync(moved, 'utf8').trim(), { recursive: true, force: true })
  for (const part of ['pg', 'files', 'analytics', 'installation.key', 'zhitong.run']) {
    rmSync(join(options.dataFolder, part), { recursive: true, force: true })
  }
  console.log('已清空 / reset')
  if (options.databaseUrl) console.log(leftOf(options.databaseUrl))
}
