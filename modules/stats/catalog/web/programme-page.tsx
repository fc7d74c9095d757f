import { type ReactElement, useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { useRead } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { EmptyState, ErrorState, Skeleton } from '#ui/components/states.tsx'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { useAddress } from '#ui/scope/use-address.ts'
import { mayOpen } from '#ui/session/session-contract.ts'
import { useSession } from '#ui/session/use-session.ts'
import { catalogPermissions, listProgrammes, type Programme } from '../contract.ts'
import { catalogText } from '../locale/text.ts'
import { FormTable } from './form-list.tsx'
import { ProgrammeDialog } from './programme-dialog.tsx'
import { ExpiredBadge } from './programme-list.tsx'
import './catalog.css'

/** A programme: its legal marks and span, and the forms in it. */
export function ProgrammePage(): ReactElement {
  const t = useText(catalogText)
  const code = useParams().code ?? ''
  const { to } = useAddress()
  const programmes = useRead(listProgrammes)
  const programme = programmes.data?.items.find(one => one.code === code)
  return (
    <div className="zc-page">
      <Link className="zc-link" to={to('/design/programmes')}>
        {t('programme.page.back')}
      </Link>
      {programmes.isPending && <Skeleton lines={8} />}
      {programmes.isError && <ErrorState error={programmes.error} onRetry={() => programmes.refetch()} />}
      {programmes.data && !programme && <EmptyState title={t('programme.page.missing', { code })} />}
      {programme && <ProgrammeBody programme={programme} />}
    </div>
  )
}

function ProgrammeBody({ programme }: Readonly<{ programme: Programme }>): ReactElement {
  const t = useText(catalogText)
  const local = useLocalText()
  const navigate = useNavigate()
  const session = useSession()
  const { to } = useAddress()
  const [changing, setChanging] = useState(false)
  const { code, issuer, approvalNumber, validFrom, validUntil } = programme
  return (
    <>
      <header className="zc-head">
        <div>
          <h1>{local(programme.name)}</h1>
          <p className="zc-marks">
            <span>{code}</span>
            <span>{t('programme.page.issuer', { issuer })}</span>
            <span>{t('programme.page.approval', { approvalNumber })}</span>
            <span>
              {t('programme.page.span', { from: validFrom, until: validUntil })}{' '}
              <ExpiredBadge validUntil={validUntil} />
            </span>
          </p>
        </div>
        {mayOpen(session, catalogPermissions.design.code) && (
          <div className="zc-actions">
            <Button onClick={() => setChanging(true)}>{t('programme.action.change')}</Button>
            <Button
              look="primary"
              icon="upload"
              onClick={() => navigate(to('/design/import', { into: code }))}
            >
              {t('list.action.import')}
            </Button>
          </div>
        )}
      </header>
      <FormTable programme={code} empty={t('programme.page.empty')} />
      {changing && (
        <ProgrammeDialog
          programme={programme}
          onClose={() => setChanging(false)}
          onDone={() => setChanging(false)}
        />
      )}
    </>
  )
}
