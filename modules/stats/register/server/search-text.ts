/** What people type to find a unit, and what is kept beside its name for them to hit. */
import { pinyin } from 'pinyin-pro'

/** `株洲市醴陵瓷业` → `zzslly zhuzhoushililingciye`: initials, then full pinyin, without tones or spaces. */
export function searchPinyin(name: string): string {
  const text = name.normalize('NFKC')
  const whole = pinyin(text, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true })
  const initials = whole.map(syllable => (/^[a-z]/i.test(syllable) ? syllable[0] : ''))
  return `${initials.join('')} ${whole.join('')}`.toLowerCase().replaceAll(/[^a-z0-9 ]/g, '')
}

export type Search = Readonly<{
  /** Part of the name, escaped for LIKE. */
  name: string
  pinyin: string | null
  /** Start of a credit code or local code. */
  code: string | null
}>

export function parseSearch(typed: string | undefined): Search | null {
  const text = typed?.normalize('NFKC').trim()
  if (!text) return null
  const dense = text.replaceAll(/\s/g, '')
  return {
    name: text.replaceAll(/[\\%_]/g, found => `\\${found}`),
    pinyin: /^[a-z0-9]+$/i.test(dense) ? dense.toLowerCase() : null,
    code: /^[0-9a-z._-]{2,40}$/i.test(dense) ? dense.replaceAll(/[\\%_]/g, found => `\\${found}`) : null,
  }
}
