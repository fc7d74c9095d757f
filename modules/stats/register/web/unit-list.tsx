import { keepPreviousData } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { download } from '#ui/api/call.ts'
import { useRead } from '#ui/api/queries.ts'
import { useLive } from '#ui/api/use-live.ts'
import { Button } from '#ui/components/button.tsx'
import { ReadFailure } from '#ui/components/read-states.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useFailureToast } from '#ui/components/use-failure-toast.ts'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { formatBytes } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { mayOpen } from '#ui/session/session-contract.ts'
import { useSession } from '#ui/session/use-session.ts'
import { exportUnits, listUnits, registerPermissions, type UnitRow } from '../contract.ts'
import { registerText } from '../locale/text.ts'
import { AddUnitDialog } from './add-unit-dialog.tsx'
import { useLabels } from './labels.ts'
import { UnitFilterBar } from './unit-filter-bar.tsx'
import { unitViewKeys, useUnitFilters } from './use-unit-filters.ts'
import './register.css'

function useColumns(): readonly Column<UnitRow>[] {
  const t = useText(registerText)
  const labels = useLabels()
  return [
    {
      key: 'code',
      title: t('unit.column.code'),
      width: 180,
      cell: row => <span className="zr-code">{row.creditCode ?? row.localCode}</span>,
      value: row => row.creditCode ?? row.localCode,
    },
    {
      key: 'name',
      title: t('unit.column.name'),
      width: 300,
      cell: row => (
        <Link className="zr-link" to={`/register/units/${row.unitId}`}>
          {row.name}
        </Link>
      ),
      value: row => row.name,
    },
    {
      key: 'region',
      title: t('unit.column.region'),
      width: 240,
      cell: row => row.regionName || row.regionCode,
      value: row => row.regionName,
    },
    {
      key: 'industry',
      title: t('unit.column.industry'),
      width: 190,
      cell: row => (row.industryCode ? `${row.industryCode} ${row.industryName ?? ''}` : ''),
      value: row => row.industryCode,
    },
    { key: 'size', title: t('unit.column.size'), width: 70, cell: row => labels.size(row.sizeClass) },
    {
      key: 'threshold',
      title: t('unit.column.threshold'),
      width: 70,
      cell: row => (row.aboveThreshold ? t('unit.value.yes') : t('unit.value.no')),
    },
    {
      key: 'entered',
      title: t('unit.column.entered'),
      width: 100,
      cell: row => <span className="zr-code">{row.validFrom}</span>,
      value: row => row.validFrom,
    },
    {
      key: 'state',
      title: t('unit.column.state'),
      width: 130,
      cell: row => (row.exitedOn ? t('unit.state.exited', { date: row.exitedOn }) : t('unit.state.active')),
    },
  ]
}

export function UnitList(): ReactElement {
  const t = useText(registerText)
  const tellFailure = useFailureToast()
  const navigate = useNavigate()
  const session = useSession()
  const list = useUnitFilters()
  const units = useRead(
    listUnits,
    { query: list.query },
    { topics: ['register.application'], placeholderData: keepPreviousData },
  )
  useLive(['register.application'])
  const columns = useColumns()
  const [adding, setAdding] = useState(false)
  const onExport = (format: 'csv' | 'xlsx') =>
    void download(exportUnits, { query: { ...list.filterQuery, format } }).then(
      ({ name, bytes }) => showToast(t('list.export.done', { name, bytes: formatBytes(bytes) })),
      tellFailure,
    )
  return (
    <div className="zr-page">
      <header className="zr-head">
        <h1>{t('list.page.title')}</h1>
        <div className="zr-actions">
          {mayOpen(session, registerPermissions.import.code) && (
            <Button icon="upload" onClick={() => navigate('/register/imports')}>
              {t('list.action.import')}
            </Button>
          )}
          {mayOpen(session, registerPermissions.propose.code) && (
            <Button
              look="primary"
              icon="plus"
              onClick={() => navigate('/register/applications/new?kind=entry')}
            >
              {t('list.action.propose')}
            </Button>
          )}
          {mayOpen(session, registerPermissions.edit.code) && (
            <Button look="primary" icon="plus" onClick={() => setAdding(true)}>
              {t('list.action.add')}
            </Button>
          )}
        </div>
      </header>
      <UnitFilterBar list={list} />
      <ReadFailure read={units} />
      {!units.isLoadingError && (
        <DataTable
          id="register.units"
          views={unitViewKeys}
          label={t('list.table.label')}
          columns={columns}
          rows={units.data?.items ?? []}
          keyOf={row => String(row.unitId)}
          server={{ view: list.view, total: units.data?.total ?? 0, onView: list.onView }}
          loading={units.isPending}
          empty={t('list.empty.text')}
          onOpen={row => navigate(`/register/units/${row.unitId}`)}
          onExport={onExport}
          exportFormats={['xlsx', 'csv']}
        />
      )}
      <AddUnitDialog open={adding} onClose={() => setAdding(false)} />
    </div>
  )
}
