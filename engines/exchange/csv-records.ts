/** Delimited text read in the browser: encoding, separator, records. */
export type Encoding = 'utf-8' | 'gbk'
export type Separator = ',' | ';' | '\t' | '|'

const separators: readonly Separator[] = [',', ';', '\t', '|']

/** UTF-8 unless the bytes are none; a character cut off at the end of what was read does not count. */
export function decodeText(
  bytes: Uint8Array,
  wanted?: Encoding,
): Readonly<{ text: string; encoding: Encoding }> {
  if (wanted !== 'gbk') {
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
      return { text, encoding: 'utf-8' }
    } catch {
      if (wanted === 'utf-8') return { text: new TextDecoder('utf-8').decode(bytes), encoding: 'utf-8' }
    }
  }
  return { text: new TextDecoder('gbk').decode(bytes), encoding: 'gbk' }
}

/** The one that stands most often in the first line; a comma where none does. */
export function separatorOf(text: string): Separator {
  const first = text.split('\n', 1)[0] ?? ''
  const count = (one: Separator) => first.split(one).length
  return separators.toSorted((a, b) => count(b) - count(a))[0]!
}

/** Records of RFC 4180 text: quotes double inside quotes, and line ends may stand inside them. */
export function recordsOf(text: string, separator: Separator, limit: number): readonly string[][] {
  const records: string[][] = []
  let record: string[] = []
  let field = ''
  let quoted = false
  for (let i = 0; i < text.length && records.length < limit; i += 1) {
    const char = text[i]!
    if (quoted) {
      if (char !== '"') field += char
      else if (text[i + 1] === '"') {
        field += '"'
        i += 1
      } else quoted = false
    } else if (char === '"' && field === '') quoted = true
    else if (char === separator) {
      record.push(field)
      field = ''
    } else if (char === '\n') {
      records.push([...record, field.replace(/\r$/, '')])
      record = []
      field = ''
    } else field += char
  }
  if (records.length < limit && (field !== '' || record.length > 0)) records.push([...record, field])
  return records
}
