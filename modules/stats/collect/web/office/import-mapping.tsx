import type { ReactElement } from 'react'
import type { CellPlace } from '#engines/form/index.ts'
import { Select } from '#ui/components/field.tsx'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { officeText } from '../../locale/office-text.ts'
import type { CsvHead } from './csv-head.ts'

export const unitWays = ['creditCode', 'name', 'unitId', 'localCode', 'localText', 'order'] as const
export type UnitWay = (typeof unitWays)[number]
export type Settings = Readonly<{
  way: UnitWay
  column: string
  pattern: string
  missing: string
  cells: Readonly<Record<string, string>>
}>

type Props = Readonly<{
  head: CsvHead
  places: readonly CellPlace[]
  settings: Settings
  onChange: (settings: Settings) => void
}>

function UnitFields({ head, settings, onChange }: Props): ReactElement {
  const t = useText(officeText)
  const byColumn = settings.way !== 'order' && settings.way !== 'localText'
  return (
    <div className="co-grid">
      <Select
        label={t('import.unit.label')}
        value={settings.way}
        options={unitWays.map(way => ({ value: way, label: t(`import.unit.${way}`) }))}
        onChange={way => onChange({ ...settings, way: way as UnitWay })}
      />
      {byColumn && (
        <Select
          label={t('import.unit.column')}
          required
          value={settings.column}
          blank={t('issue.period.blank')}
          options={head.columns.map(column => ({ value: column, label: column }))}
          onChange={column => onChange({ ...settings, column })}
        />
      )}
      {settings.way === 'localText' && (
        <label className="zt-field">
          <span className="zt-field-label">{t('import.unit.text', { sample: '{row}' })}</span>
          <input
            className="zt-input"
            value={settings.pattern}
            onChange={event => onChange({ ...settings, pattern: event.target.value })}
          />
        </label>
      )}
      <label className="zt-field">
        <span className="zt-field-label">{t('import.missing.label')}</span>
        <input
          className="zt-input"
          value={settings.missing}
          onChange={event => onChange({ ...settings, missing: event.target.value })}
        />
      </label>
    </div>
  )
}

/** How a line finds its unit, and which column is which cell. */
export function ImportMappingFields(props: Props): ReactElement {
  const { head, places, settings, onChange } = props
  const t = useText(officeText)
  const local = useLocalText()
  const taken = new Set(Object.values(settings.cells))
  const choose = (column: string, cell: string) => {
    const { [column]: _before, ...rest } = settings.cells
    onChange({ ...settings, cells: cell === '' ? rest : { ...rest, [column]: cell } })
  }
  return (
    <div className="co-fields">
      <UnitFields {...props} />
      <h3>{t('import.cells.title')}</h3>
      <p className="co-soft">
        {t('import.cells.count', {
          mapped: Object.keys(settings.cells).length,
          columns: head.columns.length,
        })}
      </p>
      <section
        className="co-mapping"
        aria-label={t('import.cells.title')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
      >
        <table className="co-plain">
          <thead>
            <tr>
              <th scope="col">{t('import.cells.column')}</th>
              <th scope="col">{t('import.cells.sample')}</th>
              <th scope="col">{t('import.cells.cell')}</th>
            </tr>
          </thead>
          <tbody>
            {head.columns.map((column, i) => (
              <tr key={column}>
                <td>{column}</td>
                <td className="co-soft">{head.sample[i]}</td>
                <td>
                  <select
                    className="zt-input"
                    aria-label={`${t('import.cells.cell')} ${column}`}
                    value={settings.cells[column] ?? ''}
                    onChange={event => choose(column, event.target.value)}
                  >
                    <option value="">{t('import.cells.skip')}</option>
                    {places.map(({ code, label }) => (
                      <option
                        key={code}
                        value={code}
                        disabled={taken.has(code) && settings.cells[column] !== code}
                      >
                        {`${code} ${local(label)}`}
                      </option>
                    ))}
                  </select>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}
