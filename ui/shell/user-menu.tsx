import { type ReactElement, useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { useLive } from '../api/use-live.ts'
import {
  densityChoices,
  setAppearance,
  showAppearanceOf,
  themeChoices,
  useAppearance,
} from '../appearance/appearance.ts'
import { Icon } from '../components/icon.tsx'
import { Menu, type MenuChoice } from '../components/menu.tsx'
import { setLocale, useLocale } from '../i18n/locale.ts'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import type { SessionInfo } from '../session/session-contract.ts'
import { hasUnsent } from '../session/unsent-work.ts'
import { useSession } from '../session/use-session.ts'
import { SignOutDialog, useSignOut } from './sign-out.tsx'

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

/** Name, unread messages, account and sign-out; nothing while nobody is signed in. */
export function UserMenu(): ReactElement | null {
  const session = useSession()
  return session && <SignedInMenu session={session} />
}

function useThemeChoice(): MenuChoice {
  const t = useText(uiText)
  const { theme } = useAppearance()
  return {
    key: 'theme',
    label: t('ui.theme.label'),
    options: themeChoices.map(key => ({
      key,
      label: t(`ui.theme.${key}`),
      chosen: key === theme,
      onSelect: () => setAppearance({ theme: key }),
    })),
  }
}

/** Before anybody is signed in: how this device shows things. */
export function ThemeMenu(): ReactElement {
  const choice = useThemeChoice()
  return (
    <Menu className="zt-head-action" items={[choice]}>
      {choice.label}
      <Icon name="down" size={12} />
    </Menu>
  )
}

function useAppearanceMenu(): readonly MenuChoice[] {
  const t = useText(uiText)
  const { density } = useAppearance()
  return [
    useThemeChoice(),
    {
      key: 'density',
      label: t('ui.density.label'),
      options: densityChoices.map(key => ({
        key,
        label: t(`ui.density.${key}`),
        chosen: key === density,
        onSelect: () => setAppearance({ density: key }),
      })),
    },
  ]
}

function SignedInMenu({ session }: Readonly<{ session: SessionInfo }>): ReactElement {
  const t = useText(uiText)
  useLive(['inbox'])
  const navigate = useNavigate()
  const signOut = useSignOut()
  const [asked, setAsked] = useState(false)
  const unread = session.unread ?? 0
  const name = session.displayName || session.signInName || ''
  const account = session.signInName
  useEffect(() => {
    if (account !== undefined) showAppearanceOf(account)
  }, [account])
  const appearance = useAppearanceMenu()
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
    ...appearance,
    {
      key: 'signOut',
      label: t('ui.user.signOut'),
      onSelect: () => (hasUnsent(account ?? '') ? setAsked(true) : void signOut()),
    },
  ]
  return (
    <>
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
      <SignOutDialog open={asked} onConfirm={() => void signOut()} onClose={() => setAsked(false)} />
    </>
  )
}
