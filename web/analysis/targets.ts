/** What units are held to; `lag` in hours from report to log. */
export type Targets = { grid: number; f6: number; lag: number }

/** Entries within twelve hours (field practice); half with a better grade than F6; four in five with a grid. */
export const DEFAULT_TARGETS: Targets = { grid: 80, f6: 50, lag: 12 }
const KEY = 'vigie.quality-targets'

/** Targets kept on this device; the usual ones where none or nonsense is kept. */
export function readTargets(storage: Pick<Storage, 'getItem'> = localStorage): Targets {
  try {
    const kept = JSON.parse(storage.getItem(KEY) ?? '{}') as Partial<Record<keyof Targets, unknown>>
    const one = (name: keyof Targets, most: number): number => { const value = kept[name]; return typeof value === 'number' && value >= 0 && value <= most ? value : DEFAULT_TARGETS[name] }
    return { grid: one('grid', 100), f6: one('f6', 100), lag: one('lag', 8760) }
  } catch {
    return DEFAULT_TARGETS
  }
}

/** Keep them; a full or forbidden storage only means that they are not remembered. */
export function keepTargets(targets: Targets, storage: Pick<Storage, 'setItem'> = localStorage): void {
  try {
    storage.setItem(KEY, JSON.stringify(targets))
  } catch {
    // Said above: nothing is lost but the memory of it.
  }
}
