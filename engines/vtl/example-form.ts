/** The B204-1 form (工业产销总值) and its natural edits, for tests and the README. */
import type { RuleTemplate, ScalarType, Schema } from './schema.ts'

const thousand: ScalarType = { kind: 'decimal', scale: 2 }
const cells = (...codes: string[]) => Object.fromEntries(codes.map(code => [code, thousand]))

export const b204: Schema = {
  name: 'B204_1',
  identifiers: { unit: { kind: 'string' }, period: { kind: 'period' } },
  measures: cells('M13', 'M14', 'M15', 'M16', 'M17', 'M18', 'M21', 'M22'),
  rows: { products: { ...cells('Q1', 'Q2'), product: { kind: 'string' } } },
  foreign: {
    prev: { measures: cells('M13', 'M14') },
    yago: { measures: cells('M13', 'M14') },
    unit: { measures: { industry: { kind: 'string' }, opened: { kind: 'date' } } },
  },
}

export const b204Rules = `define datapoint ruleset B204_1_edits ( variable M13, M14, M15, M16, M17, M18, M21, M22, Q1, Q2, period ) is
  E001 : when M13 >= 0 then M14 >= M13 errorcode "1—本月 不应小于 本月" errorlevel "fatal" ;
  E002 : M17 >= M21 errorcode "销售产值不应小于出口交货值" errorlevel "fatal" ;
  E003 : when M15 > 0 then abs ( M13 / M15 - 1 ) <= 0.3 errorcode "本月同比变动超过30%" errorlevel "query" ;
  E004 : when getmonth ( period ) >= 2 then M14 = prev#M14 + M13 errorcode "累计应等于上月累计加本月" errorlevel "fatal" ;
  E005 : M15 = yago#M13 errorcode "上年同期应与上年报送一致" errorlevel "query" ;
  E006 : when substr ( unit#industry, 1, 2 ) = "44" then M21 = 0 errorcode "电力企业一般没有出口" errorlevel "notice" ;
  P001 : Q2 >= Q1 errorcode "1—本月 不应小于 本月" errorlevel "fatal"
end datapoint ruleset ;`

export const b204Templates: readonly RuleTemplate[] = [
  {
    code: 'T1',
    over: { a: ['13', '15', '17'] },
    rule: 'nvl ( M{a}, 0 ) >= 0',
    message: { 'zh-CN': 'M{a} 不应为负', en: 'M{a} should not be negative' },
    level: 'query',
  },
]
