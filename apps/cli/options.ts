/** Options shared by the commands that deal with an installation. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export type InstallationOptions = Readonly<{
  dataFolder: string
  port: number
  host: string
  /** The owner's own PostgreSQL instead of the embedded one. */
  databaseUrl: string | null
  demonstration: boolean
  role: 'all' | 'web' | 'worker'
}>

const ROLES = ['all', 'web', 'worker'] as const

export function installationOptions(args: readonly string[]): InstallationOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string', default: process.env.ZHITONG_DATA ?? 'data' },
      port: { type: 'string', default: process.env.PORT ?? '8080' },
      host: { type: 'string', default: process.env.HOST ?? '127.0.0.1' },
      'no-demo': { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
    },
  })
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`端口无效 / not a port: ${values.port}`)
  const role = process.env.ZHITONG_ROLE ?? 'all'
  const known = ROLES.find(one => one === role)
  if (!known) throw new Error(`ZHITONG_ROLE 应为 web、worker 或 all / must be web, worker or all: ${role}`)
  return {
    dataFolder: resolve(values.data),
    port,
    host: values.host,
    databaseUrl: process.env.DATABASE_URL ?? null,
    demonstration: !values['no-demo'],
    role: known,
  }
}
