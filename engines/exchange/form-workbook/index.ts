/** A form as a workbook, there and back. Apart from the engine's other formats, for it brings the Excel library along. */
export { editOf, type FileChange, fileChanges } from './changes.ts'
export { WORKBOOK_BYTES } from './open.ts'
export {
  type FormReading,
  type ReadOptions,
  type Refusal,
  readFormWorkbook,
  type SheetProblem,
} from './read.ts'
export type { FormIdentity } from './record.ts'
export { type WriteOptions, writeFormWorkbook } from './write.ts'
