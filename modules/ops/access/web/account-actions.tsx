import { type ReactElement, useState } from 'react'
import { useWrite } from '#ui/api/queries.ts'
import { Icon } from '#ui/components/icon.tsx'
import { Menu } from '#ui/components/menu.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useFailureToast } from '#ui/components/use-failure-toast.ts'
import { useText } from '#ui/i18n/text.ts'
import {
  disableAccount,
  enableAccount,
  listAccounts,
  resetPassword,
  resetSecondFactor,
  unlockAccount,
} from '../contract.ts'
import { accessText } from '../locale/text.ts'
import type { AccountItem } from './accounts-page.tsx'
import { Confirm } from './confirm.tsx'
import { CreateAccount } from './create-account.tsx'
import type { FirstPassword } from './first-passwords.tsx'

type Asked = 'disable' | 'resetPassword' | 'resetFactor'

/** What can be done to one account; what ends somebody's work asks first. */
export function AccountActions(
  props: Readonly<{ account: AccountItem; onMade: (one: FirstPassword) => void }>,
): ReactElement {
  const t = useText(accessText)
  const { account } = props
  const [asked, setAsked] = useState<Asked | null>(null)
  const [adding, setAdding] = useState(false)
  const done = (key: 'disable' | 'enable' | 'unlock' | 'resetFactor') => ({
    changes: [listAccounts],
    onDone: () => {
      setAsked(null)
      showToast(t(`accounts.done.${key}`))
    },
  })
  const tellFailure = useFailureToast()
  const failed = {
    onFailed: tellFailure,
  }
  const disable = useWrite(disableAccount, done('disable'))
  const enable = useWrite(enableAccount, { ...done('enable'), ...failed })
  const unlock = useWrite(unlockAccount, { ...done('unlock'), ...failed })
  const factor = useWrite(resetSecondFactor, done('resetFactor'))
  const password = useWrite(resetPassword, {
    changes: [listAccounts],
    onDone: made => {
      setAsked(null)
      props.onMade(made)
    },
  })
  const acts = { disable, resetPassword: password, resetFactor: factor }
  const input = { params: { id: account.id } }
  const item = (key: string, label: string, onSelect: () => void, shown = true) =>
    shown ? [{ key, label, onSelect }] : []
  const ask = (key: Asked) => () => {
    acts[key].reset()
    setAsked(key)
  }
  const name = account.displayName
  return (
    <>
      <Menu
        label={t('accounts.action.more', { name })}
        items={[
          ...item(
            'unlock',
            t('accounts.action.unlock'),
            () => unlock.mutate(input),
            account.lockedUntil !== null,
          ),
          ...item(
            'colleague',
            t('accounts.action.colleague'),
            () => setAdding(true),
            account.unitId !== null,
          ),
          ...item('password', t('accounts.action.resetPassword'), ask('resetPassword')),
          ...item('factor', t('accounts.action.resetFactor'), ask('resetFactor'), account.secondFactor),
          ...item('enable', t('accounts.action.enable'), () => enable.mutate(input), account.disabled),
          ...item('disable', t('accounts.action.disable'), ask('disable'), !account.disabled),
        ]}
      >
        <Icon name="more" />
      </Menu>
      {adding && <AddColleague account={account} onMade={props.onMade} onClose={() => setAdding(false)} />}
      {asked && (
        <Confirm
          open
          title={t(`accounts.action.${asked}`)}
          text={t(`accounts.confirm.${asked}`, { name })}
          busy={acts[asked].isPending}
          error={acts[asked].error}
          onYes={() => acts[asked].mutate(input)}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}

type AddProps = Readonly<{
  account: AccountItem
  onMade: (one: FirstPassword) => void
  onClose: () => void
}>

function AddColleague({ account, onMade, onClose }: AddProps): ReactElement {
  const made = (one: FirstPassword) => {
    onClose()
    onMade(one)
  }
  return <CreateAccount open beside={account} onClose={onClose} onMade={made} />
}
