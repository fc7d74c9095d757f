import type { ReactElement } from 'react'
import { type Codelists, type FormSpec, type FormValues, placeKind } from '#engines/form/index.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useText } from '#ui/i18n/text.ts'
import { inquiryText } from '../../locale/inquiries/text.ts'
import { keyName } from '../place-name.ts'
import './inquiries.css'

/** The report that stands beside what is said of it. */
export type PlacesProps = Readonly<{
  spec: FormSpec
  values: FormValues | null
  codelists: Codelists
  onJump: (key: string) => void
}>

/** A cell that somebody pointed at: the way to it, or which it was where its row is gone. */
export function PointedCell(props: PlacesProps & Readonly<{ cell: string }>): ReactElement {
  const { spec, values, codelists, cell, onJump } = props
  const t = useText(inquiryText)
  const name = keyName(spec, cell, useLocale(), codelists)
  if (placeKind(spec, values, cell) === null)
    return <span className="cq-gone">{t('inquiry.cells.gone', { cell: name })}</span>
  return (
    <button type="button" onClick={() => onJump(cell)}>
      {name}
    </button>
  )
}
