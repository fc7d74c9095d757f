import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bracketedUnit, unitText } from './unit-text.ts'

const forms = resolve(import.meta.dirname, '../../modules/stats/catalog/forms')

describe('units of measure in English', () => {
  it.each([
    ['元', 'yuan'],
    ['千元', 'thousand yuan'],
    ['万元', '10 thousand yuan'],
    ['亿元', '100 million yuan'],
    ['万亿元', 'trillion yuan'],
    ['人', 'persons'],
    ['万人', '10 thousand persons'],
    ['户', 'households'],
    ['吨', 'tonnes'],
    ['千吨', 'thousand tonnes'],
    ['平方米', 'm²'],
    ['千瓦时', 'kWh'],
    ['万千瓦时', '10 thousand kWh'],
    ['千升', 'kilolitres'],
    ['公斤/公顷', 'kg/hectare'],
    ['元/人', 'yuan/person'],
    ['%', '%'],
  ])('should say %s as %s', (unit, text) => {
    expect(unitText(unit, 'en')).toBe(text)
    expect(unitText(unit, 'zh-CN')).toBe(unit)
  })

  it('should leave a unit it does not know as the form has it', () => {
    for (const unit of ['桶', '万桶', '元/桶', '元/人/年', '千', '亿', 'constructor', '', 'kg']) {
      expect(unitText(unit, 'en')).toBe(unit)
    }
  })

  it('should stand behind a heading in the brackets of its language', () => {
    expect(bracketedUnit('千元', 'zh-CN')).toBe('（千元）')
    expect(bracketedUnit('千元', 'en')).toBe(' (thousand yuan)')
  })

  it('should know every unit of the forms that come with the product', () => {
    const texts = readdirSync(forms).map(name => readFileSync(join(forms, name), 'utf8'))
    const used = new Set(
      texts.flatMap(text => [...text.matchAll(/\bunit: *([^,}\n]+)/g)].map(found => found[1]!.trim())),
    )
    expect(used.size).toBeGreaterThan(10)
    expect([...used].filter(unit => /\p{Script=Han}/u.test(unitText(unit, 'en')))).toEqual([])
  })
})
