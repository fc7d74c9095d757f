import type { ReactElement, ReactNode } from 'react'
import { Link, Outlet } from 'react-router'
import { Banner } from '../components/banner.tsx'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import { useSessionInfo } from '../session/use-session.ts'
import { useDocumentTitle } from './screens.tsx'
import { LocaleSwitch, ThemeMenu, UserMenu } from './user-menu.tsx'
import './shell.css'

/** Generated data is labelled on every page, before signing in too. */
export function DemoBanner(): ReactElement | null {
  const t = useText(uiText)
  return useSessionInfo().data?.demonstration ? <Banner look="demo">{t('ui.demo.banner')}</Banner> : null
}

export function Brand({ place }: Readonly<{ place?: string }>): ReactElement {
  const t = useText(uiText)
  // Narrow windows leave the mark alone in sight.
  const name = [t('ui.product.name'), place].filter(Boolean).join(' ')
  return (
    <Link className="zt-brand" to="/" aria-label={name}>
      <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true" focusable="false">
        <rect width="22" height="22" rx="4" fill="var(--zt-accent)" />
        <path
          d="M5 16V12M9 16V9M13 16v-5M17 16V6"
          stroke="var(--zt-text-on-accent)"
          strokeWidth="2"
          strokeLinecap="round"
        />
      </svg>
      <span className="zt-brand-name">{t('ui.product.name')}</span>
      {place && <span className="zt-brand-place">{place}</span>}
    </Link>
  )
}

export function AppHeader(props: Readonly<{ place?: string; children?: ReactNode }>): ReactElement {
  return (
    <header className="zt-head zt-no-print">
      <Brand {...(props.place === undefined ? {} : { place: props.place })} />
      <div className="zt-head-middle">{props.children}</div>
      <LocaleSwitch />
      <UserMenu />
    </header>
  )
}

/** For pages before signing in: the label of generated data, the product, its look, the language. */
export function BareFrame({ place }: Readonly<{ place: string }>): ReactElement {
  useDocumentTitle()
  return (
    <>
      <DemoBanner />
      <header className="zt-head zt-head-bare zt-no-print">
        <Brand place={place} />
        <div className="zt-head-middle" />
        <ThemeMenu />
        <LocaleSwitch />
      </header>
      <main id="content">
        <Outlet />
      </main>
    </>
  )
}
