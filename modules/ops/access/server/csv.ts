/** CSV that a spreadsheet opens without running anything: cells that would be formulas are quoted with an apostrophe. */
const FORMULA = /^[=+\-@\t\r]/

export const csvCell = (value: string | number | null): string => {
  if (value === null) return ''
  const text = String(value)
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`
