import { type ReactElement, useState } from 'react'
import type { Static } from 'typebox'
import { useRead } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { Badge } from '#ui/components/tag.tsx'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { listRoles, type RoleView } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import './access.css'
import { EditRole } from './edit-role.tsx'

export type RoleItem = Static<typeof RoleView>

export function RolesPage(): ReactElement {
  const t = useText(accessText)
  const local = useLocalText()
  const roles = useRead(listRoles)
  const [open, setOpen] = useState<RoleItem | 'new' | null>(null)
  return (
    <div className="za-page">
      <header className="za-head">
        <h1>{t('roles.page.title')}</h1>
        <Button look="primary" icon="plus" onClick={() => setOpen('new')}>
          {t('roles.action.create')}
        </Button>
      </header>
      {roles.isError && <ErrorState error={roles.error} onRetry={() => roles.refetch()} />}
      <DataTable
        id="access.roles"
        label={t('roles.page.title')}
        columns={[
          {
            key: 'name',
            title: t('roles.column.name'),
            width: 220,
            value: row => local(row.name),
          },
          {
            key: 'code',
            title: t('roles.column.code'),
            width: 220,
            cell: row => <code>{row.code}</code>,
            value: row => row.code,
          },
          { key: 'kind', title: t('roles.column.kind'), width: 150, cell: row => <Kind role={row} /> },
          {
            key: 'permissions',
            title: t('roles.column.permissions'),
            width: 90,
            align: 'right',
            value: row => row.permissions.length,
          },
          {
            key: 'holders',
            title: t('roles.column.holders'),
            width: 90,
            align: 'right',
            value: row => row.holders,
          },
          {
            key: 'open',
            title: t('grants.column.actions'),
            width: 90,
            cell: row => (
              <Button look="quiet" onClick={() => setOpen(row)}>
                {t('roles.action.open')}
              </Button>
            ),
          },
        ]}
        rows={roles.data?.roles ?? []}
        keyOf={row => row.code}
        loading={roles.isPending}
        onOpen={setOpen}
      />
      {open && roles.data && (
        <EditRole
          role={open === 'new' ? null : open}
          permissions={roles.data.permissions}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  )
}

function Kind({ role }: Readonly<{ role: RoleItem }>): ReactElement {
  const t = useText(accessText)
  if (role.administrator) return <Badge look="accent">{t('roles.kind.administrator')}</Badge>
  return <Badge>{role.builtIn ? t('roles.kind.builtIn') : t('roles.kind.own')}</Badge>
}
