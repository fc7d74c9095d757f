/** A report as a workbook. The Excel library is fetched when somebody asks for a file, never before. */
import type {
  FormIdentity,
  FormReading,
  Refusal,
  WriteOptions,
} from '#engines/exchange/form-workbook/index.ts'
import type { FormSession } from '#engines/form/index.ts'
import { saveFile } from '#ui/api/call.ts'
import type { Locale } from '#ui/i18n/locale.ts'
import { codelistsOf } from '../form-program.ts'
import type { Opened } from './filling.ts'

const workbooks = () => import('#engines/exchange/form-workbook/index.ts')

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const identityOf = ({ report }: Opened): FormIdentity => ({
  formCode: report.formCode,
  formVersionId: report.formVersionId,
  period: report.period,
  unitId: report.unitId,
  unitName: report.unitName,
})

/** `filled` gives what is on the screen now, typed text that is no value yet included; `blank` what was prefilled. */
export type FileContent = 'filled' | 'blank'

export type FileOptions = Readonly<{
  opened: Opened
  session: FormSession
  content: FileContent
  locale: Locale
  demonstration: boolean
  /** Without its ending. */
  name: string
}>

export async function downloadForm(options: FileOptions): Promise<void> {
  const { opened, session, content, locale, demonstration, name } = options
  const { writeFormWorkbook } = await workbooks()
  const blank = content === 'blank'
  const what: WriteOptions = {
    identity: identityOf(opened),
    spec: opened.spec,
    values: blank ? opened.prefill.values : session.values,
    initial: opened.prefill.values,
    unread: blank ? [] : session.problems,
    codelists: codelistsOf(opened),
    locale,
    demonstration,
  }
  saveFile(`${name}.xlsx`, new Blob([await writeFormWorkbook(what)], { type: XLSX }))
}

export type FileRead =
  | Readonly<{ refusal: Refusal; reading?: undefined }>
  | Readonly<{ reading: FormReading; refusal?: undefined }>

export async function readFormFile(opened: Opened, file: File): Promise<FileRead> {
  const { readFormWorkbook, WORKBOOK_BYTES } = await workbooks()
  // One byte past the limit is enough to know that a file is too large.
  const bytes = new Uint8Array(await file.slice(0, WORKBOOK_BYTES + 1).arrayBuffer())
  return readFormWorkbook(bytes, {
    identity: identityOf(opened),
    spec: opened.spec,
    initial: opened.prefill.values,
    codelists: codelistsOf(opened),
  })
}
