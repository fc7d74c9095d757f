/** What is kept beside a Chinese name for those who search it by Latin letters. */
import { pinyin } from 'pinyin-pro'

/** `株洲市醴陵瓷业` → `zzsllcy zhuzhoushililingciye`: initials, then full pinyin, without tones or spaces. */
export function searchPinyin(name: string): string {
  return spelt(name, 'off')
}

/** A person's: a surname is read as one, and found as the character is read elsewhere too: `曾斌` → `zb zengbin cb cengbin`. */
export function searchPersonPinyin(name: string): string {
  const readings = [spelt(name, 'head'), spelt(name, 'off')]
  return [...new Set(readings)].join(' ')
}

function spelt(name: string, surname: 'head' | 'off'): string {
  const text = name.normalize('NFKC')
  const whole = pinyin(text, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true, surname })
  const initials = whole.map(syllable => (/^[a-z]/i.test(syllable) ? syllable[0] : ''))
  return `${initials.join('')} ${whole.join('')}`.toLowerCase().replaceAll(/[^a-z0-9 ]/g, '')
}
