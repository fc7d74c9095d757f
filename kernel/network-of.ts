/** The network a request comes from: a household has a whole /64 of IPv6 addresses to choose from. */
import { isIPv6 } from 'node:net'

const GROUPS = 8
const NETWORK_GROUPS = 4

/**
 * @returns the first 64 bits of an IPv6 address, as `2001:db8:0:1::/64`; an IPv4 address (also one written as IPv6,
 * RFC 4291 §2.5.5.2) and what is no address as they are
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address.toLowerCase()
  const groups = groupsOf(address)
  if (groups.slice(0, 5).every(group => group === 0) && groups[5] === 0xff_ff)
    return groups
      .slice(6)
      .flatMap(group => [group >> 8, group & 0xff])
      .join('.')
  const network = groups.slice(0, NETWORK_GROUPS).map(group => group.toString(16))
  return `${network.join(':')}::/64`
}

function groupsOf(address: string): readonly number[] {
  const [head = '', tail] = address
    .replace(/%.*$/, '')
    .replace(/[\d.]+$/, inGroups)
    .split('::')
  const [before, after] = [numbers(head), numbers(tail ?? '')]
  return [...before, ...Array<number>(GROUPS - before.length - after.length).fill(0), ...after]
}

const numbers = (part: string): readonly number[] =>
  part === '' ? [] : part.split(':').map(group => Number.parseInt(group, 16))

/** The last 32 bits may be written as an IPv4 address. */
function inGroups(end: string): string {
  if (!end.includes('.')) return end
  const [a = 0, b = 0, c = 0, d = 0] = end.split('.').map(Number)
  return [(a << 8) | b, (c << 8) | d].map(group => group.toString(16)).join(':')
}
