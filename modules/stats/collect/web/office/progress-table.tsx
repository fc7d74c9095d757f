import type { ReactElement } from 'react'
import { Link, useNavigate } from 'react-router'
import { IconButton } from '#ui/components/button.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { formatCount } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { officeText } from '../../locale/office-text.ts'
import { notIn, type Progress } from './counts.ts'
import type { RegionsProps } from './progress-region.tsx'
import { StateBar } from './state-bar.tsx'
import { useAddress } from './use-address.ts'

/** Each counted column with the list filter that shows the same reports. */
const counted = [
  ['owed', {}],
  ['submitted', { states: 'submitted,accepted:county,accepted:city' }],
  ['rate', null],
  ['onTime', { onTime: 'true' }],
  ['late', { onTime: 'false' }],
  ['drafted', { states: 'draft' }],
  ['returned', { states: 'returned' }],
  ['fatal', { findings: 'fatal' }],
  ['query', { findings: 'query' }],
  ['county', { states: 'accepted:county,accepted:city' }],
  ['city', { states: 'accepted:city' }],
  ['acceptedRate', null],
] as const

const numberOf: Readonly<Record<(typeof counted)[number][0], (row: Progress) => number>> = {
  owed: row => row.owed,
  submitted: row => row.submitted,
  rate: row => row.submittedRate,
  onTime: row => row.onTime,
  late: row => row.late,
  drafted: row => row.drafted,
  returned: row => row.returned,
  fatal: row => row.fatal,
  query: row => row.query,
  county: row => row.acceptedCounty,
  city: row => row.acceptedCity,
  acceptedRate: row => row.acceptedRate,
}

type Props = RegionsProps & Readonly<{ onRemind?: (row: Progress) => void }>

type Counted = (typeof counted)[number]

/** A number of the board; where units may be seen it opens exactly the reports it counts. */
function NumberCell(
  props: Readonly<{ column: Counted; title: string; row: Progress; linked: boolean }>,
): ReactElement {
  const { title, row, linked } = props
  const [key, filter] = props.column
  const t = useText(officeText)
  const { to } = useAddress()
  const count = numberOf[key](row)
  if (filter === null) return <>{`${count.toFixed(1)}%`}</>
  const shown = formatCount(count)
  const look = (key === 'fatal' || key === 'query') && count > 0 ? `co-number-${key}` : undefined
  if (count === 0) return <span className="co-number-none">{shown}</span>
  if (!linked) return <span className={look}>{shown}</span>
  return (
    <Link
      className={look}
      to={to('/collect/reports', { ...filter, at: row.regionCode })}
      aria-label={t('progress.open.list', { region: row.name, column: title, count: shown })}
    >
      {shown}
    </Link>
  )
}

function useColumns({ linked, onDrill, onRemind }: Props): readonly Column<Progress>[] {
  const t = useText(officeText)
  const { to } = useAddress()
  const numbers = counted.map((column): Column<Progress> => {
    const title = t(`progress.column.${column[0]}`)
    return {
      key: column[0],
      title,
      align: 'right',
      value: numberOf[column[0]],
      cell: row => <NumberCell column={column} title={title} row={row} linked={linked} />,
    }
  })
  return [
    {
      key: 'region',
      title: t('progress.column.region'),
      width: 150,
      value: row => row.name,
      cell: row =>
        row.opens ? (
          <button
            type="button"
            className="co-link"
            aria-label={t('progress.drill.label', { region: row.name })}
            onClick={() => onDrill(row.regionCode)}
          >
            {row.name}
          </button>
        ) : linked ? (
          <Link to={to('/collect/reports', { at: row.regionCode })}>{row.name}</Link>
        ) : (
          row.name
        ),
    },
    {
      key: 'bar',
      title: t('progress.column.bar'),
      width: 180,
      cell: row => <StateBar row={row} />,
    },
    ...numbers,
    ...(onRemind
      ? [
          {
            key: 'remind',
            title: t('progress.column.remind'),
            align: 'center' as const,
            cell: (row: Progress) => (
              <IconButton
                icon="bell"
                label={t('progress.remind.row', { region: row.name })}
                disabled={notIn(row) === 0}
                onClick={() => onRemind(row)}
              />
            ),
          },
        ]
      : []),
  ]
}

/** One row per region below; a leader's numbers open nothing. */
export function ProgressTable(props: Props): ReactElement {
  const t = useText(officeText)
  const navigate = useNavigate()
  const { to } = useAddress()
  const columns = useColumns(props)
  return (
    <DataTable
      id="collect.progress"
      label={t('progress.table.label')}
      columns={columns}
      rows={props.rows}
      keyOf={row => row.regionCode}
      pageSize={200}
      onOpen={row => {
        if (row.opens) props.onDrill(row.regionCode)
        else if (props.linked) navigate(to('/collect/reports', { at: row.regionCode }))
      }}
    />
  )
}
