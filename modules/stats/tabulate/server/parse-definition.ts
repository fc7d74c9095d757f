/** Takes in a definition: the one place where its whole shape is checked. */
import { Value } from 'typebox/value'
import { Problem, problems } from '#kernel/contract/index.ts'
import { DefinitionShape, type TabulationDefinition } from '../contract.ts'

/** @throws REQUEST_MALFORMED naming the first place that does not fit */
export function parseDefinition(given: unknown): TabulationDefinition {
  if (Value.Check(DefinitionShape, given)) return given as unknown as TabulationDefinition
  const [first] = Value.Errors(DefinitionShape, given)
  const reason = `body/definition${first?.instancePath ?? ''} ${first?.message ?? ''}`.trim()
  throw new Problem(problems.malformed, { reason })
}
