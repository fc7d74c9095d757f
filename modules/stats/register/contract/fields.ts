/**
 * The fields of a unit: what a CSV column may fill, what forms may prefill (`register.<field>`) and what the unit
 * page shows. The first group are columns of their own, the rest live in the unit's dated `attributes`.
 */
import type { BilingualText } from '#kernel/contract/index.ts'

export type FieldType = 'text' | 'code' | 'boolean' | 'date' | 'integer' | 'decimal'

export type UnitField = Readonly<{
  name: string
  text: BilingualText
  type: FieldType
  /** Characters, or digits of a number. */
  maxLength: number
  unitOfMeasure?: BilingualText
  /** A column of its own; otherwise a member of `attributes`. */
  core?: true
  /** Changes with a date; the others are corrected in place. */
  dated?: true
  /** Other headings that files use for it. */
  aliases: readonly string[]
}>

type Extra = Partial<Pick<UnitField, 'core' | 'dated' | 'unitOfMeasure'>>

const field = (
  name: string,
  zh: string,
  en: string,
  type: FieldType,
  maxLength: number,
  aliases: readonly string[],
  extra: Extra = {},
): UnitField => Object.freeze({ name, text: { 'zh-CN': zh, en }, type, maxLength, aliases, ...extra })

const CORE = { core: true } as const
const DATED_CORE = { core: true, dated: true } as const
const DATED = { dated: true } as const
const PERSONS = { 'zh-CN': '人', en: 'persons' }
const THOUSAND_YUAN = { 'zh-CN': '千元', en: 'thousand yuan' }

export const unitFields: readonly UnitField[] = Object.freeze([
  field(
    'creditCode',
    '统一社会信用代码',
    'Unified social credit code',
    'text',
    18,
    ['信用代码', '社会信用代码', 'uscc', 'unified code'],
    CORE,
  ),
  field(
    'localCode',
    '单位内码',
    'Local code',
    'text',
    40,
    ['内码', '编号', '单位编号', 'record', 'id'],
    CORE,
  ),
  field(
    'name',
    '单位详细名称',
    'Unit name',
    'text',
    200,
    ['单位名称', '名称', '企业名称', 'name'],
    DATED_CORE,
  ),
  field('kind', '单位类型', 'Kind of unit', 'code', 20, ['类型', 'kind'], CORE),
  field(
    'regionCode',
    '统计用区划代码',
    'Region code',
    'code',
    12,
    ['区划代码', '行政区划代码', '区划', 'region'],
    DATED_CORE,
  ),
  field(
    'industryCode',
    '行业代码',
    'Industry code',
    'code',
    4,
    ['国民经济行业代码', '行业', 'industry'],
    DATED_CORE,
  ),
  field(
    'registerType',
    '登记注册统计类别',
    'Register type',
    'code',
    3,
    ['登记注册类型', '注册类型', 'registration type'],
    DATED_CORE,
  ),
  field('sizeClass', '单位规模', 'Size class', 'code', 10, ['规模', '企业规模', 'size'], DATED_CORE),
  field(
    'aboveThreshold',
    '规模以上',
    'Above threshold',
    'boolean',
    5,
    ['是否规上', '规上', '四上', 'threshold'],
    DATED_CORE,
  ),
  field('entryDate', '入库日期', 'Entry date', 'date', 10, ['入库时间', 'entered'], CORE),
  field('address', '单位详细地址', 'Address', 'text', 200, ['地址', '详细地址', '单位所在地'], DATED),
  field('postcode', '邮政编码', 'Postcode', 'text', 10, ['邮编'], DATED),
  field('telephone', '联系电话', 'Telephone', 'text', 40, ['电话', '固定电话'], DATED),
  field(
    'legalRepresentative',
    '法定代表人',
    'Legal representative',
    'text',
    60,
    ['法定代表人(单位负责人)', '单位负责人', '法人'],
    DATED,
  ),
  field('openedOn', '开业日期', 'Opened on', 'date', 10, ['开业(成立)时间', '成立时间', '开业时间'], DATED),
  field(
    'mainActivity',
    '主要业务活动',
    'Main activity',
    'text',
    200,
    ['主要业务活动(或主要产品)', '主要产品', '经营范围'],
    DATED,
  ),
  field(
    'staff',
    '从业人员期末人数',
    'Staff at period end',
    'integer',
    9,
    ['从业人员', '期末用工人数', '用工人数', 'employees'],
    { dated: true, unitOfMeasure: PERSONS },
  ),
  field('revenue', '营业收入', 'Revenue', 'decimal', 16, ['全年营业收入', 'turnover'], {
    dated: true,
    unitOfMeasure: THOUSAND_YUAN,
  }),
  field('assets', '资产总计', 'Total assets', 'decimal', 16, ['资产'], {
    dated: true,
    unitOfMeasure: THOUSAND_YUAN,
  }),
  field(
    'parentCode',
    '归属法人统一社会信用代码',
    'Credit code of the legal unit it belongs to',
    'text',
    18,
    ['归属法人代码', '法人单位统一社会信用代码'],
    DATED,
  ),
])

const byName = new Map(unitFields.map(one => [one.name, one]))
export const unitField = (name: string): UnitField | undefined => byName.get(name)
export const attributeFields = unitFields.filter(one => !one.core)

/** What forms call a field (`unit#industry`) where that is not its own name. */
const calledInForms: Readonly<Record<string, string>> = {
  unitType: 'kind',
  region: 'regionCode',
  industry: 'industryCode',
  registrationType: 'registerType',
}

/** What forms may read of the register although it is no field of a unit. */
const onlyInForms: Readonly<Record<string, BilingualText>> = {
  regionName: { 'zh-CN': '所在地区', en: 'Region' },
  industryName: { 'zh-CN': '行业名称', en: 'Industry' },
  status: { 'zh-CN': '在库状态', en: 'Status in the register' },
}

/** The words for what a form's rules and prefilled cells read of the register. */
export const formFieldText = (name: string): BilingualText | undefined =>
  onlyInForms[name] ?? unitField(calledInForms[name] ?? name)?.text
