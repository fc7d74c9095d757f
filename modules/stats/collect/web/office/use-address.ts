/** Addresses of the office's screens: beside the scope the collection travels along. */

import { useAddress as useScopedAddress } from '#ui/scope/use-address.ts'
import { scopeKeys } from '#ui/scope/use-scope.ts'

const travelling = [...scopeKeys, 'collection'] as const

export const useAddress = () => useScopedAddress(travelling)
