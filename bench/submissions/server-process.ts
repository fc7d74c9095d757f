/** The product's server and whoever asks it, each in a process of its own, and what the server and its database used. */
import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { EmbeddedPostgres } from '#kernel/db/embedded-postgres.ts'
import { processorMs } from '../processes.ts'
import type { World } from './world.ts'

const root = resolve(import.meta.dirname, '../..')
const PORT = 18_190

export type Used = Readonly<{ serverMs: number; serverMb: number; databaseMs: number | null }>
export type BenchServer = Readonly<{ port: number; used(): Promise<Used> }>

/** `BENCH_PROFILE` names a folder for the server's processor profile. */
export async function withServer<T>(
  postgres: EmbeddedPostgres,
  world: World,
  work: (server: BenchServer) => Promise<T>,
): Promise<T> {
  const folder = resolve(root, 'data/bench/server')
  rmSync(folder, { recursive: true, force: true })
  const profile = process.env.BENCH_PROFILE
  const child = fork(resolve(import.meta.dirname, 'serve.ts'), {
    cwd: root,
    execArgv: [
      '--disable-warning=ExperimentalWarning',
      ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []),
    ],
    env: { ...process.env, DATABASE_URL: world.databaseUrl, BENCH_FOLDER: folder, BENCH_PORT: String(PORT) },
  })
  await reply(child)
  const postmaster = Number(
    readFileSync(join(postgres.folder, 'cluster/postmaster.pid'), 'utf8').split('\n')[0],
  )
  try {
    return await work({ port: PORT, used: () => readUsed(child, postmaster) })
  } finally {
    child.send('close')
    await new Promise(done => child.once('exit', done))
  }
}

async function readUsed(child: ChildProcess, postmaster: number): Promise<Used> {
  child.send('usage')
  const { cpu, memory } = await reply<{ cpu: { user: number; system: number }; memory: number }>(child)
  return {
    serverMs: (cpu.user + cpu.system) / 1_000,
    serverMb: memory / 2 ** 20,
    databaseMs: processorMs(postmaster),
  }
}

/** Runs a load, a module of `bench/` that takes one message and answers with one. */
export function runClient<Order, Result>(module: string, order: Order): Promise<Result> {
  const client = fork(resolve(root, 'bench', module), { cwd: root })
  client.send(order as object)
  return reply(client)
}

const reply = <T>(child: ChildProcess): Promise<T> =>
  new Promise((done, fail) => {
    const ended = (code: number | null) => fail(new Error(`the child process ended with ${code}`))
    child.once('exit', ended)
    child.once('message', message => {
      child.off('exit', ended)
      done(message as T)
    })
  })
