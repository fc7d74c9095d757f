import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useRef } from 'react'
import { call } from '#ui/api/call.ts'
import { EachDialog } from '#ui/components/each-dialog.tsx'
import { formatCount } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { disableAccount, enableAccount, listAccounts, unlockAccount } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import type { AccountItem } from './accounts-page.tsx'

/** What is safe to do to many; a password or second factor is reset for one who stands before you. */
export const bulkActs = ['unlock', 'enable', 'disable'] as const
export type BulkAct = (typeof bulkActs)[number]

const ROUTES = { unlock: unlockAccount, enable: enableAccount, disable: disableAccount } as const

type BulkProps = Readonly<{
  act: BulkAct | null
  ids: readonly number[]
  /** For the names of those that refused; what was chosen on another page stands by its number. */
  rows: readonly AccountItem[]
  onClose: () => void
  onDone: () => void
}>

/** The act of one account on all that were chosen, each judged and recorded on its own. */
export function BulkDialog({ act, ids, rows, onClose, onDone }: BulkProps): ReactElement {
  const t = useText(accessText)
  const client = useQueryClient()
  const last = useRef<BulkAct>('unlock')
  if (act) last.current = act
  const shown = act ?? last.current
  const name = t(`accounts.action.${shown}`)
  return (
    <EachDialog
      title={name}
      ids={act && ids}
      column={t('accounts.column.signInName')}
      nameOf={id => rows.find(row => row.id === id)?.signInName ?? String(id)}
      act={id => call(ROUTES[shown], { params: { id } })}
      go={name}
      running={name}
      outcome={({ done, refused }) =>
        t('accounts.bulk.outcome', {
          done: formatCount(done - refused.length),
          refused: formatCount(refused.length),
        })
      }
      onClose={onClose}
      onDone={() => {
        void client.invalidateQueries({ queryKey: [listAccounts.id] })
        onDone()
      }}
    >
      <p>{t(`accounts.bulk.${shown}`, { count: ids.length })}</p>
    </EachDialog>
  )
}
