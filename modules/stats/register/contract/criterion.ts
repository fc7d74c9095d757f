/** Who is in a frame: a criterion over the register, kept as data because thresholds change by year. */
import { type Static, Type } from 'typebox'
import { oneOf, RegionCode } from '#kernel/contract/index.ts'
import { codesOf, sizeClasses, unitKinds } from './codelists.ts'

export const UnitKindCode = oneOf(codesOf(unitKinds))
export const SizeClassCode = oneOf(codesOf(sizeClasses))
/** GB/T 4754: a section letter, or two to four digits. */
export const IndustryCode = Type.String({ pattern: '^([A-Z]|[0-9]{2,4})$' })
export const RegisterTypeCode = Type.String({ pattern: '^[0-9]{3}$' })

/** Absent or empty members do not limit; those present must all hold. */
export const FrameCriterion = Type.Object(
  {
    kinds: Type.Optional(Type.Array(UnitKindCode, { maxItems: 6 })),
    industries: Type.Optional(Type.Array(IndustryCode, { maxItems: 500 })),
    sizeClasses: Type.Optional(Type.Array(SizeClassCode, { maxItems: 4 })),
    aboveThreshold: Type.Optional(Type.Boolean()),
    /** Regions with all below them. */
    regions: Type.Optional(Type.Array(RegionCode, { maxItems: 500 })),
    registerTypes: Type.Optional(Type.Array(RegisterTypeCode, { maxItems: 100 })),
  },
  { additionalProperties: false },
)
export type FrameCriterion = Static<typeof FrameCriterion>
