import { type ReactElement, useState } from 'react'
import type { Static } from 'typebox'
import { useRead } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Select } from '#ui/components/field.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { Badge } from '#ui/components/tag.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { useTableAddress, viewKeys } from '#ui/data-table/table-address.ts'
import { type Translate, useLocalText, useText } from '#ui/i18n/text.ts'
import { listRoles, type RoleView } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import './access.css'
import { EditRole } from './edit-role.tsx'

export type RoleItem = Static<typeof RoleView>

const VIEW_KEYS = [...viewKeys, 'kind']
const KINDS = ['administrator', 'builtIn', 'own'] as const
const SORTS = ['name', 'code', 'kind', 'permissions', 'holders'] as const

const kindOf = (role: RoleItem): (typeof KINDS)[number] =>
  role.administrator ? 'administrator' : role.builtIn ? 'builtIn' : 'own'

export function RolesPage(): ReactElement {
  const t = useText(accessText)
  const local = useLocalText()
  const roles = useRead(listRoles)
  const { search, view, onView, narrow } = useTableAddress({ sorts: SORTS })
  const kind = KINDS.find(one => one === search.get('kind'))
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
        views={VIEW_KEYS}
        label={t('roles.page.title')}
        columns={columnsOf(t, local, setOpen)}
        rows={(roles.data?.roles ?? []).filter(role => kind === undefined || kindOf(role) === kind)}
        keyOf={row => row.code}
        loading={roles.isPending}
        kept={{ view, onView }}
        tools={
          <Select
            label={t('roles.column.kind')}
            value={kind ?? ''}
            blank={t('roles.kind.any')}
            options={KINDS.map(value => ({ value, label: t(`roles.kind.${value}`) }))}
            onChange={value => narrow({ kind: value })}
          />
        }
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

const columnsOf = (
  t: Translate<(typeof accessText)['zh-CN']>,
  local: (text: RoleItem['name']) => string,
  onOpen: (role: RoleItem) => void,
): readonly Column<RoleItem>[] => [
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
  {
    key: 'kind',
    title: t('roles.column.kind'),
    width: 150,
    cell: row => <Kind role={row} />,
    value: row => t(`roles.kind.${kindOf(row)}`),
  },
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
      <Button look="quiet" onClick={() => onOpen(row)}>
        {t('roles.action.open')}
      </Button>
    ),
  },
]

function Kind({ role }: Readonly<{ role: RoleItem }>): ReactElement {
  const t = useText(accessText)
  const kind = kindOf(role)
  return <Badge look={kind === 'administrator' ? 'accent' : 'plain'}>{t(`roles.kind.${kind}`)}</Badge>
}
