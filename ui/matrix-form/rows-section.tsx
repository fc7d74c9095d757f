import { type ReactElement, useCallback } from 'react'
import type { GridRow, RowsSection } from '#engines/form/index.ts'
import { IconButton } from '../components/button.tsx'
import { Combobox } from '../components/combobox.tsx'
import { useText } from '../i18n/text.ts'
import { useUnitText } from '../i18n/unit.ts'
import type { Block } from './board.ts'
import { useForm } from './form-host.ts'
import { useFormNow } from './form-now.ts'
import { GridSection } from './grid-section.tsx'
import { formText } from './locale/text.ts'

type RowsBlockProps = Readonly<{ section: RowsSection; block: Block; blockIndex: number; label: string }>

function AddRow({ section }: Readonly<{ section: RowsSection }>): ReactElement {
  const t = useText(formText)
  const { host, codelists, local } = useForm()
  const { session } = useFormNow()
  const unit = useUnitText()
  const rows = session.values.rows?.[section.id] ?? []
  const used = new Set(rows.map(row => row.key))
  const full = rows.length >= section.maxRows
  const items = (codelists(section.codelist) ?? [])
    .filter(item => !used.has(item.code))
    .map(item => ({
      code: item.code,
      name: local(item.name),
      ...(item.unitOfMeasure === undefined ? {} : { note: unit(item.unitOfMeasure) }),
    }))
  return (
    <div className="zt-rows-add zt-no-print">
      <Combobox
        label={t('form.rows.add', { name: local(section.keyName) })}
        items={items}
        value={null}
        disabled={full}
        placeholder={full ? t('form.rows.full') : t('form.rows.add', { name: local(section.keyName) })}
        onChoose={code => code !== null && host.addRow(section.id, code)}
        onPaste={event => host.pasteLines(section.id, event)}
      />
      <span className="zt-rows-count">
        {t('form.rows.count', { count: rows.length, max: section.maxRows })}
      </span>
    </div>
  )
}

/** A table whose rows the respondent chooses from a code list. */
export function RowsBlock({ section, block, blockIndex, label }: RowsBlockProps): ReactElement {
  const t = useText(formText)
  const { host, local, readOnly } = useForm()
  const rowExtra = useCallback(
    (row: GridRow) => (
      <IconButton
        icon="trash"
        label={t('form.rows.remove', { name: local(row.name) })}
        onClick={() => host.removeRow(section.id, row.rowKey!)}
      />
    ),
    [t, host, local, section.id],
  )
  return (
    <>
      {!readOnly && <AddRow section={section} />}
      <GridSection block={block} blockIndex={blockIndex} label={label} {...(!readOnly && { rowExtra })} />
      {block.lines.length === 0 && <p className="zt-rows-empty">{t('form.rows.empty')}</p>}
    </>
  )
}
