/** What is said about a workbook, by stable code, in both languages. `{name}` stands for a detail. */
import type { LocalText } from '../../form/index.ts'

const messages = {
  TOO_LARGE: [
    '文件超过 {max} MB，不像是从这里下载的报表，没有读取',
    'The file is larger than {max} MB and does not look like a form downloaded here; it was not read',
  ],
  NOT_A_WORKBOOK: [
    '这不是 Excel 工作簿（.xlsx），或文件已损坏',
    'This is no Excel workbook (.xlsx), or it is damaged',
  ],
  PASSWORD_PROTECTED: [
    '工作簿设有打开口令，请在 Excel 中取消口令、另存后再上传',
    'The workbook needs a password to open; remove it in Excel, save, and upload that',
  ],
  OLD_FORMAT: [
    '这是旧格式的 Excel 文件（.xls），请在 Excel 中另存为 .xlsx 后再上传',
    'This is an Excel file of the old format (.xls); save it as .xlsx in Excel and upload that',
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
  NO_SHEET: ['工作簿里没有可见而有内容的工作表', 'The workbook has no visible sheet with anything in it'],
  TOO_MANY_SHEETS: [
    '工作簿有 {count} 张工作表，最多读取 {max} 张，请删去无关的表后再上传',
    'The workbook has {count} sheets, at most {max} are read; remove those that do not matter and upload again',
  ],
  TOO_MANY_CELLS: [
    '工作簿有内容的单元格超过 {max} 个，请只保留填报所需的表后再上传',
    'The workbook has more than {max} filled cells; keep only the sheets the report needs and upload again',
  ],
  NOT_A_TEXT_FILE: [
    '这不是文本表格（.csv），或所用编码不是 UTF-8、GBK',
    'This is no table in text (.csv), or it is written in neither UTF-8 nor GBK',
  ],
  NO_CACHED_VALUE: [
    '公式没有保存计算结果，请在 Excel 中打开、保存后再上传',
    'The formula was saved without its result; open the file in Excel, save it and upload again',
  ],
  DATE_NOT_NUMBER: ['这里是日期 {text}，不是数', 'This is the date {text} and no number'],
  SUM_OF_TEXT: ['此格不是数，只能取一个源单元格', 'This cell holds no number and takes one source cell only'],
  SOURCE_BLANK: [
    '源单元格是空的，报表中已有的内容不变',
    'The source cell is blank; what the report holds stays',
  ],
  TOO_MANY_ROWS: [
    '表中最多 {max} 行，这一行没有采用',
    'The table takes at most {max} rows; this one was left out',
  ],
  ROWS_LEFT: [
    '{name}在第 {row} 行之后还有内容，取到第一个空行为止',
    '{name}: there is more below row {row}; rows were taken down to the first empty one',
  ],
  SHEET_FOLLOWED: [
    '工作表“{was}”现在是“{now}”，已随之改取',
    'The sheet “{was}” is now “{now}”; figures are taken from there',
  ],
  ROW_FOLLOWED: [
    '“{label}”从第 {was} 行移到第 {now} 行，已随之改取',
    '“{label}” moved from row {was} to row {now}; the figure is taken from there',
  ],
  COLUMN_FOLLOWED: [
    '“{label}”从 {was} 列移到 {now} 列，已随之改取',
    '“{label}” moved from column {was} to column {now}; the figure is taken from there',
  ],
  SHEET_GONE: [
    '工作簿里没有工作表“{was}”，此格没有取数',
    'The workbook has no sheet “{was}”; nothing is taken for the cell',
  ],
  LABEL_CHANGED: [
    '“{sheet}”第 {row} 行上次是“{label}”，现在是“{found}”，别的行也没有，此格没有取数',
    'Row {row} of “{sheet}” was “{label}” and now is “{found}”, and no other row has it; nothing is taken for the cell',
  ],
  LABEL_AMBIGUOUS: [
    '“{label}”现在有 {count} 行，不知取哪一行，此格没有取数',
    '“{label}” now stands in {count} rows and it is not known which is meant; nothing is taken for the cell',
  ],
  HEAD_CHANGED: [
    '{where} 的栏目上次是“{label}”，现在是“{found}”，也不在别的列，此格没有取数',
    'Above {where} stood “{label}”, now it is “{found}”, and no other column has it; nothing is taken for the cell',
  ],
  HEAD_AMBIGUOUS: [
    '栏目“{label}”现在有 {count} 列，不知取哪一列，此格没有取数',
    'The heading “{label}” now stands over {count} columns and it is not known which is meant; nothing is taken for the cell',
  ],
  CELL_NOT_IN_FORM: [
    '现行报表里已没有 {cell}，上次的对应关系不再使用这一格',
    'The form in force has no {cell} any more; its place in the mapping is not used',
  ],
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
