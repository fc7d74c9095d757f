import { type ReactElement, useMemo } from 'react'
import { Combobox } from '#ui/components/combobox.tsx'
import { Badge } from '#ui/components/tag.tsx'
import { type Column, DataTable } from '#ui/data-table/data-table.tsx'
import { formatCount } from '#ui/i18n/format.ts'
import { useText } from '#ui/i18n/text.ts'
import { FOREIGN_CODES_KEPT, type ForeignCodes, type ImportMapping, type ImportRecord } from '../contract.ts'
import { registerText } from '../locale/text.ts'
import { type CodeRow, codeRows } from './code-rows.ts'
import { useFieldList } from './field-list.ts'
import { useLabels } from './labels.ts'

type Props = Readonly<{
  record: ImportRecord
  mapping: ImportMapping
  onChange: (mapping: ImportMapping) => void
}>

/** What the file's own codes stand for, field by field; a column chosen anew is looked through at the next preview. */
export function ImportCodes({ record, mapping, onChange }: Props): ReactElement {
  const was = record.settings.mapping
  const sameColumn = (field: string) =>
    JSON.stringify(was.fields[field]) === JSON.stringify(mapping.fields[field])
  const translate = (field: string, text: string, target: string | null) => {
    const { [text]: _was, ...rest } = mapping.values?.[field] ?? {}
    const meanings = target === null ? rest : { ...rest, [text]: target }
    const { [field]: _field, ...others } = mapping.values ?? {}
    const values = Object.keys(meanings).length > 0 ? { ...others, [field]: meanings } : others
    const { values: _values, ...plain } = mapping
    onChange(Object.keys(values).length > 0 ? { ...plain, values } : plain)
  }
  const found = new Map(record.foreignCodes.map(one => [one.field, one]))
  const fields = [...new Set([...found.keys(), ...Object.keys(was.values ?? {})])]
  return (
    <>
      {fields.filter(sameColumn).map(field => (
        <FieldCodes
          key={field}
          field={field}
          found={found.get(field) ?? { field, distinct: 0, texts: [] }}
          meanings={mapping.values?.[field] ?? {}}
          onTranslate={(text, target) => translate(field, text, target)}
        />
      ))}
    </>
  )
}

type FieldCodesProps = Readonly<{
  field: string
  found: ForeignCodes
  meanings: Readonly<Record<string, string>>
  onTranslate: (text: string, target: string | null) => void
}>

function FieldCodes({ field, found, meanings, onTranslate }: FieldCodesProps): ReactElement {
  const t = useText(registerText)
  const labels = useLabels()
  const list = useFieldList(field)
  const blank = t('import.codes.blank')
  const items = useMemo(() => [{ code: '', name: blank }, ...list], [list, blank])
  const rows = codeRows(found, meanings)
  const open = rows.filter(({ target }) => target === null).length
  const label = t('import.codes.title', { field: labels.field(field) })
  const columns: readonly Column<CodeRow>[] = [
    { key: 'text', title: t('import.codes.text'), width: 120, value: row => row.text },
    {
      key: 'count',
      title: t('import.codes.count'),
      width: 80,
      align: 'right',
      value: row => row.count,
      cell: row =>
        row.count === 0 ? <Badge look="query">{t('import.codes.absent')}</Badge> : formatCount(row.count),
    },
    {
      key: 'target',
      title: t('import.codes.target'),
      width: 260,
      value: row => items.find(item => item.code === row.target)?.name ?? row.target,
      cell: row => (
        <Combobox
          label={t('import.codes.choose', { text: row.text })}
          items={items}
          value={row.target}
          onChoose={target => onTranslate(row.text, target)}
        />
      ),
    },
  ]
  return (
    <section className="zr-codes" aria-label={label}>
      <h3>{label}</h3>
      <p className="zr-soft">
        {open > 0 ? t('import.codes.open', { count: formatCount(open) }) : t('import.codes.done')}
        {found.distinct > found.texts.length &&
          ` ${t('import.codes.more', { kept: FOREIGN_CODES_KEPT, count: formatCount(found.distinct) })}`}
      </p>
      <DataTable
        id={`register.importCodes.${field}`}
        label={label}
        columns={columns}
        rows={rows}
        keyOf={row => row.text}
        pageSize={20}
      />
    </section>
  )
}
