/** A report opened for filling: the form's session as it starts, and what keeps it safe. */
import { type FormSession, openForm } from '#engines/form/index.ts'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { call } from '#ui/api/call.ts'
import { deviceStorage } from '#ui/session/device-storage.ts'
import { type openMyReport, saveDraft } from '../../contract.ts'
import { codelistsOf, programFor } from '../form-program.ts'
import { type Content, contentKey, type Said } from './content.ts'
import { createDraftKeeper, type DraftKeeper, type OtherSide } from './draft-keeper.ts'
import { keepSaved } from './kept-reports.ts'
import { createLocalStore, type FoundCopy, findCopies, type ReportId } from './local-copy.ts'

export type Opened = ReplyOf<typeof openMyReport>

/** A session on some content; typed text that is no value yet is typed again. */
export function sessionOn(opened: Opened, content: Content): FormSession {
  const session = openForm(programFor(opened), {
    values: content.values,
    foreign: opened.foreign,
    initial: opened.prefill.values,
    codelists: codelistsOf(opened),
  })
  if (content.unread.length === 0) return session
  return session.setAll(content.unread.map(({ text, ...at }) => ({ at, value: text })))
}

export const serverContent = (opened: Opened): Content => ({
  values: opened.values,
  explanations: opened.explanations,
  unread: [],
})

const serverSide = (opened: Opened): OtherSide => ({
  by: opened.draft?.savedBy ?? '',
  savedAt: opened.draft?.savedAt ?? opened.report.submittedAt,
  version: opened.draftVersion,
  revisionNo: opened.report.revisionNo,
  values: opened.values,
  explanations: opened.explanations,
})

const idOf = ({ report }: Opened, account: string): ReportId => ({
  account,
  collectionId: report.collectionId,
  unitId: report.unitId,
})

/** What this device holds and the server does not; copies that say the same as the server are taken away. */
export function unsavedCopy(opened: Opened, account: string): FoundCopy | undefined {
  const storage = deviceStorage()
  if (!storage) return undefined
  const { spec } = opened
  const saved = contentKey(spec, serverContent(opened))
  for (const found of findCopies(idOf(opened, account), storage)) {
    const { content } = found.copy
    if (content.unread.length > 0 || contentKey(spec, content) !== saved) return found
    storage.removeItem(found.name)
  }
  return undefined
}

export type Filling = Readonly<{
  session: FormSession
  said: Said
  keeper: DraftKeeper
  /** When the content was typed that this device brought back. */
  restoredFrom: string | null
  /** The conflict it starts with is between this device and the server. */
  local: boolean
  start: () => () => void
}>

export function startFilling(opened: Opened, account: string): Filling {
  const { report, spec } = opened
  const id = idOf(opened, account)
  const standing = { version: opened.draftVersion, baseRevision: report.revisionNo }
  const found = unsavedCopy(opened, account)
  const content = found?.copy.content ?? serverContent(opened)
  const upToDate =
    found?.copy.standing.version === standing.version &&
    found.copy.standing.baseRevision === standing.baseRevision
  const store = createLocalStore(id, deviceStorage())
  const keeper = createDraftKeeper({
    standing,
    saved: serverContent(opened),
    savedAt: opened.draft?.savedAt ?? null,
    keyOf: one => contentKey(spec, one),
    store,
    ...(found && { content }),
    ...(found && !upToDate && { met: serverSide(opened) }),
    save: async (content, { version, baseRevision }) => {
      const { values, explanations } = content
      const saved = await call(saveDraft, {
        params: { collectionId: report.collectionId, unitId: report.unitId },
        body: { version, baseRevision, values, explanations },
      })
      // The copy of what was typed goes once this answers: without network the report must open with it before and after.
      await keepSaved(account, report, content, saved)
      return saved
    },
  })
  return {
    session: sessionOn(opened, content),
    said: content.explanations,
    keeper,
    restoredFrom: found ? found.copy.at : null,
    local: found !== undefined && !upToDate,
    start: () => {
      const stop = keeper.start()
      if (found && found.name !== store.name && keeper.kept()) deviceStorage()?.removeItem(found.name)
      return stop
    },
  }
}
