import { lookup, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { FileRefused } from '../store/tile-files.ts'

/** Networks inside a house: reached only when an administrator said so for the source. */
const HOUSE = listOf(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8', '100.64.0.0/10', '198.18.0.0/15'], ['::1/128', 'fc00::/7', 'fec0::/10'])
/** Never reached: unspecified, link-local (where clouds keep their secrets), multicast, reserved, and addresses that wrap others. */
const NEVER = listOf(['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'], ['::/128', 'fe80::/10', 'ff00::/8', '64:ff9b::/96', '64:ff9b:1::/48', '2002::/16', '2001::/32', '2001:db8::/32'])

/** May the node ask a server at this address? `allowPrivate`: also one in its own network. */
export function mayReach(address: string, allowPrivate: boolean): boolean {
  const plain = unmapped(address)
  const family = isIP(plain)
  if (family === 0) {
    return false
  }
  const type = family === 4 ? 'ipv4' : 'ipv6'
  return !NEVER.check(plain, type) && (allowPrivate || !HOUSE.check(plain, type))
}

/** A look-up of names that gives only addresses that may be reached: checked where the connection is made, so that a name cannot change in between. */
export function guardedLookup(allowPrivate: boolean): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error) {
        done(error, [])
        return
      }
      const fit = found.filter(({ address }) => mayReach(address, allowPrivate))
      const [first] = fit
      if (!first) {
        done(new FileRefused('address', `${hostname} lies at ${found[0]?.address ?? 'no address'}, which the node does not ask; an administrator may allow addresses of the own network for this source`), [])
        return
      }
      if (options.all === true) {
        done(null, fit)
      } else {
        done(null, first.address, first.family)
      }
    })
  }
}

/** `::ffff:a.b.c.d`, in any spelling, is the IPv4 address it wraps. */
function unmapped(address: string): string {
  const bare = address.replace(/^\[|\]$/g, '')
  const text = isIP(bare) === 6 ? (URL.parse(`http://[${bare}]/`)?.hostname.slice(1, -1) ?? bare) : bare
  const pair = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(text)
  if (!pair) {
    return text
  }
  const [high, low] = [Number.parseInt(pair[1] ?? '0', 16), Number.parseInt(pair[2] ?? '0', 16)]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

function listOf(four: readonly string[], six: readonly string[]): BlockList {
  const list = new BlockList()
  for (const [nets, type] of [[four, 'ipv4'], [six, 'ipv6']] as const) {
    for (const net of nets) {
      const [base = '', bits = ''] = net.split('/')
      list.addSubnet(base, Number(bits), type)
    }
  }
  return list
}
