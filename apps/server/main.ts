/** The server process: web, worker or both, on one set of services. */
import { keepAnchoring } from '#kernel/audit/keep-anchoring.ts'
import { announceInstance } from '#modules/ops/monitor/server/index.ts'
import { composeModules, composeServer, VERSION } from './compose.ts'
import { type OpenServices, openServices } from './services.ts'
import { serveWeb } from './web.ts'
import { startBackground } from './worker.ts'

export type ServerSettings = Readonly<{
  databaseUrl: string
  dataFolder: string
  databaseFolder?: string | undefined
  host: string
  port: number
  role: 'all' | 'web' | 'worker'
  stop?: AbortSignal
}>

export type RunningServer = Readonly<{ address: string; services: OpenServices; close(): Promise<void> }>

export async function startServer(settings: ServerSettings): Promise<RunningServer> {
  const logLevel = process.env.LOG_LEVEL ?? 'warn'
  const services = await openServices({
    databaseUrl: settings.databaseUrl,
    dataFolder: settings.dataFolder,
    databaseFolder: settings.databaseFolder,
    logLevel,
    ...(settings.stop && { stop: settings.stop }),
  })
  try {
    return await serve(services, settings, logLevel)
  } catch (error) {
    await services.close()
    throw error
  }
}

async function serve(
  services: OpenServices,
  settings: ServerSettings,
  logLevel: string,
): Promise<RunningServer> {
  const modules = composeModules(services)
  const app = settings.role === 'worker' ? null : await composeServer(services, { modules, logLevel })
  if (app) await serveWeb(app)
  const address = app ? await app.listen({ port: settings.port, host: settings.host }) : ''
  const announcement = announceInstance(services, { role: settings.role, version: VERSION })
  const anchoring = keepAnchoring(services)
  const background = settings.role === 'web' ? null : await startBackground(services, modules)
  return {
    address: address.replace('127.0.0.1', 'localhost'),
    services,
    close: async () => {
      await app?.close()
      await background?.stop()
      await announcement.stop()
      await anchoring.stop()
      await services.close()
    },
  }
}
