import { type ReactElement, useState } from 'react'
import { NATION } from '#kernel/contract/index.ts'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { AppearanceChoice } from '#ui/appearance/appearance-choice.tsx'
import { Button } from '#ui/components/button.tsx'
import { Card } from '#ui/components/card.tsx'
import { ErrorState, Skeleton } from '#ui/components/states.tsx'
import { Badge } from '#ui/components/tag.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { formatDateTime } from '#ui/i18n/format.ts'
import { locales, setLocale as showLocale, useLocale } from '#ui/i18n/locale.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { hasUnsent } from '#ui/session/unsent-work.ts'
import { SignOutDialog } from '#ui/shell/sign-out.tsx'
import { endMySession, listMySessions, setLocale } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import './access.css'
import { deviceOf } from './device.ts'
import { EnrolForm } from './enrol-form.tsx'
import { PasswordForm } from './password-form.tsx'
import { type Session, useAccess, useSignOut } from './use-access.ts'

const LANGUAGE = { 'zh-CN': '简体中文', en: 'English' } as const

export function Account(): ReactElement {
  const t = useText(accessText)
  const { session } = useAccess()
  if (!session?.signedIn) return <Skeleton lines={6} />
  return (
    <div className="za-page">
      <h1>{t('account.page.title')}</h1>
      <div className="za-columns">
        <div className="za-stack">
          <WhoAmI session={session} />
          <Sessions account={session.signInName} />
          <Language />
          <Card title={t('account.appearance.title')}>
            <div className="za-choices">
              <AppearanceChoice />
            </div>
            <p className="za-soft">{t('account.appearance.note')}</p>
          </Card>
        </div>
        <div className="za-stack">
          <Card title={t('account.password.title')}>
            <PasswordForm signInName={session.signInName} />
          </Card>
          <Card title={t('account.factor.title')}>
            <p>{session.secondFactorEnrolled ? t('account.factor.on') : t('account.factor.off')}</p>
            {!session.secondFactorEnrolled && <EnrolForm signInName={session.signInName} />}
          </Card>
        </div>
      </div>
    </div>
  )
}

function WhoAmI({ session }: Readonly<{ session: Session }>): ReactElement {
  const t = useText(accessText)
  const local = useLocalText()
  const place = session.unitName ?? session.organisationName
  const nodeOf = (grant: Session['grants'][number]) => {
    if (grant.unitId !== null) return t('account.who.ownUnit')
    return grant.regionName ?? (grant.regionCode === NATION ? t('account.who.everywhere') : grant.regionCode)
  }
  return (
    <Card title={t('account.who.title')}>
      <dl className="za-facts">
        <dt>{t('account.who.signInName')}</dt>
        <dd>{session.signInName}</dd>
        <dt>{t('account.who.displayName')}</dt>
        <dd>{session.displayName}</dd>
        {place && (
          <>
            <dt>{t('account.who.unit')}</dt>
            <dd>{place}</dd>
          </>
        )}
        <dt>{t('account.who.roles')}</dt>
        <dd>
          {session.grants.length === 0 && t('account.who.noRoles')}
          <ul className="za-list">
            {session.grants.map(grant => (
              <li key={`${grant.role} ${grant.regionCode} ${grant.unitId}`}>
                <b>{local(grant.roleName)}</b> <span className="za-soft">{nodeOf(grant)}</span>{' '}
                {grant.subjects?.map(subject => (
                  <Badge key={subject}>{subject}</Badge>
                ))}
              </li>
            ))}
          </ul>
        </dd>
      </dl>
    </Card>
  )
}

function Sessions({ account }: Readonly<{ account: string }>): ReactElement {
  const t = useText(accessText)
  const [warned, setWarned] = useState(false)
  const sessions = useRead(listMySessions)
  const everywhere = useSignOut(true)
  const end = useWrite(endMySession, {
    changes: [listMySessions],
    onDone: () => showToast(t('account.sessions.ended')),
  })
  return (
    <Card
      title={t('account.sessions.title')}
      extra={
        <Button
          look="danger"
          busy={everywhere.isPending}
          onClick={() => (hasUnsent(account) ? setWarned(true) : everywhere.mutate({}))}
        >
          {t('account.sessions.everywhere')}
        </Button>
      }
    >
      <SignOutDialog
        open={warned}
        onConfirm={() => {
          setWarned(false)
          everywhere.mutate({})
        }}
        onClose={() => setWarned(false)}
      />
      {everywhere.isError && <ErrorState error={everywhere.error} compact />}
      {sessions.isPending && <Skeleton lines={3} />}
      {sessions.isError && <ErrorState error={sessions.error} onRetry={() => sessions.refetch()} compact />}
      {end.isError && <ErrorState error={end.error} compact />}
      <ul className="za-list">
        {sessions.data?.map(one => (
          <li key={one.id} className="za-session">
            <span>
              <b>{deviceOf(one.agent) ?? t('account.sessions.unknown')}</b>{' '}
              {one.current && <Badge look="accent">{t('account.sessions.current')}</Badge>}
              <br />
              <span className="za-soft">
                {one.address} · {t('account.sessions.seen', { time: formatDateTime(one.seenAt) })}
              </span>
            </span>
            {!one.current && (
              <Button busy={end.isPending} onClick={() => end.mutate({ params: { id: one.id } })}>
                {t('account.sessions.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Language(): ReactElement {
  const t = useText(accessText)
  const locale = useLocale()
  const save = useWrite(setLocale)
  return (
    <Card title={t('account.locale.title')}>
      <p className="za-row">
        {locales.map(one => (
          <Button
            key={one}
            lang={one}
            aria-pressed={one === locale}
            look={one === locale ? 'primary' : 'plain'}
            onClick={() => {
              showLocale(one)
              save.mutate({ body: { locale: one } })
            }}
          >
            {LANGUAGE[one]}
          </Button>
        ))}
      </p>
    </Card>
  )
}
