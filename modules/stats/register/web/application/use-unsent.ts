import { dropUnsent, findUnsent, keepUnsent } from '#ui/session/unsent-work.ts'
import { useSession } from '#ui/session/use-session.ts'
import type { ProposalDraft } from './proposal-draft.ts'
import { asUnsent, type UnsentProposal, unsentOf } from './unsent-proposal.ts'

export type UnsentStore = Readonly<{
  find: () => (UnsentProposal & Readonly<{ at: string }>) | null
  keep: (draft: ProposalDraft, step: number) => void
  drop: () => void
}>

/** The proposal begun at this address and not sent, of whoever is signed in. */
export function useUnsent(address: string): UnsentStore {
  const account = useSession()?.signInName ?? ''
  const name = `register.proposal/${address}`
  return {
    find: () => {
      const kept = findUnsent(account, name)
      const unsent = asUnsent(kept?.work)
      return kept && unsent && { ...unsent, at: kept.at }
    },
    keep: (draft, step) => void keepUnsent(account, name, unsentOf(draft, step)),
    drop: () => dropUnsent(account, name),
  }
}
