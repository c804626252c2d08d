import { onTheirWays, waysOf } from '../simulate-ways.ts'
import { simulated, type SimulatorOptions } from '../simulate.ts'
import { numberOption, type Carrier, type Host } from '../transport.ts'

/** Plays patrols that are not there, for training and trying out. Options: `seed`, `count` (6), `everyS` (5), `lat`, `lon`, `radiusKm` (20); or ways to go along, `way1`, `way2`… (simulate-ways.ts). */
export function simulator(host: Host): Carrier {
  const { config } = host
  const options: SimulatorOptions = {
    seed: Math.round(numberOption(config, 'seed', 1, 0, 1e9)),
    count: Math.round(numberOption(config, 'count', 6, 1, 5000)),
    lat: numberOption(config, 'lat', 4.36, -85, 85),
    lon: numberOption(config, 'lon', 18.55, -180, 180),
    radiusM: numberOption(config, 'radiusKm', 20, 1, 500) * 1000,
  }
  const ways = waysOf(config.options ?? {})
  const tell = (): void => {
    host.deliver(ways.length > 0 ? onTheirWays(ways, host.now()) : simulated(options, host.now()))
  }
  const timer = setInterval(tell, numberOption(config, 'everyS', 5, 0.2, 3600) * 1000)
  host.up(`simulating ${ways.length > 0 ? ways.length : options.count} that are not there`)
  tell()
  return {
    close() {
      clearInterval(timer)
      return Promise.resolve()
    },
  }
}
