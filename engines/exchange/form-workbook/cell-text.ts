import type { CellValue } from '@cj-tech-master/excelts'

/** `broken`: the text is an error of a formula. */
export type CellText = Readonly<{ text: string; broken: boolean }>
const plain = (text: string): CellText => ({ text, broken: false })

/** A spreadsheet keeps fifteen digits: what a double adds behind them is not what anybody typed. */
const numberText = (value: number): string => String(Number(value.toPrecision(15)))

/** What a person sees in the cell, before any format; of a formula the value that was saved with it. */
export function cellText(value: CellValue | undefined): CellText {
  if (value === null || value === undefined) return plain('')
  if (typeof value === 'number') return plain(numberText(value))
  if (typeof value === 'string' || typeof value === 'boolean') return plain(String(value))
  if (value instanceof Date) return plain(value.toISOString().slice(0, 10))
  if ('error' in value) return { text: String(value.error), broken: true }
  if ('richText' in value && value.richText) return plain(value.richText.map(({ text }) => text).join(''))
  if ('formula' in value || 'sharedFormula' in value) return cellText(value.result as CellValue)
  return 'text' in value ? cellText(value.text as CellValue) : plain('')
}
