/** Closed lists of the register, with their labels; register types (登记注册统计类别) are data of their own. */
import type { BilingualText } from '#kernel/contract/index.ts'

export type Item<Code extends string = string> = Readonly<{ code: Code; text: BilingualText }>

const items = <const T extends Readonly<Record<string, readonly [string, string]>>>(list: T) =>
  Object.freeze(
    Object.entries(list).map(([code, [zh, en]]) => Object.freeze({ code, text: { 'zh-CN': zh, en } })),
  ) as readonly Item<keyof T & string>[]

export const unitKinds = items({
  legal: ['法人单位', 'Legal unit'],
  establishment: ['产业活动单位', 'Establishment'],
  'self-employed': ['个体经营户', 'Self-employed'],
  township: ['乡镇街道', 'Township'],
  village: ['村居', 'Village'],
  household: ['住户', 'Household'],
})

export const sizeClasses = items({
  large: ['大型', 'Large'],
  medium: ['中型', 'Medium'],
  small: ['小型', 'Small'],
  micro: ['微型', 'Micro'],
})

/** 规模（限额）以上: from the turnover on at which a unit of its trade reports for itself. */
export const thresholds = items({
  true: ['规模以上', 'Above threshold'],
  false: ['规模以下', 'Below threshold'],
})

/** 退库原因, reasons 1–9 of the monthly exit application. */
export const exitReasons = items({
  1: ['三上转三下', 'Fell below the threshold'],
  2: ['无经营活动', 'No operating activity'],
  3: ['破产注销', 'Bankrupt or deregistered'],
  4: ['专业变更', 'Moved to another trade'],
  5: ['辖区变更', 'Moved to another area'],
  6: ['界定错误', 'Wrongly classified'],
  7: ['附营', 'Ancillary activity'],
  8: ['其他', 'Other'],
  9: ['个体退出', 'Self-employed unit left'],
})

export type UnitKind = (typeof unitKinds)[number]['code']
export type SizeClass = (typeof sizeClasses)[number]['code']

export const codesOf = <Code extends string>(list: readonly Item<Code>[]): readonly Code[] =>
  list.map(item => item.code)
