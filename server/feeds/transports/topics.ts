/** Does a topic of MQTT fit a filter (`+` one level, `#` the rest)? */
export function fits(topic: string, filter: string): boolean {
  const levels = topic.split('/')
  const parts = filter.split('/')
  for (const [at, part] of parts.entries()) {
    if (part === '#') {
      return true
    }
    if (at >= levels.length || (part !== '+' && part !== levels[at])) {
      return false
    }
  }
  return levels.length === parts.length
}

/**
 * May a device publish here? Its name must stand where the filter leaves a level open, so that nobody speaks for another;
 * a `gateway` speaks for those behind it.
 */
export function mayPublish(topic: string, filters: readonly string[], user: string): boolean {
  if (/[+#\0]/.test(topic)) {
    return false
  }
  const levels = topic.split('/')
  return filters.some((filter) => fits(topic, filter) && (user === GATEWAY || filter.split('/').some((part, at) => part === '+' && levels[at] === user)))
}

export const GATEWAY = 'gateway'

/** What a feed listens to: the filters of its address, else the scheme of Vigie's own. */
export function filtersOf(address: string | undefined, ref: string): string[] {
  const named = (address ?? '').split(',').map((one) => one.trim()).filter((one) => one !== '' && !one.includes('://'))
  return named.length > 0 ? named : [`vigie/${ref.toLowerCase()}/+/position`]
}
