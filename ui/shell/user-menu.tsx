import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useNavigate } from 'react-router'
import { csrfToken } from '../api/session-token.ts'
import { useLive } from '../api/use-live.ts'
import { Icon } from '../components/icon.tsx'
import { Menu } from '../components/menu.tsx'
import { setLocale, useLocale } from '../i18n/locale.ts'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import type { SessionInfo } from '../session/session-contract.ts'
import { endSession, useSession } from '../session/use-session.ts'

export function LocaleSwitch(): ReactElement {
  const locale = useLocale()
  const t = useText(uiText)
  const other = locale === 'zh-CN' ? 'en' : 'zh-CN'
  return (
    <button
      type="button"
      className="zt-head-action"
      lang={other}
      title={t('ui.locale.label')}
      onClick={() => setLocale(other)}
    >
      {t('ui.locale.switch')}
    </button>
  )
}

function useSignOut(): () => Promise<void> {
  const client = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    const token = await csrfToken()
    await fetch('/api/session', { method: 'DELETE', headers: { 'x-csrf-token': token ?? '' } }).catch(
      () => null,
    )
    endSession(client)
    await navigate('/sign-in')
  }
}

/** Name, unread messages, account and sign-out; nothing while nobody is signed in. */
export function UserMenu(): ReactElement | null {
  const session = useSession()
  return session && <SignedInMenu session={session} />
}

function SignedInMenu({ session }: Readonly<{ session: SessionInfo }>): ReactElement {
  const t = useText(uiText)
  useLive(['inbox'])
  const navigate = useNavigate()
  const signOut = useSignOut()
  const unread = session.unread ?? 0
  const name = session.displayName || session.signInName || ''
  const items = [
    {
      key: 'inbox',
      label: (
        <>
          {t('ui.user.inbox')}
          {unread > 0 && <span className="zt-count">{unread}</span>}
        </>
      ),
      onSelect: () => void navigate('/inbox'),
    },
    { key: 'account', label: t('ui.user.account'), onSelect: () => void navigate('/account') },
    { key: 'signOut', label: t('ui.user.signOut'), onSelect: () => void signOut() },
  ]
  return (
    <Menu
      className="zt-head-action"
      label={[t('ui.user.menu'), name, unread > 0 ? t('ui.user.unread', { count: unread }) : ''].join(' ')}
      items={items}
    >
      <Icon name="user" />
      <span className="zt-head-name">{name}</span>
      {unread > 0 && <span className="zt-count">{unread > 99 ? '99+' : unread}</span>}
      <Icon name="down" size={12} />
    </Menu>
  )
}
