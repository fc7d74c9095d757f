/** What is kept beside a Chinese name for those who search it by Latin letters. */
import { pinyin } from 'pinyin-pro'

/** `株洲市醴陵瓷业` → `zzslly zhuzhoushililingciye`: initials, then full pinyin, without tones or spaces. */
export function searchPinyin(name: string): string {
  const text = name.normalize('NFKC')
  const whole = pinyin(text, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true })
  const initials = whole.map(syllable => (/^[a-z]/i.test(syllable) ? syllable[0] : ''))
  return `${initials.join('')} ${whole.join('')}`.toLowerCase().replaceAll(/[^a-z0-9 ]/g, '')
}
