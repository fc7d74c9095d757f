import type { ReactElement } from 'react'
import { Select } from '#ui/components/field.tsx'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { tabulateText } from '../locale/text.ts'
import { AcrossSection } from './across-section.tsx'
import type { Builder } from './builder.ts'
import { ColumnsSection } from './columns-section.tsx'
import { DataSection } from './data-section.tsx'
import { flatColumns, type Source, withPart } from './draft.ts'
import { PredicateEditor } from './predicate-editor.tsx'
import { Palette, RowsSection } from './rows-section.tsx'

/** The definition beside its result: what is counted, how it is broken down, what is left out. */
export function DesignPanel(props: Builder & Readonly<{ onSource: (source: Source) => void }>): ReactElement {
  const { definition, onChange } = props
  const t = useText(tabulateText)
  return (
    <aside className="tb-design zt-no-print" aria-label={t('design.panel.label')}>
      <DataSection {...props} />
      <Palette {...props} />
      <RowsSection {...props} />
      <AcrossSection {...props} />
      <ColumnsSection {...props} />
      <section className="tb-section">
        <h2>{t('design.filter.title')}</h2>
        <PredicateEditor
          {...props}
          value={definition.filter}
          onValue={filter => onChange(withPart(definition, 'filter', filter))}
        />
        <Order {...props} />
      </section>
    </aside>
  )
}

function Order({ definition, onChange }: Builder): ReactElement {
  const t = useText(tabulateText)
  const local = useLocalText()
  const { order } = definition
  const shown = flatColumns(definition.columns).filter(column => !column.hidden)
  return (
    <Select
      label={t('design.order.label')}
      value={order ? `${order.direction}:${order.column}` : ''}
      blank={t('design.order.code')}
      options={shown.flatMap(column =>
        (['desc', 'asc'] as const).map(direction => ({
          value: `${direction}:${column.key}`,
          label: t(`design.order.${direction}`, { name: local(column.label) }),
        })),
      )}
      onChange={value => {
        const [direction, ...key] = value.split(':')
        const next = value
          ? { column: key.join(':'), direction: direction === 'asc' ? ('asc' as const) : ('desc' as const) }
          : undefined
        onChange(withPart(definition, 'order', next))
      }}
    />
  )
}
