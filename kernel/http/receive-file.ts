/** A multipart upload: one file within a limit, and the fields that came before it. */
import type { FastifyRequest } from 'fastify'
import { Problem, type ProblemType, problems } from '../contract/index.ts'

export type ReceivedFile = Readonly<{ name: string; bytes: Buffer; fields: Readonly<Record<string, string>> }>

/** What the receiver answers for no file, one past the limit and one without a byte. */
export type FileRefusals = Readonly<Record<'noFile' | 'tooLarge' | 'empty', ProblemType>>

export async function receiveFile(
  request: FastifyRequest,
  maxBytes: number,
  refusals: FileRefusals,
): Promise<ReceivedFile> {
  if (!request.isMultipart()) throw new Problem(problems.unsupportedMedia)
  const part = await request.file({ limits: { fileSize: maxBytes } }).catch(refuseMalformed)
  if (!part) throw new Problem(refusals.noFile)
  const bytes = await part.toBuffer().catch((error: Error & { code?: string }) => {
    if (error.code !== 'FST_REQ_FILE_TOO_LARGE') return refuseMalformed(error)
    throw new Problem(refusals.tooLarge, { limit: Math.round(maxBytes / 1_048_576) })
  })
  if (bytes.length === 0) throw new Problem(refusals.empty)
  const fields = Object.entries(part.fields).flatMap(([name, field]) =>
    field && !Array.isArray(field) && field.type === 'field' ? [[name, String(field.value)] as const] : [],
  )
  return { name: safeName(part.filename), bytes, fields: Object.fromEntries(fields) }
}

/** What the reader of uploads cannot read (no boundary, half a part) is the sender's fault; it says so without a status. */
function refuseMalformed(error: Error & { statusCode?: number }): never {
  if (error.statusCode !== undefined) throw error
  throw new Problem(problems.malformed, { reason: 'multipart' })
}

/** The name as shown and kept: no folders, no control characters. */
const safeName = (name: string | undefined): string =>
  (name ?? '')
    .split(/[/\\]/)
    .at(-1)!
    .replaceAll(/\p{Cc}/gu, '')
    .slice(0, 200) || 'file'
