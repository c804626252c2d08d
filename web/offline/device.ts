/** What this device was told about keeping things; a fact of the device, the same for everybody who signs in on it. */
export type Device = {
  /** Several people use it: nothing is kept beyond the session. */
  shared: boolean
  /** Records older than this are not kept, days. */
  days: number
}

const KEY = 'vigie.device'
export const DAYS = [3, 7, 14, 30] as const
const DEFAULTS: Device = { shared: false, days: 30 }

/** What the device was told; the defaults when nothing or nothing readable is there. */
export function getDevice(): Device {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Device> | null
    return { shared: stored?.shared === true, days: DAYS.find((d) => d === stored?.days) ?? DEFAULTS.days }
  } catch {
    return DEFAULTS
  }
}

/** Tell the device. */
export function setDevice(change: Partial<Device>): Device {
  const device = { ...getDevice(), ...change }
  try {
    localStorage.setItem(KEY, JSON.stringify(device))
  } catch {
    // A device that remembers nothing also keeps no records.
  }
  return device
}
