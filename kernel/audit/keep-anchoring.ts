/** Anchors the audit chain as long as the process lives: when it starts, every hour, and when it stops. */
import { readTransaction } from '../db/tx.ts'
import type { Services } from '../services.ts'
import { auditHead, hashAt } from './read-audit.ts'

const EVERY_MS = 60 * 60_000

type Anchoring = Pick<Services, 'database' | 'anchors' | 'log'>

/** One anchor now. What the last one said is looked at before, so that a damaged chain is noticed without being asked for. */
export async function anchorChain({ database, anchors, log }: Anchoring): Promise<void> {
  const last = (await anchors.read()).anchors.at(-1)
  const { head, found } = await readTransaction(database.db, async tx => ({
    head: await auditHead(tx),
    found: last ? await hashAt(tx, last.seq) : null,
  }))
  if (last && !found?.equals(last.hash))
    log.error({ seq: last.seq, line: last.line }, 'the audit chain does not hold its last anchor')
  if (head.seq > 0) await anchors.append(head)
}

export function keepAnchoring(services: Anchoring, everyMs = EVERY_MS): Readonly<{ stop(): Promise<void> }> {
  let anchoring: Promise<void> = Promise.resolve()
  const anchor = (): Promise<void> => {
    anchoring = anchoring
      .then(() => anchorChain(services))
      .catch(error => services.log.warn({ err: error }, 'the audit chain could not be anchored'))
    return anchoring
  }
  void anchor()
  const timer = setInterval(anchor, everyMs)
  timer.unref()
  return {
    stop: () => {
      clearInterval(timer)
      return anchor()
    },
  }
}
