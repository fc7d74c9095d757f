/** How commands speak: steps with their time, failures as one sentence. */
export async function step<T>(
  title: string,
  work: (tell: (progress: string) => void) => Promise<T>,
): Promise<T> {
  const begin = performance.now()
  const live = process.stdout.isTTY
  if (live) process.stdout.write(`▸ ${title} …`)
  const result = await work(progress => {
    if (live) process.stdout.write(`\r\x1b[2K▸ ${title} … ${progress}`)
  })
  const seconds = ((performance.now() - begin) / 1_000).toFixed(1)
  process.stdout.write(`${live ? '\r\x1b[2K' : ''}✓ ${title} (${seconds} s)\n`)
  return result
}

/** The sentence for people; ZHITONG_DEBUG=1 adds the stack. */
export function describeFailure(error: unknown): string {
  const { message, stack, code } = (error ?? {}) as { message?: string; stack?: string; code?: string }
  const known = code === 'EACCES' ? '没有权限 / permission denied: ' : ''
  return process.env.ZHITONG_DEBUG ? (stack ?? String(error)) : `✗ ${known}${message ?? String(error)}`
}
