import { type ReactElement, useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { useRead } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { EmptyState, ErrorState, Skeleton } from '#ui/components/states.tsx'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { useAddress } from '#ui/scope/use-address.ts'
import { listProgrammes } from '../contract.ts'
import { catalogText } from '../locale/text.ts'
import { FormTable } from './form-list.tsx'
import { ProgrammeDialog } from './programme-dialog.tsx'
import { ExpiredBadge } from './programme-list.tsx'
import { useOwner } from './use-words.ts'
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

type Listed = ReplyOf<typeof listProgrammes>['items'][number]

function ProgrammeBody({ programme }: Readonly<{ programme: Listed }>): ReactElement {
  const t = useText(catalogText)
  const local = useLocalText()
  const ownerOf = useOwner()
  const navigate = useNavigate()
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
            <span>{t('programme.page.owner', { owner: ownerOf(programme) })}</span>
            <span>{t('programme.page.issuer', { issuer })}</span>
            <span>{t('programme.page.approval', { approvalNumber })}</span>
            <span>
              {t('programme.page.span', { from: validFrom, until: validUntil })}{' '}
              <ExpiredBadge validUntil={validUntil} />
            </span>
          </p>
        </div>
        {programme.mayChange && (
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
