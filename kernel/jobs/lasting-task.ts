/**
 * Tasks that somebody started and waits for. While a fault lasts they are tried again; when the tries are over they end as
 * failed with a sentence, whether the last one threw or its worker was killed in it, and can be started anew.
 */
import type { JobOptions } from '../context.ts'
import { Problem, problems } from '../contract/index.ts'
import type { JobHandler } from './worker.ts'

/** Ten minutes, as the pauses between them grow: time for a database to come back. */
export const TRIES = 7
/** Further ones do nothing but end the task: for a worker killed in the last try, and a database away just then. */
const ENDINGS = 3

/** @param key of the task: while its job waits, it is not queued twice */
export const lasting = (key: string): JobOptions => ({ key, maxAttempts: TRIES + ENDINGS })

export type LastingTask = Readonly<{
  /** Names it in logs, and to the person where it broke. */
  id: string
  /** One try, or what is left of it. A refusal raised here is an answer and ends the task. */
  work(): Promise<void>
  /** Ends it as failed, and tells the person why; nothing where it is over. */
  giveUp(why: Problem): Promise<unknown>
}>

export async function tryLasting(
  task: LastingTask,
  { attempt, log }: Parameters<JobHandler>[1],
): Promise<void> {
  if (attempt > TRIES) return void (await task.giveUp(new Problem(problems.taskInterrupted)))
  try {
    await task.work()
  } catch (error) {
    if (isRefusal(error)) return void (await task.giveUp(error))
    if (attempt < TRIES) throw error
    log.error({ err: error, task: task.id }, 'a task broke in its last try')
    await task.giveUp(new Problem(problems.internal, { requestId: task.id }))
  }
}

/** Not so what a server out of order says: that passes. */
const isRefusal = (error: unknown): error is Problem => error instanceof Problem && error.type.status < 500
