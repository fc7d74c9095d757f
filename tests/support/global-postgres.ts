import { startTestPostgres, templateName } from './postgres.ts'

export async function setup(): Promise<() => Promise<void>> {
  const server = await startTestPostgres()
  process.env.ZHITONG_TEST_PG = server.url(templateName())
  // Another run may have stopped the shared server already.
  return () => server.stop().catch(() => {})
}
