import type { ReactElement, ReactNode } from 'react'
import { useText } from '#ui/i18n/text.ts'
import { uiText } from '#ui/locale/text.ts'

export type PlainColumn<Row> = Readonly<{
  key: string
  title: string
  number?: boolean
  cell: (row: Row) => ReactNode
}>

/** A few rows, all in sight: no search, no pages. */
export function PlainTable<Row>(
  props: Readonly<{
    label: string
    empty: string
    rows: readonly Row[]
    keyOf: (row: Row) => string
    columns: readonly PlainColumn<Row>[]
  }>,
): ReactElement {
  const t = useText(uiText)
  if (props.rows.length === 0) return <p className="zm-none">{props.empty}</p>
  return (
    <section
      className="zm-scroll"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={t('ui.table.scroll', { label: props.label })}
    >
      <table className="zm-table">
        <thead>
          <tr>
            {props.columns.map(column => (
              <th key={column.key} scope="col" className={column.number ? 'zt-number' : undefined}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map(row => (
            <tr key={props.keyOf(row)}>
              {props.columns.map(column => (
                <td key={column.key} className={column.number ? 'zt-number' : undefined}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
