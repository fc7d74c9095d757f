import { type ReactElement, useCallback, useMemo, useRef } from 'react'
import { type GridRow, type RowsSection, unitText } from '#engines/form/index.ts'
import { IconButton } from '../components/button.tsx'
import { Combobox } from '../components/combobox.tsx'
import { useLocale } from '../i18n/locale.ts'
import { useText } from '../i18n/text.ts'
import type { Block } from './board.ts'
import { useForm } from './form-host.ts'
import { moverOf, REMOVER } from './form-rows.ts'
import { GridSection } from './grid-section.tsx'
import { formText } from './locale/text.ts'

type RowsBlockProps = Readonly<{ section: RowsSection; block: Block; blockIndex: number; label: string }>

function AddRow({ section, block }: Pick<RowsBlockProps, 'section' | 'block'>): ReactElement {
  const t = useText(formText)
  const { host, codelists, local } = useForm()
  const locale = useLocale()
  const rows = block.grid!.rows
  const full = rows.length >= section.maxRows
  const items = useMemo(() => {
    const used = new Set(rows.map(row => row.rowKey))
    return (codelists(section.codelist) ?? [])
      .filter(item => !used.has(item.code))
      .map(item => ({
        code: item.code,
        name: local(item.name),
        ...(item.unitOfMeasure === undefined ? {} : { note: unitText(item.unitOfMeasure, locale) }),
      }))
  }, [rows, codelists, section.codelist, local, locale])
  return (
    <div className="zt-rows-add">
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

/** In pixels: three buttons and the room around them. */
const actionsWidth = 100

/** A table whose rows the respondent chooses from a code list. */
export function RowsBlock({ section, block, blockIndex, label }: RowsBlockProps): ReactElement {
  const t = useText(formText)
  const { host, local, readOnly } = useForm()
  const last = block.lines.length - 1
  const adding = useRef<HTMLDivElement>(null)
  const rowExtra = useCallback(
    (row: GridRow) => (
      <div className="zt-rows-actions">
        {([-1, 1] as const).map(by => (
          <IconButton
            key={by}
            data-row-act={moverOf(by)}
            icon={moverOf(by)}
            label={t(by < 0 ? 'form.rows.up' : 'form.rows.down', { name: local(row.name) })}
            aria-disabled={row.row === (by < 0 ? 0 : last)}
            onClick={() => host.moveRow(section.id, row.rowKey!, by)}
          />
        ))}
        <IconButton
          data-row-act={REMOVER}
          icon="trash"
          label={t('form.rows.remove', { name: local(row.name) })}
          onClick={() => {
            // With the last row its buttons go: what comes next is another row.
            if (last === 0) adding.current?.querySelector('input')?.focus()
            host.removeRow(section.id, row.rowKey!)
          }}
        />
      </div>
    ),
    [t, host, local, section.id, last],
  )
  return (
    <>
      {!readOnly && (
        <div ref={adding} className="zt-no-print">
          <AddRow section={section} block={block} />
        </div>
      )}
      <GridSection
        block={block}
        blockIndex={blockIndex}
        label={label}
        {...(!readOnly && { rowExtra, extraWidth: actionsWidth })}
      />
      {block.lines.length === 0 && <p className="zt-rows-empty">{t('form.rows.empty')}</p>}
    </>
  )
}
