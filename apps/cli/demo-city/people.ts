/** Names, telephones and addresses that belong to nobody. */
import type { Random } from './random.ts'

const SURNAMES = [...'王李张刘陈杨黄赵周吴徐孙胡朱高林何郭罗谭彭曾肖唐邓冯贺易欧龙文颜']
const GIVEN = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚辉玲桂英华慧建国文斌波红梅志鹏宇浩晨雪婷欣怡思远嘉俊海燕晓东',
]
const BRAND_FIRST = [
  ...'瑞恒华天湘星金鼎宏盛新泰联科中正远创佳诚广友兴润德信立昌永安凯博腾飞精锐力通嘉禾锦绣长青和顺东升',
]
const BRAND_SECOND = [
  ...'恒达源盛通泰丰利隆昌宇辉腾鑫航力邦程翔卓越铭晟瀚朗川岳麓湘洲江星驰捷睿智合众美佳康宁诚信德润杰凯',
]

const ROADS = ['建设', '人民', '新华', '长江', '株洲', '神农', '湘江', '东环', '工业', '兴业', '创新', '红旗']

export const personName = (random: Random): string =>
  random.pick(SURNAMES) + random.pick(GIVEN) + (random.chance(0.55) ? random.pick(GIVEN) : '')

export function brand(random: Random): string {
  const first = random.pick(BRAND_FIRST)
  return first + random.pick(BRAND_SECOND.filter(second => second !== first))
}

/** Area code 0731; local numbers never start with 0, so nobody can be reached under these. */
export const telephone = (random: Random): string =>
  `0731-0${String(random.int(0, 9_999_999)).padStart(7, '0')}`

export function address(
  random: Random,
  place: Readonly<{ county: string; township: string; village: string }>,
) {
  const township = place.township.replace(place.county, '')
  const base = `湖南省株洲市${place.county}${township}`
  if (/村/.test(place.village)) return `${base}${place.village}${random.int(1, 30)}组`
  return `${base}${random.pick(ROADS)}路${random.int(1, 999)}号`
}
