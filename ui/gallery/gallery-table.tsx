import { type ReactElement, useState } from 'react'
import { Button } from '../components/button.tsx'
import { type ReportState, Severity, StateTag } from '../components/tag.tsx'
import { type Column, DataTable } from '../data-table/data-table.tsx'
import { numberCell } from '../data-table/table-view.ts'
import { useText } from '../i18n/text.ts'
import { galleryText } from './locale/text.ts'

type Unit = Readonly<{
  code: string
  name: string
  region: string
  output: number | null
  state: ReportState
  fatal: number
}>

const places = ['荷塘区', '芦淞区', '石峰区', '天元区', '渌口区', '攸县', '茶陵县', '炎陵县', '醴陵市']
const trades = ['硬质合金', '瓷业', '水泥', '轨道装备', '服饰', '烟花制造', '新材料', '食品']
const states: readonly ReportState[] = ['accepted', 'submitted', 'submitted', 'draft', 'owed', 'returned']

const units: readonly Unit[] = Array.from({ length: 186 }, (_, i) => ({
  code: `9143020${i % 8}MA4L${String(10_000 + i * 37).slice(-5)}X`,
  name: `${places[i % places.length]}示例${trades[i % trades.length]}有限公司第${i + 1}号`,
  region: places[i % places.length]!,
  output: i % 7 === 4 ? null : ((i * 7919) % 90_000) + 812,
  state: states[i % states.length]!,
  fatal: i % 11 === 3 ? 2 : 0,
}))

export function UnitTable(): ReactElement {
  const t = useText(galleryText)
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set())
  const columns: readonly Column<Unit>[] = [
    {
      key: 'name',
      title: t('gallery.table.name'),
      width: 320,
      cell: unit => unit.name,
      value: unit => unit.name,
    },
    {
      key: 'code',
      title: t('gallery.table.code'),
      width: 190,
      cell: unit => unit.code,
      value: unit => unit.code,
    },
    {
      key: 'region',
      title: t('gallery.table.region'),
      cell: unit => unit.region,
      value: unit => unit.region,
    },
    {
      key: 'output',
      title: t('gallery.table.output'),
      align: 'right',
      cell: unit => numberCell(unit.output),
      value: unit => unit.output,
    },
    { key: 'state', title: t('gallery.table.state'), cell: unit => <StateTag state={unit.state} /> },
    {
      key: 'findings',
      title: t('gallery.table.findings'),
      cell: unit => unit.fatal > 0 && <Severity level="fatal" count={unit.fatal} />,
      value: unit => unit.fatal,
    },
  ]
  return (
    <DataTable
      id="gallery.units"
      label={t('gallery.table.label')}
      columns={columns}
      rows={units}
      keyOf={unit => unit.code}
      selection={{ keys, onChange: setKeys }}
      bulkActions={<Button>{t('gallery.table.remind')}</Button>}
      onOpen={() => {}}
    />
  )
}
