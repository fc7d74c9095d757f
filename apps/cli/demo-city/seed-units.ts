import { sql } from 'kysely'
import { copyInto } from '#kernel/db/copy.ts'
import type { WriteTx } from '#kernel/db/tx.ts'
import { searchPinyin } from '#kernel/search-pinyin.ts'
import type { DemoUnit, UnitState } from './units.ts'

const stateColumns = (state: UnitState) => ({
  name: state.name,
  region_code: state.regionCode,
  industry_code: state.industryCode,
  register_type: state.registerType,
  size_class: state.sizeClass,
  above_threshold: state.aboveThreshold,
  attributes: JSON.stringify(state.attributes),
})

export async function seedUnits(
  tx: WriteTx,
  units: readonly DemoUnit[],
): Promise<ReadonlyMap<number, string>> {
  const pinyin = new Map(units.map(unit => [unit.unitId, searchPinyin(unit.states.at(-1)!.name)]))
  await copyInto(
    tx,
    'register.unit',
    units.map(unit => ({
      unit_id: unit.unitId,
      credit_code: unit.creditCode,
      local_code: unit.creditCode === null ? unit.states[0].regionCode : null,
      kind: unit.kind,
      valid_from: unit.states[0].validFrom,
      exited_on: unit.exitedOn,
      exit_reason: unit.exitReason,
      pinyin: pinyin.get(unit.unitId)!,
      ...stateColumns(unit.states.at(-1)!),
    })),
  )
  await copyInto(
    tx,
    'register.unit_attribute',
    units.flatMap(({ unitId, states }) =>
      states.map(state => ({
        unit_id: unitId,
        valid_from: state.validFrom,
        note: state.note,
        ...stateColumns(state),
      })),
    ),
  )
  await copyInto(tx, 'register.unit_event', units.flatMap(eventsOf))
  await sql`select setval(pg_get_serial_sequence('register.unit', 'unit_id'), max(unit_id))
    from register.unit`.execute(tx)
  return pinyin
}

function eventsOf(unit: DemoUnit) {
  const event = (kind: string, on_date: string, note: string | null, exit_reason: number | null = null) => ({
    unit_id: unit.unitId,
    kind,
    on_date,
    exit_reason,
    note,
  })
  const changes = unit.states.filter(state => state.note?.includes('变更'))
  return [
    event('entered', unit.states[0].validFrom, null),
    ...changes.map(state => event('changed', state.validFrom, state.note)),
    ...(unit.exitedOn ? [event('exited', unit.exitedOn, null, unit.exitReason)] : []),
  ]
}
