/** JSON Schema validation: addresses and queries arrive as text and are coerced; bodies are taken as they are. */
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

export const compileSchema: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) =>
  (httpPart === 'body' ? strict : coercing).compile(schema as object)
