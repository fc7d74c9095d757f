import type { ReactElement } from 'react'
import { NATION } from '#kernel/contract/index.ts'
import { useRead } from '#ui/api/queries.ts'
import { Select } from '#ui/components/field.tsx'
import { useText } from '#ui/i18n/text.ts'
import { listRegions } from '../contract.ts'
import { accessText } from '../locale/text.ts'

type PickProps = Readonly<{
  value: string
  onChange: (code: string) => void
  /** Whether the whole installation may be chosen. */
  everywhere?: boolean
}>

/** A region by going down the tree: city, county, township; each level may be the answer. */
export function RegionPick({ value, onChange, everywhere = false }: PickProps): ReactElement {
  const t = useText(accessText)
  const roots = useRead(listRegions)
  const city = roots.data?.regions.find(one => value.startsWith(one.code.slice(0, 4)))
  const county = value.slice(4, 6) === '00' ? '' : value.slice(0, 6).padEnd(12, '0')
  const township = value.slice(6, 9) === '000' ? '' : value.slice(0, 9).padEnd(12, '0')
  return (
    <>
      <Select
        label={t('region.pick.label')}
        required
        value={value === NATION ? NATION : (city?.code ?? '')}
        blank={t('region.pick.choose')}
        options={[
          ...(everywhere ? [{ value: NATION, label: t('region.pick.everywhere') }] : []),
          ...(roots.data?.regions ?? []).map(one => ({ value: one.code, label: one.name })),
        ]}
        onChange={onChange}
      />
      {city && <Below parent={city} chosen={county} onChange={onChange} />}
      {city && county && <BelowCode code={county} chosen={township} onChange={onChange} />}
    </>
  )
}

type Named = Readonly<{ code: string; name: string }>
type BelowProps = Readonly<{ chosen: string; onChange: (code: string) => void }>

function Below({ parent, chosen, onChange }: BelowProps & Readonly<{ parent: Named }>): ReactElement {
  const t = useText(accessText)
  const children = useRead(listRegions, { query: { parent: parent.code, limit: 200 } })
  return (
    <Select
      label={t('region.pick.below', { name: parent.name })}
      value={chosen}
      blank={t('region.pick.all', { name: parent.name })}
      options={(children.data?.regions ?? []).map(one => ({ value: one.code, label: one.name }))}
      onChange={code => onChange(code || parent.code)}
    />
  )
}

/** The same for a region of which only the code is known yet. */
function BelowCode({ code, ...rest }: BelowProps & Readonly<{ code: string }>): ReactElement | null {
  const siblings = useRead(listRegions, { query: { parent: code.slice(0, 4).padEnd(12, '0'), limit: 200 } })
  const parent = siblings.data?.regions.find(one => one.code === code)
  return parent ? <Below parent={parent} {...rest} /> : null
}
