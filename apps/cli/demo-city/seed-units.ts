import type { ClientBase } from 'pg'
import { searchPinyin } from '#modules/stats/register/server/search-text.ts'
import { copyRows } from './copy-rows.ts'
import type { DemoUnit, UnitState } from './units.ts'

const stateColumns = ({ name, regionCode, industryCode, registerType, sizeClass, ...rest }: UnitState) =>
  [
    name,
    regionCode,
    industryCode,
    registerType,
    sizeClass,
    rest.aboveThreshold,
    { json: rest.attributes },
  ] as const

const STATE_NAMES = [
  'name',
  'region_code',
  'industry_code',
  'register_type',
  'size_class',
  'above_threshold',
  'attributes',
]

export async function seedUnits(
  client: ClientBase,
  units: readonly DemoUnit[],
): Promise<ReadonlyMap<number, string>> {
  const pinyin = new Map(units.map(unit => [unit.unitId, searchPinyin(unit.states.at(-1)!.name)]))
  await copyRows(
    client,
    'register.unit',
    [
      'unit_id',
      'credit_code',
      'local_code',
      'kind',
      'valid_from',
      'exited_on',
      'exit_reason',
      'pinyin',
      ...STATE_NAMES,
    ],
    units.map(unit => [
      unit.unitId,
      unit.creditCode,
      unit.creditCode === null ? unit.states[0].regionCode : null,
      unit.kind,
      unit.states[0].validFrom,
      unit.exitedOn,
      unit.exitReason,
      pinyin.get(unit.unitId)!,
      ...stateColumns(unit.states.at(-1)!),
    ]),
  )
  await copyRows(
    client,
    'register.unit_attribute',
    ['unit_id', 'valid_from', 'note', ...STATE_NAMES],
    units.flatMap(unit =>
      unit.states.map(state => [unit.unitId, state.validFrom, state.note, ...stateColumns(state)]),
    ),
  )
  await copyRows(
    client,
    'register.unit_event',
    ['unit_id', 'kind', 'on_date', 'exit_reason', 'note'],
    units.flatMap(unit => [
      [unit.unitId, 'entered', unit.states[0].validFrom, null, null],
      ...unit.states
        .filter(state => state.note?.includes('变更'))
        .map(state => [unit.unitId, 'changed', state.validFrom, null, state.note]),
      ...(unit.exitedOn ? [[unit.unitId, 'exited', unit.exitedOn, unit.exitReason, null]] : []),
    ]),
  )
  await client.query(
    `select setval(pg_get_serial_sequence('register.unit', 'unit_id'), (select max(unit_id) from register.unit))`,
  )
  return pinyin
}
