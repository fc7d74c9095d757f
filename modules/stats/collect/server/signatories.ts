/** The signers a form has at its foot (填表人, 统计负责人, 单位负责人), filled in with those who signed. Pure. */
import type { FormSpec, FormValues } from '#engines/form/index.ts'
import type { Step } from '../contract.ts'
import { type Arrangement, peopleAt, type Signature, stepsOf } from './step-policy.ts'

const titles: Readonly<Record<Step, string>> = { fill: '填表人', review: '统计负责人', sign: '单位负责人' }

/** Codes of the cells that name who did each of these steps; a form may have none. */
function cellsFor(spec: FormSpec, steps: readonly Step[]): ReadonlyMap<Step, string> {
  const found = steps.flatMap(step => {
    const field = spec.signers.find(one => one.name['zh-CN'] === titles[step])
    return field ? [[step, field.cell.code] as const] : []
  })
  return new Map(found)
}

/**
 * The names of those who signed, and of those who will where nobody has: the form is whole from its first hand-over on.
 * Steps that the unit has not turned on stay as they were typed.
 */
export function withSigners(
  spec: FormSpec,
  values: FormValues,
  arrangement: Arrangement | null,
  signatures: readonly Pick<Signature, 'step' | 'name'>[],
): FormValues {
  if (arrangement === null) return values
  const cells = { ...values.cells }
  for (const [step, code] of cellsFor(spec, stepsOf(arrangement))) {
    const signed = signatures.findLast(one => one.step === step)?.name
    const name = signed ?? peopleAt(arrangement, step)[0]?.name
    if (name !== undefined) cells[code] = name
  }
  return { ...values, cells }
}

/** Without them: what every signature is given for. */
export function withoutSigners(
  spec: FormSpec,
  values: FormValues,
  arrangement: Arrangement | null,
): FormValues {
  if (arrangement === null) return values
  const named = new Set(cellsFor(spec, stepsOf(arrangement)).values())
  return {
    ...values,
    cells: Object.fromEntries(Object.entries(values.cells).filter(([code]) => !named.has(code))),
  }
}
