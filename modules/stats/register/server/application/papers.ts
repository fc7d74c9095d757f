/** Papers of applications: taken in by what they are, given out as downloads that no browser opens in place. */
import type { FastifyReply } from 'fastify'
import type { BaseContext } from '#kernel/context.ts'
import { Problem, problems } from '#kernel/contract/index.ts'
import { readTransaction } from '#kernel/db/tx.ts'
import { writeAs } from '#kernel/db/write.ts'
import { addFileRecord, fileRecords } from '#kernel/files/file-records.ts'
import { mediaTypeOf } from '#kernel/files/media-type.ts'
import type { ReceivedFile } from '#kernel/http/receive-file.ts'
import type { Services } from '#kernel/services.ts'
import { applicationProblems, type Paper, registerPermissions } from '../../contract.ts'
import { findApplication, paperIdsOf } from './application-queries.ts'

export async function takePaper(
  { database, files }: Services,
  base: BaseContext,
  file: ReceivedFile,
): Promise<Paper> {
  const mediaType = mediaTypeOf(file.bytes)
  if (!mediaType) throw new Problem(applicationProblems.paperType, { name: file.name })
  const sha256 = await files.put(file.bytes)
  const paper = { name: file.name, mediaType, bytes: file.bytes.length }
  return writeAs(database.db, base, async context => {
    const fileId = await addFileRecord(context.tx, { ...paper, sha256, createdBy: base.actor.accountId })
    context.audit({
      action: 'register.paper.upload',
      subject: { kind: 'file', id: fileId },
      detail: { mediaType, bytes: paper.bytes, sha256: sha256.toString('hex') },
    })
    return { fileId, ...paper }
  })
}

export async function givePaper(
  { database, files }: Services,
  base: BaseContext,
  { applicationId, fileId }: Readonly<{ applicationId: number; fileId: number }>,
  reply: FastifyReply,
) {
  const { db } = database
  const reach = base.reach(registerPermissions.read.code)
  const { application, file } = await readTransaction(db, async tx => {
    const found = await findApplication(tx, reach, applicationId)
    const among = found !== null && (await paperIdsOf(tx, applicationId)).includes(fileId)
    const record = among ? (await fileRecords(tx, [fileId])).get(fileId) : undefined
    if (!found || !record) throw new Problem(problems.notFound)
    return { application: found, file: record }
  })
  await writeAs(db, base, async context =>
    context.audit({
      action: 'register.paper.download',
      subject: { kind: 'application', id: applicationId },
      regionCode: application.regionCode,
      detail: { fileId },
    }),
  )
  reply
    .type(file.mediaType)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('content-length', file.bytes)
  return files.read(file.sha256)
}
