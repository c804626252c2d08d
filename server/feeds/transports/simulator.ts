import { simulated, type SimulatorOptions } from '../simulate.ts'
import { numberOption, type Carrier, type Host } from '../transport.ts'

/** Plays patrols that are not there, for training and trying out. Options: `seed`, `count` (6), `everyS` (5), `lat`, `lon`, `radiusKm` (20). */
export function simulator(host: Host): Carrier {
  const { config } = host
  const options: SimulatorOptions = {
    seed: Math.round(numberOption(config, 'seed', 1, 0, 1e9)),
    count: Math.round(numberOption(config, 'count', 6, 1, 5000)),
    lat: numberOption(config, 'lat', 4.36, -85, 85),
    lon: numberOption(config, 'lon', 18.55, -180, 180),
    radiusM: numberOption(config, 'radiusKm', 20, 1, 500) * 1000,
  }
  const tell = (): void => {
    host.deliver(simulated(options, host.now()))
  }
  const timer = setInterval(tell, numberOption(config, 'everyS', 5, 0.2, 3600) * 1000)
  host.up(`simulating ${options.count} that are not there`)
  tell()
  return {
    close() {
      clearInterval(timer)
      return Promise.resolve()
    },
  }
}
