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
  }).catch(error => {
    if (live) process.stdout.write('\n')
    throw error
  })
  const seconds = ((performance.now() - begin) / 1_000).toFixed(1)
  process.stdout.write(`${live ? '\r\x1b[2K' : ''}✓ ${title} (${seconds} s)\n`)
  return result
}

const known: Readonly<Record<string, string>> = {
  EACCES: '没有权限 / permission denied',
  EPERM: '没有权限 / permission denied',
  EROFS: '没有权限 / permission denied',
  EEXIST: '路径被文件占用，不是文件夹 / not a folder',
  ENOTDIR: '路径被文件占用，不是文件夹 / not a folder',
  EADDRINUSE: '端口已被占用，请用 --port 换一个 / the port is in use; choose another with --port',
  ENOSPC: '磁盘空间不足 / no space left on the disk',
  ECONNREFUSED: '数据库没有应答，请检查 DATABASE_URL / the database does not answer; check DATABASE_URL',
  '28P01': '数据库口令不正确 / the database refused the password',
  '3D000': '数据库不存在，请先创建 / the database does not exist; create it first',
}

/** The sentence for people; ZHITONG_DEBUG=1 adds the stack. */
export function describeFailure(error: unknown): string {
  const { message, stack, code } = (error ?? {}) as { message?: string; stack?: string; code?: string }
  const sentence = code ? known[code] : undefined
  if (process.env.ZHITONG_DEBUG) return stack ?? String(error)
  return `✗ ${[sentence, message ?? String(error)]
    .filter(Boolean)
    .join(': ')
    .replaceAll(/\s*\n\s*/g, ' ')}`
}
