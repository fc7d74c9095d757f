import { pinyin } from 'pinyin-pro'
import { describe, expect, it } from 'vitest'
import { matchRank, pinyinInitials } from './pinyin-initials.ts'

const names = [
  '株洲市荷塘区',
  '芦淞区',
  '石峰区',
  '天元区',
  '渌口区',
  '攸县',
  '茶陵县',
  '炎陵县',
  '醴陵市',
  '烟花爆竹鞭炮产品',
  '水泥',
  '硬质合金',
  '铁路机车',
  '陶瓷制品',
  '有色金属冶炼',
  '农副食品加工',
  '软件开发',
  '商品混凝土',
  '发电量',
  '原煤',
  '钢材',
  '化学农药原药',
  '服装',
  '机制纸及纸板',
  '平板玻璃',
  '十种有色金属',
  '谷物磨制',
  '饲料加工',
  '植物油加工',
  '制糖业',
  '屠宰及肉类加工',
  '水产品加工',
  '蔬菜菌类',
  '酒的制造',
  '卷烟制造',
]

describe('pinyinInitials', () => {
  it('should give the initials of places', () => {
    expect(pinyinInitials('株洲市荷塘区')).toBe('ZZSHTQ')
    expect(pinyinInitials('A302 粮食(产量)')).toBe('A302LSCL')
  })

  it('should agree with a full dictionary on nearly every character', () => {
    const characters = [...new Set(names.join(''))]
    const wrong = characters.filter(character => {
      const initial = pinyin(character, { pattern: 'first', toneType: 'none' }).toUpperCase()
      return initial !== pinyinInitials(character)
    })
    expect(wrong.length / characters.length, wrong.join('')).toBeLessThan(0.03)
  })
})

describe('matchRank', () => {
  it('should rank codes before names before initials', () => {
    expect(matchRank('0101', '水泥', '0101')).toBe(0)
    expect(matchRank('01', '水泥', '0101')).toBe(1)
    expect(matchRank('水', '水泥', '0101')).toBe(2)
    expect(matchRank('泥', '水泥', '0101')).toBe(3)
    expect(matchRank('sn', '水泥', '0101')).toBe(4)
    expect(matchRank('xx', '水泥', '0101')).toBeNull()
    expect(matchRank(' ', '水泥')).toBe(0)
  })
})
