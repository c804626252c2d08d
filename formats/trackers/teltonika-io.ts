import type { Alarm, SubjectFacts } from '../../core/fix.ts'

/** Elements of Teltonika devices that have a name here, after the maker's published parameter lists of vehicle and personal trackers. */

type Element = { name: string; /** Of one step, in the unit the name ends with. */ step?: number; signed?: boolean; flag?: boolean }

const ELEMENTS: { [id: number]: Element } = {
  1: { name: 'input1', flag: true }, 2: { name: 'input2', flag: true }, 3: { name: 'input3', flag: true }, 179: { name: 'output1', flag: true }, 180: { name: 'output2', flag: true },
  9: { name: 'analog1V', step: 0.001 }, 6: { name: 'analog2V', step: 0.001 }, 16: { name: 'odometerKm', step: 0.001 }, 21: { name: 'gsmSignal0to5' }, 24: { name: 'vehicleSpeedKmh' },
  25: { name: 'temperature1C', step: 0.01, signed: true }, 26: { name: 'temperature2C', step: 0.01, signed: true }, 27: { name: 'temperature3C', step: 0.01, signed: true },
  66: { name: 'externalV', step: 0.001 }, 67: { name: 'batteryV', step: 0.001 }, 68: { name: 'batteryCurrentA', step: 0.001 }, 72: { name: 'temperatureC', step: 0.1, signed: true },
  12: { name: 'fuelUsedL', step: 0.001 }, 13: { name: 'fuelRateLper100Km', step: 0.01 }, 89: { name: 'fuelPercent' },
  116: { name: 'charging', flag: true }, 181: { name: 'pdop', step: 0.1 }, 182: { name: 'hdop', step: 0.1 }, 199: { name: 'tripKm', step: 0.001 }, 200: { name: 'sleepMode' },
  239: { name: 'ignition', flag: true }, 240: { name: 'moving', flag: true }, 241: { name: 'operatorCode' }, 249: { name: 'jamming', flag: true }, 251: { name: 'idling', flag: true }, 252: { name: 'unplugged', flag: true },
}
const BATTERY_PERCENT = 113

/** What made a record be sent, where that is a call for help: by the element and the value it has then. */
const EVENTS: { [id: number]: { alarm: Alarm; text: string } } = {
  236: { alarm: 'sos', text: 'Alarm button' }, 242: { alarm: 'fall', text: 'Man down' }, 246: { alarm: 'tamper', text: 'Being towed' }, 247: { alarm: 'fall', text: 'Crash detected' },
  249: { alarm: 'tamper', text: 'Radio jamming' }, 252: { alarm: 'power-cut', text: 'Unplugged' },
}

/** One element: its number, its value as a number without sign, and how many bytes it had; hexadecimal digits where no number holds it. */
export type Io = { id: number; value: number; width: number; digits?: string }

export function ioFacts(elements: readonly Io[]): SubjectFacts {
  const facts: SubjectFacts = {}
  const more: NonNullable<SubjectFacts['more']> = {}
  let named = 0
  for (const { id, value, width, digits } of elements) {
    const element = ELEMENTS[id]
    if (id === BATTERY_PERCENT) {
      facts.battery = Math.min(1, value / 100)
    } else if (named < 24) {
      const plain = element?.signed === true && value >= 2 ** (8 * width - 1) ? value - 2 ** (8 * width) : value
      more[element?.name ?? `io${id}`] = element?.flag === true ? value !== 0 : digits ?? Math.round(plain * (element?.step ?? 1) * 1000) / 1000
      named += 1
    }
  }
  return named === 0 ? facts : { ...facts, more }
}

/** The call for help a record is: by its event, else by its priority (2 is the panic button). */
export function ioAlarm(priority: number, event: number, elements: readonly Io[]): { alarm: Alarm; text: string } | null {
  const known = EVENTS[event]
  const value = elements.find((one) => one.id === event)?.value
  return known !== undefined && value !== 0 ? known : priority === 2 ? { alarm: 'sos', text: 'Panic button' } : null
}
