/** The way in: name and password, then whatever is outstanding, then to where the person was going. */
import { type ReactElement, useEffect } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { Button } from '#ui/components/button.tsx'
import { ErrorState, Skeleton } from '#ui/components/states.tsx'
import { useText } from '#ui/i18n/text.ts'
import { accessText } from '../locale/text.ts'
import './access.css'
import { CodeForm } from './code-form.tsx'
import { EnrolForm } from './enrol-form.tsx'
import { PasswordForm } from './password-form.tsx'
import { SignInForm } from './sign-in-form.tsx'
import { type Session, useAccess, useSignOut } from './use-access.ts'

export function SignIn(): ReactElement {
  const { query, session } = useAccess()
  if (query.isPending) return <Skeleton lines={6} />
  if (!session) return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  if (!session.signedIn) return <SignInForm stranger={session} />
  return session.ready ? <GoOn session={session} /> : <Outstanding session={session} />
}

function Outstanding({ session }: Readonly<{ session: Session }>): ReactElement {
  const t = useText(accessText)
  const out = useSignOut()
  return (
    <div className="za-sign">
      <div className="za-sign-card">
        {outstandingStep(session)}
        <p className="za-sign-foot">
          <Button look="quiet" busy={out.isPending} onClick={() => out.mutate({})}>
            {t('signIn.other.signOut')}
          </Button>
        </p>
      </div>
    </div>
  )
}

function outstandingStep(session: Session): ReactElement {
  if (session.secondFactorPending) return <CodeForm />
  if (session.mustChangePassword) return <PasswordForm first signInName={session.signInName} />
  return <EnrolForm signInName={session.signInName} titled />
}

/** Enterprises work in the reporter's pages, everyone else in the office's. */
function GoOn({ session }: Readonly<{ session: Session }>): ReactElement {
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const next = search.get('next') ?? '/'
  useEffect(() => {
    const inConsole = window.location.pathname.startsWith('/console')
    const belongs = session.kind !== 'enterprise'
    if (inConsole === belongs) void navigate(isOwnPath(next) ? next : '/', { replace: true })
    else window.location.replace(belongs ? '/console/' : '/')
  }, [session.kind, next, navigate])
  return <Skeleton lines={6} />
}

/** Only a path of this product: `//host` and `/\host` would leave it. */
const isOwnPath = (path: string): boolean => /^\/(?![/\\])/.test(path)
