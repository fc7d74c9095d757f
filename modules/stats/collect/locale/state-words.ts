/** States as sentences of the server name them: in the words of the screens. */
import type { Static } from 'typebox'
import type { BilingualText } from '#kernel/contract/index.ts'
import type { ReportState, ReturnsImport } from '../contract.ts'
import { officeEn } from './office-en.ts'
import { officeZhCN } from './office-zh-CN.ts'

const words = (key: keyof typeof officeZhCN): BilingualText => ({
  'zh-CN': officeZhCN[key],
  en: officeEn[key],
})
type State = Static<typeof ReportState>
type Dashed<Name extends string> = Name extends `${infer A}:${infer B}` ? `${A}-${B}` : Name

export const reportStateWords = (state: State): BilingualText =>
  words(`office.state.${state.replace(':', '-') as Dashed<State>}`)

export const importStateWords = (state: ReturnsImport['state']): BilingualText =>
  words(`import.state.${state}`)
