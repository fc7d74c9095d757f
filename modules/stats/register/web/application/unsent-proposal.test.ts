import { describe, expect, it } from 'vitest'
import { draftOf, type Unit } from '../unit-draft.ts'
import { changesOfDraft, firstDraft } from './proposal-draft.ts'
import { asUnsent, resume, unsentOf } from './unsent-proposal.ts'

const unit = {
  unitId: 7,
  name: '醴陵电瓷厂',
  regionCode: '430281001000',
  industryCode: '3074',
  registerType: '110',
  sizeClass: 'small',
  aboveThreshold: false,
  attributes: { phone: '0731-1', address: '解放路1号' },
} as unknown as Unit

const stored = (work: unknown) => asUnsent(JSON.parse(JSON.stringify(work)))

describe('a proposal kept on this device', () => {
  const changed = {
    ...firstDraft('change', unit),
    month: '2026-M11',
    note: '搬迁',
    papers: [{ fileId: 1 }],
    fields: { ...draftOf(unit), attributes: { phone: '0731-2', address: '解放路1号' } },
  } as unknown as ReturnType<typeof firstDraft>

  it('should go on where it stood, without its papers', () => {
    const kept = stored(unsentOf(changed, 2))!
    expect(kept).toMatchObject({ step: 2, unitId: 7, papers: 1 })
    const again = resume(kept, unit)
    expect(again).toEqual({ ...changed, papers: [] })
  })

  it('should propose what the person changed and nothing that moved in the register meanwhile', () => {
    const moved = { ...unit, sizeClass: 'medium', attributes: { ...unit.attributes, address: '新华路9号' } }
    const again = resume(stored(unsentOf(changed, 1))!, moved as Unit)
    expect(changesOfDraft(again)).toEqual({ attributes: { phone: '0731-2' } })
  })

  it('should keep a new unit as it was typed', () => {
    const entry = { ...firstDraft('entry', null), creditCode: '9143', note: '新建' }
    expect(resume(stored(unsentOf(entry, 0))!, null)).toEqual(entry)
  })

  it('should take up nothing that is no proposal', () => {
    for (const work of [null, 'x', {}, { draft: { kind: 'entry' }, step: 0, papers: 0 }])
      expect(stored(work)).toBeNull()
  })
})
