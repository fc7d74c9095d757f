/** What every part of the definition panel works on. */
import type { TabulationDefinition } from '../contract.ts'
import type { Source, SourceList } from './draft.ts'

export type Builder = Readonly<{
  list: SourceList
  source: Source
  definition: TabulationDefinition
  onChange: (definition: TabulationDefinition) => void
}>
