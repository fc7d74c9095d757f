import { useParams } from 'react-router'

/** A number of the address; null where somebody typed something else, for which there is no page. */
export function useNumberParam(name: string): number | null {
  const text = useParams()[name] ?? ''
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null
}
