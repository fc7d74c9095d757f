/** Cells as the tab-separated text that Excel and WPS take from the clipboard. */
const quoted = (text: string) => (/[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

export const formatBlock = (rows: readonly (readonly string[])[]): string =>
  rows.map(row => row.map(quoted).join('\t')).join('\r\n')

/** More than one cell was copied; a single one may end in the line end that Excel adds. */
export const isBlock = (text: string): boolean => /[\t\n\r]/.test(text.replace(/(\r\n|\r|\n)$/, ''))
