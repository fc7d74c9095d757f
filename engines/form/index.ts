export * from './address.ts'
export * from './cells.ts'
export { checkForm, type FormCheck } from './check-form.ts'
export { checkRules, type RuleIssue } from './check-rules.ts'
export { checkStructure, type FormIssue, type Purpose } from './check-structure.ts'
export { parseBlock } from './clipboard.ts'
export * from './content.ts'
export { compareDecimals, groupThousands, roundDecimal, shiftDecimal, sumDecimals } from './decimals.ts'
export type { Finding, FormForeign, RuleResult } from './evaluation.ts'
export * from './layout.ts'
export { columnIn, mainMeasure, measuresByWeight, subjectIn, yearEarlierOf } from './main-measure.ts'
export type { FormProblemCode, SubmissionProblemCode, ValueProblemCode } from './messages.ts'
export * from './model.ts'
export * from './outside-lists.ts'
export * from './periods.ts'
export * from './prefill.ts'
export {
  type CompiledForm,
  compileForm,
  datasetName,
  datasetSchema,
  type ForeignNeeds,
  type FormProgram,
  foreignNeeds,
  type ProgramOptions,
  programOf,
  registerFields,
} from './program.ts'
export * from './reasons.ts'
export { rowOf } from './rows.ts'
export * from './session.ts'
export * from './submission.ts'
export { amountIn, type Conversion, unitOf } from './unit-conversion.ts'
export { bracketedUnit, measureOf, unitsAlike, unitText } from './unit-text.ts'
export { prefillText, typeText } from './value-type-text.ts'
export * from './values.ts'
export * from './yaml.ts'
export type { FormDiagnostic } from './yaml-reader.ts'
