import { startTestServer, TEMPLATE } from './postgres.ts'

export async function setup(): Promise<() => Promise<void>> {
  const server = await startTestServer()
  process.env.ZHITONG_TEST_PG = server.url(TEMPLATE)
  return () => server.stop()
}
