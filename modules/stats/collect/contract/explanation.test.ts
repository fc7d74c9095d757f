import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { outputForm } from '#ui/gallery/sample-forms.ts'
import { EMPTY_PHRASES } from './empty-phrases.ts'
import { explanationProblem, findingExplanationProblem } from './explanation.ts'

describe('explanationProblem', () => {
  it.each([
    '核实无误',
    '已核实',
    '无',
    '无误',
    '情况属实',
    '正确',
    '核实无误。。。',
    '无无无无无',
    '核 实 无 误 ！',
    '已核实，数据无误。',
    '经核实，情况属实，数据准确无误',
    '數據',
    'OK OK OK',
    'checked and correct',
    'verified!!!',
    '核实无误啊',
    '核实无误123456',
    '１２３４５６',
    '....。。。',
    '     ',
    '👍👍👍👍👍👍',
    '停产停',
    'aaaaaaa',
    '停停停停停停停',
    '停产停产停产停产',
    '本单位数据均已核实无误',
    'ＯＫ　ＯＫ',
    '没有问题没有问题',
    '核\u200b实\u200b无\u200b误',
  ])('should refuse %s', text => {
    expect(explanationProblem(text)).not.toBeNull()
  })

  it.each([
    '本月新增两条生产线投产',
    '因设备检修停产15天',
    '去年同期基数低，本月订单增加',
    '产品价格上涨三成',
    'A large export order was delivered',
    '经核实，出口订单集中交付所致',
    '春节放假影响产量',
    '客户推迟提货，销售下降',
  ])('should take %s', text => {
    expect(explanationProblem(text)).toBeNull()
  })

  it('should refuse every mixture of empty phrases and punctuation', () => {
    const piece = fc.constantFrom(...EMPTY_PHRASES, '。', '，', ' ', '！', '…', '\u3000', '~')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), pieces => explanationProblem(pieces.join('')) !== null),
      { numRuns: 500 },
    )
  })

  it('should answer at once when a long text almost repeats boiler-plate', () => {
    const started = performance.now()
    expect(explanationProblem(`${'核实'.repeat(450)}停产`)).not.toBe('too-long')
    expect(performance.now() - started).toBeLessThan(200)
  })

  it('should refuse more than a thousand characters', () => {
    expect(explanationProblem('订单增加'.repeat(251))).toBe('too-long')
  })
})

describe('findingExplanationProblem', () => {
  const form = {
    ...outputForm,
    reasons: [
      { code: 'STOPPAGE', name: { 'zh-CN': '停产、检修或限产', en: 'Stoppage, overhaul or curb' } },
      { code: 'ORDER', name: { 'zh-CN': '重大订单集中交付', en: 'Large order delivered' } },
    ],
    ruleReasons: { E017: ['ORDER'] },
  }
  const problem = (reason: string | null, text: string, rule = 'E003') =>
    findingExplanationProblem(form, rule, reason === null ? text : { reason, text })

  it.each([['停产检修15天'], ['电炉停产大修，少产两百吨'], ['Overhaul of both kilns took twelve days']])(
    'should take a reason with %s',
    text => {
      expect(problem('STOPPAGE', text)).toBeNull()
    },
  )

  it.each([
    ['停产、检修或限产'],
    ['因停产检修所致'],
    ['由于停产和检修，特此说明。'],
    ['stoppage, overhaul or curb'],
    ['Due to the stoppage and overhaul'],
  ])('should not take the words of the reason for a text: %s', text => {
    expect(problem('STOPPAGE', text)).toBe('reason-repeated')
  })

  it('should ask for a reason where the form has some, after what is wrong with the text', () => {
    expect(problem(null, '')).toBe('no-reason')
    expect(problem(null, '新增两条生产线投产')).toBe('no-reason')
    expect(problem(null, '核实无误')).toBe('boiler-plate')
    expect(problem('ORDER', '核实无误')).toBe('boiler-plate')
    expect(problem('ORDER', '')).toBe('blank')
  })

  it('should know only the reasons that the rule offers', () => {
    expect(problem('STOPPAGE', '电炉停产大修，少产两百吨', 'E017')).toBe('unknown-reason')
    expect(problem('constructor', '电炉停产大修，少产两百吨')).toBe('unknown-reason')
    const said = { reason: 'ORDER', text: '出口订单十月集中发运' }
    expect(findingExplanationProblem(outputForm, 'E003', said)).toBe('unknown-reason')
    expect(findingExplanationProblem(outputForm, 'E003', said.text)).toBeNull()
  })
})
