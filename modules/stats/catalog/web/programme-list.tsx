import { type ReactElement, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { ReplyOf } from '#kernel/contract/index.ts'
import { useRead } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { ReadFailure } from '#ui/components/read-states.tsx'
import { Badge } from '#ui/components/tag.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { formatDate } from '#ui/i18n/format.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { useAddress } from '#ui/scope/use-address.ts'
import { mayOpen } from '#ui/session/session-contract.ts'
import { useSession } from '#ui/session/use-session.ts'
import { catalogPermissions, listProgrammes } from '../contract.ts'
import { catalogText } from '../locale/text.ts'
import { ProgrammeDialog } from './programme-dialog.tsx'
import { useOwner } from './use-words.ts'
import './catalog.css'

type Row = ReplyOf<typeof listProgrammes>['items'][number]

export function ExpiredBadge({ validUntil }: Readonly<{ validUntil: string }>): ReactElement | null {
  const t = useText(catalogText)
  if (validUntil >= formatDate(Date.now()).slice(0, 7)) return null
  return <Badge look="fatal">{t('marks.state.expired')}</Badge>
}

function useColumns(): readonly Column<Row>[] {
  const t = useText(catalogText)
  const local = useLocalText()
  const ownerOf = useOwner()
  const { to } = useAddress()
  return [
    {
      key: 'code',
      title: t('programme.field.code'),
      width: 120,
      cell: row => (
        <Link className="zc-link" to={to(`/design/programmes/${row.code}`)}>
          {row.code}
        </Link>
      ),
      value: row => row.code,
    },
    {
      key: 'name',
      title: t('programme.field.name'),
      width: 320,
      cell: row => local(row.name),
      value: row => local(row.name),
    },
    {
      key: 'issuer',
      title: t('differences.member.issuer'),
      width: 180,
      cell: row => row.issuer,
      value: row => row.issuer,
    },
    {
      key: 'approvalNumber',
      title: t('differences.member.approvalNumber'),
      width: 200,
      cell: row => row.approvalNumber,
      value: row => row.approvalNumber,
    },
    {
      key: 'owner',
      title: t('programme.field.owner'),
      width: 130,
      cell: row => ownerOf(row),
      value: row => ownerOf(row),
    },
    {
      key: 'span',
      title: t('programme.field.span'),
      width: 200,
      cell: row => (
        <>
          {t('programme.field.spanValue', { from: row.validFrom, until: row.validUntil })}{' '}
          <ExpiredBadge validUntil={row.validUntil} />
        </>
      ),
      value: row => row.validUntil,
    },
    {
      key: 'forms',
      title: t('list.table.label'),
      width: 80,
      align: 'right',
      cell: row => row.forms,
      value: row => row.forms,
    },
  ]
}

export function ProgrammeList(): ReactElement {
  const t = useText(catalogText)
  const navigate = useNavigate()
  const session = useSession()
  const { to } = useAddress()
  const [adding, setAdding] = useState(false)
  const programmes = useRead(listProgrammes)
  const columns = useColumns()
  return (
    <div className="zc-page">
      <header className="zc-head">
        <h1>{t('programme.list.title')}</h1>
        {mayOpen(session, catalogPermissions.design.code) && (
          <Button look="primary" icon="plus" onClick={() => setAdding(true)}>
            {t('programme.action.add')}
          </Button>
        )}
      </header>
      <ReadFailure read={programmes} />
      {!programmes.isLoadingError && (
        <DataTable
          id="catalog.programmes"
          label={t('programme.list.title')}
          columns={columns}
          rows={programmes.data?.items ?? []}
          keyOf={row => row.code}
          loading={programmes.isPending}
          empty={t('programme.list.empty')}
          onOpen={row => navigate(to(`/design/programmes/${row.code}`))}
        />
      )}
      {adding && (
        <ProgrammeDialog
          onClose={() => setAdding(false)}
          onDone={code => navigate(to(`/design/programmes/${code}`))}
        />
      )}
    </div>
  )
}
