/** What is said about a workbook, by stable code, in both languages. `{name}` stands for a detail. */
import type { LocalText } from '../../form/index.ts'

const messages = {
  TOO_LARGE: [
    '文件超过 {max} MB，不像是从这里下载的报表，没有读取',
    'The file is larger than {max} MB and does not look like a form downloaded here; it was not read',
  ],
  NOT_A_WORKBOOK: [
    '这不是 Excel 工作簿（.xlsx），或文件已损坏，或设有打开口令',
    'This is no Excel workbook (.xlsx), or it is damaged, or it needs a password to open',
  ],
  UNPACKS_TOO_LARGE: [
    '文件解压后过大，为安全起见没有读取',
    'The file unpacks to an unreasonable size; to be safe it was not read',
  ],
  NOT_OURS: [
    '这不是从本平台下载的报表文件。请先“下载 Excel”，在下载的文件里填写后再上传',
    'This file was not downloaded from here. Download the form as Excel first, fill that file in and upload it',
  ],
  OTHER_FORM: [
    '文件是 {found} 表，当前是 {expected} 表，没有读取',
    'The file holds form {found}, this is form {expected}; it was not read',
  ],
  OTHER_PERIOD: [
    '文件是 {found} 的报表，当前是 {expected}，没有读取',
    'The file is for {found}, this report is for {expected}; it was not read',
  ],
  OTHER_UNIT: [
    '文件是另一个单位（{found}）的报表，没有读取',
    'The file belongs to another unit ({found}); it was not read',
  ],
  OTHER_VERSION: [
    '报表制度在下载之后有了新的版本，请重新下载再填写',
    'The form has been published anew since the download; download it again and fill that in',
  ],
  LAYOUT_CHANGED: [
    '文件里的表样被改动过（{where} 处应是“{expected}”），可能增删了行列，没有读取，以免数字错位',
    'The layout in the file was changed ({where} should say “{expected}”), rows or columns may have moved; it was not read, lest figures land in wrong cells',
  ],
  FORMULA_ERROR: ['公式结果是错误值 {text}', 'The formula gives the error {text}'],
  LOCKED_CELL: [
    '此格由系统带入或计算，文件中的改动不采用',
    'This cell is filled in or computed by the system; the change in the file is left out',
  ],
  CLOSED_CELL: [
    '此格免填（×），填写的内容不采用',
    'This cell is closed (×); what was written there is left out',
  ],
  ROW_WITHOUT_KEY: [
    '这一行有数而没有选择{name}，没有采用',
    'This row has values but no {name} was chosen; it was left out',
  ],
  UNKNOWN_KEY: ['“{text}”不在{name}目录中', '“{text}” is not in the list of {name}'],
  DUPLICATE_KEY: ['“{text}”在前面已有一行', '“{text}” already has a row above'],
} as const

export type WorkbookMessageCode = keyof typeof messages
export type Detail = Readonly<Record<string, LocalText | string | number>>

const filled = (text: string, detail: Detail, locale: 'zh-CN' | 'en'): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = detail[name] ?? ''
    return typeof value === 'object' ? (value[locale] ?? value['zh-CN']) : String(value)
  })

export function workbookMessage(code: WorkbookMessageCode, detail: Detail = {}): LocalText {
  const [zh, en] = messages[code]
  return { 'zh-CN': filled(zh, detail, 'zh-CN'), en: filled(en, detail, 'en') }
}
