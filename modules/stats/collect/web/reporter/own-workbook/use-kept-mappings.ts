/** The mappings the unit remembers of this form, read when the import is opened; without them the labels decide. */
import { useCallback, useEffect, useState } from 'react'
import { call } from '#ui/api/call.ts'
import {
  changeWorkbookMapping,
  dropWorkbookMapping,
  keepWorkbookMapping,
  listWorkbookMappings,
  type WorkbookMapping,
  type WorkbookPlaces,
} from '../../../contract.ts'
import type { Opened } from '../filling.ts'

export type KeptMappings = Readonly<{
  state: 'reading' | 'read' | 'unread'
  mappings: readonly WorkbookMapping[]
  rename: (mapping: WorkbookMapping, name: string) => Promise<void>
  drop: (mapping: WorkbookMapping) => Promise<void>
}>

type Known = Pick<KeptMappings, 'state' | 'mappings'>

const paramsOf = ({ report }: Opened) => ({ collectionId: report.collectionId, unitId: report.unitId })

export function useKeptMappings(opened: Opened): KeptMappings {
  const [known, setKnown] = useState<Known>({ state: 'reading', mappings: [] })
  const { collectionId, unitId } = opened.report
  const read = useCallback(async () => {
    try {
      const { mappings } = await call(listWorkbookMappings, { params: { collectionId, unitId } })
      setKnown({ state: 'read', mappings })
    } catch {
      setKnown(old => ({ ...old, state: 'unread' }))
    }
  }, [collectionId, unitId])
  useEffect(() => void read(), [read])
  return {
    ...known,
    rename: async ({ mappingId, version }, name) => {
      const params = { ...paramsOf(opened), mappingId }
      await call(changeWorkbookMapping, { params, body: { version, name } })
      await read()
    },
    drop: async ({ mappingId }) => {
      await call(dropWorkbookMapping, { params: { ...paramsOf(opened), mappingId } })
      await read()
    },
  }
}

/** Keeps a mapping under a name: in place of the one it comes from, or as a new one. */
export async function keepMapping(
  opened: Opened,
  name: string,
  mapping: WorkbookPlaces,
  from: WorkbookMapping | null,
): Promise<void> {
  const params = paramsOf(opened)
  if (from === null) await call(keepWorkbookMapping, { params, body: { name, mapping } })
  else
    await call(changeWorkbookMapping, {
      params: { ...params, mappingId: from.mappingId },
      body: { version: from.version, name, mapping },
    })
}
