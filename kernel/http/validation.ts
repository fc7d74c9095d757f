/**
 * JSON Schema validation: addresses and queries arrive as text and are coerced; bodies are taken as they are.
 * What no schema says is held everywhere: text that PostgreSQL can keep, and no deeper nesting than anything here has.
 */
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'

const addFormats = formats as unknown as (ajv: Ajv) => void

const make = (coerceTypes: boolean): Ajv => {
  const ajv = new Ajv({
    coerceTypes,
    useDefaults: true,
    removeAdditional: false,
    allErrors: false,
    strict: false,
  })
  addFormats(ajv)
  return ajv
}

const strict = make(false)
const coercing = make(true)

const DEEPEST = 40

/** No database text holds the character U+0000 or half a surrogate pair. */
const isText = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

/** What is wrong with a value wherever it stands, or null; a loop, for depth is what is being judged. */
export function contentFault(root: unknown): string | null {
  const left: [unknown, number][] = [[root, 0]]
  for (let next = left.pop(); next; next = left.pop()) {
    const [value, depth] = next
    if (typeof value === 'string' && !isText(value)) return 'must not hold characters that are no text'
    if (typeof value !== 'object' || value === null) continue
    if (depth === DEEPEST) return `must not nest deeper than ${DEEPEST} levels`
    for (const [name, member] of Object.entries(value)) {
      if (!isText(name)) return 'must not hold characters that are no text'
      left.push([member, depth + 1])
    }
  }
  return null
}

type Validate = ReturnType<FastifySchemaCompiler<TSchema>>

export const compileSchema: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const check = (httpPart === 'body' ? strict : coercing).compile(schema as object)
  const validate: Validate = data => {
    const message = contentFault(data)
    if (message) {
      validate.errors = [{ keyword: 'content', instancePath: '', schemaPath: '', params: {}, message }]
      return false
    }
    const fits = check(data)
    validate.errors = check.errors ?? null
    return fits
  }
  return validate
}
