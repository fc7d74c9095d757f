import { type ReactElement, type ReactNode, useState } from 'react'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { useNarrow } from '../components/use-narrow.ts'
import { formatCount } from '../i18n/format.ts'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'

export type Filters = Readonly<{
  /** How many are set. */
  set: number
  /** Given where there is something to clear, a search as well. */
  onClear?: (() => void) | undefined
  children: ReactNode
}>

/** A list's filters: in line where there is room, behind one button on a phone, so that the rows come first. */
export function TableFilters({
  filters,
  total,
}: Readonly<{ filters: Filters; total: number }>): ReactElement {
  const t = useText(uiText)
  const [open, setOpen] = useState(false)
  const narrow = useNarrow()
  const { set, onClear, children } = filters
  const clear = onClear && (
    <Button look="quiet" icon="close" onClick={onClear}>
      {t('ui.table.clearFilters')}
    </Button>
  )
  const close = () => setOpen(false)
  if (!narrow)
    return (
      <>
        {children}
        {clear}
      </>
    )
  return (
    <>
      <Button icon="filter" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {set === 0 ? t('ui.table.filters') : t('ui.table.filtersSet', { count: set })}
      </Button>
      <Dialog
        title={t('ui.table.filters')}
        open={open}
        onClose={close}
        actions={
          <>
            {clear}
            <Button look="primary" onClick={close}>
              {t('ui.table.showFound', { count: formatCount(total) })}
            </Button>
          </>
        }
      >
        <div className="zt-table-filters">{children}</div>
      </Dialog>
    </>
  )
}
