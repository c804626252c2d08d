import { getPrefs, setPrefs } from '../prefs.ts'

/** Show or hide a part, remembered on this device; log and map are never both hidden. */
export function togglePart(part: 'logOpen' | 'sideOpen' | 'mapOpen'): void {
  const next = { ...getPrefs(), [part]: !getPrefs()[part] }
  setPrefs({ [part]: next[part], ...(next.logOpen || next.mapOpen ? {} : part === 'logOpen' ? { mapOpen: true } : { logOpen: true }) })
}
