/** The product's server as it runs for everyone, in a process of its own; tells its port and, asked, what it used. */
import { startServer } from '#apps/server/main.ts'

const server = await startServer({
  databaseUrl: process.env.DATABASE_URL as string,
  dataFolder: process.env.BENCH_FOLDER as string,
  host: '127.0.0.1',
  port: Number(process.env.BENCH_PORT),
  role: 'all',
})
process.on('message', message => {
  if (message === 'usage') process.send?.({ cpu: process.cpuUsage(), memory: process.memoryUsage.rss() })
  if (message === 'close') void server.close().then(() => process.exit(0))
})
process.send?.({ ready: true })
