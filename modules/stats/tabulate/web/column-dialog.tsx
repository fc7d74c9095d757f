import { type ReactElement, useState } from 'react'
import { conversionPower, type StateLevel } from '#engines/table/index.ts'
import { Button } from '#ui/components/button.tsx'
import { Dialog } from '#ui/components/dialog.tsx'
import { Checkbox, Field, Select } from '#ui/components/field.tsx'
import { useText } from '#ui/i18n/text.ts'
import { useUnitText } from '#ui/i18n/unit.ts'
import { tabulateText } from '../locale/text.ts'
import type { Builder } from './builder.ts'
import { stateLevels, stateTexts } from './data-section.tsx'
import type { FlatColumn, Source } from './draft.ts'
import { MeasureFields } from './measure-fields.tsx'
import { PredicateEditor } from './predicate-editor.tsx'

type Props = Builder &
  Readonly<{
    columns: readonly FlatColumn[]
    editing: FlatColumn
    isNew: boolean
    onDone: (column: FlatColumn) => void
    onClose: () => void
  }>

/** Everything that can be said about one measure. */
export function ColumnDialog(props: Props): ReactElement {
  const { columns, editing, isNew, onDone, onClose, source } = props
  const t = useText(tabulateText)
  const [column, setColumn] = useState(editing)
  const isRestricted = restricted.includes(column.measure.kind)
  return (
    <Dialog
      open
      width="wide"
      title={t(isNew ? 'column.dialog.add' : 'column.dialog.edit')}
      onClose={onClose}
      actions={
        <Button look="primary" disabled={!column.label['zh-CN'].trim()} onClick={() => onDone(column)}>
          {t('column.action.done')}
        </Button>
      }
    >
      <div className="tb-column-form">
        <MeasureFields
          source={source}
          others={columns.filter(one => one.key !== column.key)}
          hasAcross={props.definition.across !== undefined}
          column={column}
          onColumn={setColumn}
        />
        <Naming column={column} onColumn={setColumn} />
        <Look source={source} columns={columns} column={column} onColumn={setColumn} />
        {isRestricted && <Restriction {...props} column={column} onColumn={setColumn} />}
        <Checkbox
          label={t('column.hidden.label')}
          checked={column.hidden ?? false}
          onChange={hidden => setColumn({ ...column, hidden })}
        />
      </div>
    </Dialog>
  )
}

const restricted: readonly string[] = ['units', 'reports', 'sum', 'mean', 'min', 'max', 'weightedMean']

type PartProps = Readonly<{ column: FlatColumn; onColumn: (column: FlatColumn) => void }>

function Naming({ column, onColumn }: PartProps): ReactElement {
  const t = useText(tabulateText)
  const headings = column.headings.map(heading => heading['zh-CN']).join(' / ')
  const [written, setWritten] = useState(headings)
  return (
    <>
      <Field
        label={t('column.label.label')}
        required
        maxLength={200}
        value={column.label['zh-CN']}
        onChange={event => onColumn({ ...column, label: { ...column.label, 'zh-CN': event.target.value } })}
      />
      <Field
        label={t('column.english.label')}
        maxLength={200}
        value={column.label.en ?? ''}
        onChange={event => onColumn({ ...column, label: { ...column.label, en: event.target.value } })}
      />
      <Field
        label={t('column.heading.label')}
        hint={t('column.heading.hint')}
        value={written}
        onChange={event => {
          setWritten(event.target.value)
          const names = event.target.value.split('/').map(name => name.trim())
          const known = new Map(column.headings.map(heading => [heading['zh-CN'], heading]))
          onColumn({
            ...column,
            headings: names
              .filter(name => name !== '')
              .slice(0, 2)
              .map(name => known.get(name) ?? { 'zh-CN': name }),
          })
        }}
      />
    </>
  )
}

const amounts = ['元', '千元', '万元', '百万元', '亿元', '人', '万人', '吨', '千吨', '万吨', '公顷', '千公顷']

/** The unit of the form's cell behind a measure, through what it is computed from. */
function unitBehind(source: Source, columns: readonly FlatColumn[], column: FlatColumn): string | undefined {
  const { measure } = column
  if ('column' in measure) return source.columns.find(one => one.name === measure.column)?.unitOfMeasure
  if (measure.kind !== 'earlier' && measure.kind !== 'change') return undefined
  const of = columns.find(one => one.key === measure.of)
  return of && of.key !== column.key ? unitBehind(source, columns, of) : undefined
}

function Look(props: PartProps & Readonly<{ source: Source; columns: readonly FlatColumn[] }>): ReactElement {
  const { source, columns, column, onColumn } = props
  const t = useText(tabulateText)
  const unitText = useUnitText()
  const unit = unitBehind(source, columns, column)
  const convertible = unit
    ? amounts.filter(other => other !== unit && conversionPower(unit, other) !== undefined)
    : []
  return (
    <>
      {unit && (
        <Select
          label={t('column.unit.label')}
          value={column.unitOfMeasure ?? ''}
          blank={`${t('column.unit.asForm')} (${unitText(unit)})`}
          options={convertible.map(value => ({ value, label: unitText(value) }))}
          onChange={value => {
            const { unitOfMeasure: _, ...rest } = column
            onColumn(value ? { ...rest, unitOfMeasure: value } : rest)
          }}
        />
      )}
      <Select
        label={t('column.decimals.label')}
        value={column.decimals === undefined ? '' : String(column.decimals)}
        blank={t('column.decimals.auto')}
        options={[0, 1, 2, 3, 4, 6].map(number => ({ value: String(number), label: String(number) }))}
        onChange={value => {
          const { decimals: _, ...rest } = column
          onColumn(value ? { ...rest, decimals: Number(value) } : rest)
        }}
      />
    </>
  )
}

function Restriction({ column, onColumn, ...builder }: PartProps & Builder): ReactElement {
  const t = useText(tabulateText)
  const { measure } = column
  const state = 'state' in measure ? measure.state : undefined
  const where = 'where' in measure ? measure.where : undefined
  const put = (part: 'state' | 'where', value: unknown) => {
    const { [part]: _, ...rest } = measure as Record<string, unknown>
    onColumn({
      ...column,
      measure: (value === undefined ? rest : { ...rest, [part]: value }) as FlatColumn['measure'],
    })
  }
  return (
    <>
      <Select
        label={t('column.state.label')}
        value={state ?? ''}
        blank={t('state.inherit.text')}
        options={stateLevels.map(value => ({ value, label: t(stateTexts[value]) }))}
        onChange={value => put('state', value ? (value as StateLevel) : undefined)}
      />
      <div className="zt-field tb-wide">
        <span className="zt-field-label">{t('column.where.label')}</span>
        <PredicateEditor {...builder} value={where} onValue={value => put('where', value)} />
      </div>
    </>
  )
}
