import { type CSSProperties, memo, type ReactElement } from 'react'
import type { CellFlag, GridRow } from '#engines/table/index.ts'
import { groupDigits } from '#ui/i18n/format.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import { tabulateText } from '../locale/text.ts'
import { type Ranges, strength } from './grid-rows.ts'

export type Look = 'plain' | 'heat' | 'bar'

const lookOf = (look: Look, power: number): string | undefined => {
  if (look === 'plain' || power === 0) return undefined
  return power < 0 ? `tb-${look} tb-below` : `tb-${look}`
}

const FLAG_SIGNS = { withheld: '*', undefined: '—' } as const

type Props = Readonly<{
  row: GridRow
  /** Its place among the rows in sight. */
  line: number
  ariaRow: number
  /** The column that Tab comes to, -1 for the stub; undefined when it is in another row. */
  focused: number | undefined
  fold: 'none' | 'open' | 'folded'
  look: Look
  ranges: Ranges
}>

export const GridLine = memo(function GridLine(props: Props): ReactElement {
  const { row, line, focused, look, ranges } = props
  return (
    <tr
      aria-rowindex={props.ariaRow}
      className={row.step ? `tb-level-${Math.min(row.level, 3)}` : 'tb-total'}
    >
      <Stub {...props} />
      {row.cells.map((cell, column) => {
        const flag = row.flags?.[column]
        const power = cell !== null && row.step ? strength(ranges, column, row.level, cell) : 0
        return (
          <td
            // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other identity than their place
            key={column}
            data-at={`${line} ${column}`}
            tabIndex={focused === column ? 0 : -1}
            className={flag ? 'tb-flag' : lookOf(look, power)}
            style={power === 0 ? undefined : ({ '--tb-power': Math.abs(power) } as CSSProperties)}
          >
            {flag ? <Flag flag={flag} /> : cell !== null && groupDigits(cell)}
          </td>
        )
      })}
    </tr>
  )
})

function Stub({ row, line, focused, fold }: Props): ReactElement {
  const t = useText(tabulateText)
  const name = useLocalText()(row.label)
  return (
    <th
      scope="row"
      className="tb-stub"
      tabIndex={focused === -1 ? 0 : -1}
      data-at={`${line} -1`}
      style={{ '--tb-level': row.level } as CSSProperties}
      title={name}
    >
      {fold === 'none' ? (
        <span className="tb-fold-none" />
      ) : (
        <button
          type="button"
          tabIndex={-1}
          className="tb-fold"
          aria-expanded={fold === 'open'}
          aria-label={t(fold === 'open' ? 'grid.row.collapse' : 'grid.row.expand', { name })}
        >
          {fold === 'open' ? '▾' : '▸'}
        </button>
      )}
      {name}
    </th>
  )
}

function Flag({ flag }: Readonly<{ flag: CellFlag }>): ReactElement {
  const reason = useText(tabulateText)(`grid.flag.${flag}`)
  return (
    <>
      <span aria-hidden="true" title={reason}>
        {FLAG_SIGNS[flag]}
      </span>
      <span className="zt-hidden">{reason}</span>
    </>
  )
}
