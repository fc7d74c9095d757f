import { Type } from 'typebox'

/** Why something was done: two characters at least that are no blanks. */
export const Note = Type.String({ minLength: 2, maxLength: 500, pattern: '\\S[\\s\\S]*\\S' })
