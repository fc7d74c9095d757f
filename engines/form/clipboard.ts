/** A block of text from a spreadsheet as rows of texts: tab-separated, quoted where a cell holds tabs, lines or quotes. */

function unquote(text: string): string {
  return text.slice(1, -1).replaceAll('""', '"')
}

/** The last line break of a block is its end, not an empty row. */
export function parseBlock(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]]
  const token = /("(?:[^"]|"")*"(?=[\t\r\n]|$)|[^\t\r\n]*)(\t|\r\n|\r|\n|$)/y
  while (token.lastIndex < text.length) {
    const match = token.exec(text)
    if (!match) break
    const [, cell = '', end = ''] = match
    rows.at(-1)!.push(cell.startsWith('"') && cell.length > 1 && cell.endsWith('"') ? unquote(cell) : cell)
    if (end !== '\t' && end !== '' && token.lastIndex < text.length) rows.push([])
    if (end === '\t' && token.lastIndex === text.length) rows.at(-1)!.push('')
  }
  return rows
}
