import { type ReactElement, useState } from 'react'
import { useRead, useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { ErrorState } from '#ui/components/states.tsx'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { firstView } from '#ui/data-table/table-view.ts'
import { useText } from '#ui/i18n/text.ts'
import { uiText } from '#ui/locale/text.ts'
import { createEnterpriseAccounts, listAccounts, listUnitsWithoutAccount } from '../contract.ts'
import { accessText } from '../locale/text.ts'
import type { FirstPassword } from './first-passwords.tsx'

const MOST = 200

export function EnterpriseAccounts(
  props: Readonly<{
    open: boolean
    onClose: () => void
    onMade: (made: readonly FirstPassword[], skipped: number) => void
  }>,
): ReactElement {
  const t = useText(accessText)
  const shared = useText(uiText)
  const [view, setView] = useState(() => firstView(50))
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set())
  const query = { page: view.page, pageSize: view.pageSize, ...(view.search && { search: view.search }) }
  const units = useRead(
    listUnitsWithoutAccount,
    { query },
    { enabled: props.open, placeholderData: before => before },
  )
  const create = useWrite(createEnterpriseAccounts, {
    changes: [listAccounts, listUnitsWithoutAccount],
    onDone: ({ created, skipped }) => {
      setKeys(new Set())
      props.onMade(created, skipped.length)
    },
  })
  return (
    <Dialog
      title={t('accounts.enterprises.title')}
      width="wide"
      open={props.open}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{shared('ui.action.cancel')}</Button>
          <Button
            look="primary"
            busy={create.isPending}
            disabled={keys.size === 0 || keys.size > MOST}
            onClick={() => create.mutate({ body: { unitIds: [...keys].map(Number) } })}
          >
            {t('accounts.enterprises.submit', { count: keys.size })}
          </Button>
        </>
      }
    >
      <p className="za-soft">{t('accounts.enterprises.text')}</p>
      {create.isError && <ErrorState error={create.error} compact />}
      {units.isError && <ErrorState error={units.error} onRetry={() => units.refetch()} compact />}
      <DataTable
        id="access.candidates"
        label={t('accounts.enterprises.title')}
        columns={[
          { key: 'name', title: t('accounts.enterprises.unit'), cell: row => row.name },
          { key: 'code', title: t('accounts.enterprises.code'), width: 180, cell: row => row.creditCode },
          { key: 'region', title: t('accounts.enterprises.region'), width: 130, cell: row => row.regionCode },
        ]}
        rows={units.data?.items ?? []}
        keyOf={row => String(row.unitId)}
        loading={units.isPending}
        server={{ view, total: units.data?.total ?? 0, onView: setView }}
        selection={{ keys, onChange: setKeys }}
        empty={t('accounts.enterprises.empty')}
      />
    </Dialog>
  )
}
