import { type ReactElement, useEffect } from 'react'
import { useParams } from 'react-router'
import { Skeleton } from '#ui/components/states.tsx'

/** A message names a form by its address among the reporter's pages, where staff of a place fill it in too. */
export function OpenForm(): ReactElement {
  const { collectionId, unitId } = useParams()
  useEffect(() => window.location.replace(`/reports/${collectionId}/${unitId}`), [collectionId, unitId])
  return <Skeleton lines={14} />
}
