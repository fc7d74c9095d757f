import type { ReactElement } from 'react'
import { listRegions } from '#modules/ops/access/contract.ts'
import { useRead } from '#ui/api/queries.ts'
import { Select } from '#ui/components/field.tsx'
import { useText } from '#ui/i18n/text.ts'
import { registerText } from '../locale/text.ts'

const PREFIX = { county: 6, township: 9, village: 12 } as const
type Level = keyof typeof PREFIX

const above = (code: string, level: Level): string => code.slice(0, PREFIX[level]).padEnd(12, '0')
const reaches = (code: string | undefined, level: Level): code is string =>
  code !== undefined &&
  above(code, level) !== above(code, 'county').slice(0, 4).padEnd(12, '0') &&
  depthOf(code) >= PREFIX[level]
const depthOf = (code: string): number => code.replace(/(000000|000)$/, '').length

type Props = Readonly<{
  value: string | undefined
  onChange: (code: string | undefined) => void
  /** How far down one may choose. */
  to?: Level
  blank: string
}>

/** A region chosen from the top down; what is chosen so far is already a choice. */
export function RegionSelect({ value, onChange, to = 'village', blank }: Props): ReactElement {
  const t = useText(registerText)
  const top = useRead(listRegions, {})
  const city = top.data?.regions[0]?.code
  const levels: readonly Level[] = ['county', 'township', 'village']
  const shown = levels.slice(0, levels.indexOf(to) + 1)
  return (
    <>
      {shown.map((level, at) => {
        const parent =
          at === 0 ? city : reaches(value, shown[at - 1]!) ? above(value, shown[at - 1]!) : undefined
        return (
          <LevelSelect
            key={level}
            label={t(`form.region.${level}`)}
            parent={parent}
            value={reaches(value, level) ? above(value, level) : ''}
            blank={blank}
            onChange={code => onChange(code || (at === 0 ? undefined : parent))}
          />
        )
      })}
    </>
  )
}

function LevelSelect(
  props: Readonly<{
    label: string
    parent: string | undefined
    value: string
    blank: string
    onChange: (code: string) => void
  }>,
): ReactElement {
  const { label, parent, value, blank, onChange } = props
  const children = useRead(
    listRegions,
    { query: parent ? { parent, limit: 200 } : {} },
    { enabled: parent !== undefined, staleTime: 600_000 },
  )
  const options = (parent ? (children.data?.regions ?? []) : []).map(region => ({
    value: region.code,
    label: region.name,
  }))
  const known = value === '' || options.some(option => option.value === value)
  return (
    <Select
      label={label}
      value={value}
      options={known ? options : [...options, { value, label: value }]}
      blank={blank}
      onChange={onChange}
    />
  )
}
