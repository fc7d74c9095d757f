import { expect, it } from 'vitest'
import { searchPersonPinyin, searchPinyin } from './search-pinyin.ts'

it('should give initials and full pinyin without tones', () => {
  expect(searchPinyin('株洲市醴陵瓷业')).toBe('zzsllcy zhuzhoushililingciye')
  expect(searchPinyin('重庆一厂')).toBe('cqyc chongqingyichang')
})

it('should read a surname as one, and find it by its other reading too', () => {
  expect(searchPersonPinyin('曾斌')).toBe('zb zengbin cb cengbin')
  expect(searchPersonPinyin('王小明')).toBe('wxm wangxiaoming')
  expect(searchPersonPinyin('')).not.toBe('')
})
