/** Formats in which data leaves and enters. Pure: a screen and a server write the same. */

export { csvLine } from './csv.ts'
export { generatedNote, generatedNoteLine, isGeneratedNote } from './generated-note.ts'
