/** Three people of one unit of a small city, and a form whose foot names its signers. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Caller } from '#tests/support/server.ts'
import type { Step } from '../contract.ts'
import type { City } from './city.ts'

const t100 = readFileSync(resolve(import.meta.dirname, 't100.yaml'), 'utf8')

export const SIGNED_FORM = t100.replace(
  'codelists:',
  `signers:
  - { cell: S01, name: [单位负责人, Head of the unit], type: text(20), required: true }
  - { cell: S02, name: [统计负责人, Head of statistics], type: text(20), required: true }
  - { cell: S03, name: [填表人, Filled in by], type: text(20), required: true }
codelists:`,
)

export const NAMES: Readonly<Record<Step, string>> = { fill: '甲一', review: '乙二', sign: '丙三' }

export type Crew = Readonly<Record<Step, Caller>> & Readonly<{ ids: Readonly<Record<Step, number>> }>

export async function hireCrew(city: City, index: number): Promise<Crew> {
  const [fill, review, sign] = [
    await city.reporterAccount(index),
    await city.reporterAccount(index),
    await city.reporterAccount(index),
  ]
  return {
    ids: { fill, review, sign },
    fill: await city.as(fill),
    review: await city.as(review),
    sign: await city.as(sign),
  }
}

type Settling = Readonly<{ version?: number; review?: boolean; sign?: boolean; people?: unknown }>

export const peopleOf = ({ ids }: Crew) =>
  (['fill', 'review', 'sign'] as const).map(step => ({
    accountId: ids[step],
    name: NAMES[step],
    steps: [step],
  }))

export const settle = (who: Caller, crew: Crew, body: Settling = {}) =>
  who('PUT', '/api/collect/my-unit/steps', {
    version: 0,
    review: true,
    sign: true,
    people: peopleOf(crew),
    ...body,
  })
