/** What every act on an application leaves behind: an audit row, a live notice, and a message where somebody waits. */
import type { InboxMessage, WriteContext } from '#kernel/context.ts'
import type { StoredApplication } from './application-queries.ts'
import { type Act, stateAfter } from './policy.ts'

export const APPLICATION_TOPIC = 'register.application'

type Declared = Pick<StoredApplication, 'id' | 'kind' | 'month' | 'name' | 'regionCode' | 'proposedById'> &
  Partial<Pick<StoredApplication, 'byUnit'>>

const kinds = {
  entry: { 'zh-CN': '入库', en: 'entry' },
  change: { 'zh-CN': '变更', en: 'change' },
  exit: { 'zh-CN': '退库', en: 'exit' },
} as const

export function declareApplication(
  context: WriteContext,
  application: Declared,
  act: Act | 'propose',
  told: Readonly<{ note?: string | null; effectiveOn?: string }> = {},
): void {
  const { id, kind, month, regionCode } = application
  context.audit({
    action: `register.application.${act}`,
    subject: { kind: 'application', id },
    regionCode,
    detail: { kind, month, ...(told.effectiveOn && { effectiveOn: told.effectiveOn }) },
  })
  context.live({
    topic: APPLICATION_TOPIC,
    regionCode,
    detail: { state: act === 'propose' ? 'proposed' : stateAfter[act] },
  })
  if (act === 'approve' || act === 'refuse') context.notify(messageOf(application, act, told))
}

function messageOf(
  { id, kind, name, proposedById, byUnit }: Declared,
  act: 'approve' | 'refuse',
  { note, effectiveOn }: Readonly<{ note?: string | null; effectiveOn?: string }>,
): InboxMessage {
  const said = note ? { 'zh-CN': `：${note}`, en: `: ${note}` } : { 'zh-CN': '', en: '' }
  const approved = act === 'approve'
  return {
    accountId: proposedById,
    kind: 'register.application',
    title: approved
      ? { 'zh-CN': `${kinds[kind]['zh-CN']}申报已批准`, en: `Application for ${kinds[kind].en} approved` }
      : { 'zh-CN': `${kinds[kind]['zh-CN']}申报未获批准`, en: `Application for ${kinds[kind].en} refused` },
    body: approved
      ? {
          'zh-CN': `${name}，自 ${effectiveOn} 起生效${said['zh-CN']}`,
          en: `${name}, from ${effectiveOn}${said.en}`,
        }
      : { 'zh-CN': `${name}${said['zh-CN']}`, en: `${name}${said.en}` },
    // Each leads to a page of the shell in which its reader works.
    link: byUnit ? '/profile' : `/register/applications/${id}`,
  }
}
