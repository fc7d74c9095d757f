/**
 * Text that a spreadsheet would run as a formula, made harmless by a leading quote (OWASP, CSV injection). Chinese and
 * Japanese editions fold full-width signs first; plain numbers keep their sign.
 */
export const harmlessText = (text: string): string =>
  /^[\s\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text) ? `'${text}` : text

/** One line of CSV (RFC 4180) that any spreadsheet opens without running anything. */
export const csvLine = (cells: readonly (string | number | null | undefined)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`

const csvCell = (value: string | number | null | undefined): string => {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'string' ? harmlessText(value) : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
