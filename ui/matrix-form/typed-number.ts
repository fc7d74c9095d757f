/** Thousands separators while typing: digits are grouped, the caret stays beside the digit it was at. */
export type Typed = Readonly<{ text: string; caret: number }>

const plainNumber = /^[-−]?[\d,]*(\.\d*)?$/

/** Leaves alone whatever is no plain number yet (`1.2E7`, `(12`, full-width digits in composition). */
export function groupTyped(text: string, caret: number): Typed {
  if (!plainNumber.test(text)) return { text, caret }
  const [whole = '', ...rest] = text.split('.')
  const sign = /^[-−]/.exec(whole)?.[0] ?? ''
  const digits = whole.slice(sign.length).replaceAll(',', '')
  const grouped = sign + digits.replace(/\B(?=(\d{3})+$)/g, ',')
  const next = rest.length > 0 ? `${grouped}.${rest.join('.')}` : grouped
  const before = text.slice(0, caret).replaceAll(',', '').length
  return { text: next, caret: placeOf(next, before) }
}

function placeOf(text: string, significant: number): number {
  let seen = 0
  for (let at = 0; at < text.length; at++) {
    if (seen === significant) return at
    if (text[at] !== ',') seen++
  }
  return text.length
}
