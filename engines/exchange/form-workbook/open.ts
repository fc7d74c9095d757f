/** A file opened as a workbook, or the reason why not; it never throws for what a file holds. */
import { Workbook } from '@cj-tech-master/excelts'
import type { WorkbookMessageCode } from './messages.ts'
import { examineZip } from './zip.ts'

/** A downloaded form takes some tens of kilobytes; the largest, with its code lists, less than one megabyte. */
export const WORKBOOK_BYTES = 5_000_000
const UNPACKED_BYTES = 60_000_000

/** What Excel up to 2003 wrote, and what newer ones wrap a workbook with a password in (MS-CFB 2.2). */
const compoundMark = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]

/** A directory entry of this name holds a workbook that a password encrypts (MS-OFFCRYPTO 2.3.4.4); names are UTF-16. */
const encryptedName = [...'EncryptedPackage'].flatMap(letter => [letter.charCodeAt(0), 0])

function holds(bytes: Uint8Array, wanted: readonly number[]): boolean {
  const first = wanted[0] as number
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1))
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return true
  return false
}

export async function openWorkbook(bytes: Uint8Array<ArrayBuffer>): Promise<Workbook | WorkbookMessageCode> {
  if (bytes.length > WORKBOOK_BYTES) return 'TOO_LARGE'
  if (compoundMark.every((byte, i) => bytes[i] === byte))
    return holds(bytes, encryptedName) ? 'PASSWORD_PROTECTED' : 'OLD_FORMAT'
  const verdict = await examineZip(bytes, UNPACKED_BYTES)
  if (verdict === 'too-large') return 'UNPACKS_TOO_LARGE'
  if (verdict === 'not-a-zip') return 'NOT_A_WORKBOOK'
  try {
    const workbook = new Workbook()
    await workbook.xlsx.load(bytes)
    return workbook
  } catch {
    return 'NOT_A_WORKBOOK'
  }
}
