import type { Locale } from '../../core/i18n.ts'
import { SYSTEM } from '../auth/reader.ts'
import type { Store } from '../store/face.ts'

/** What this room reads of the mission's record (id `mission`); the record belongs to the mission domain. */
export type MissionData = { name: string; zone: string; languages: Locale[]; bounds: [number, number, number, number]; exercise: boolean; org: string; weekend?: number[]; holidays?: string[]; cutOff?: string }

export const MISSION_ID = 'mission'

/** The mission, or null while none is set up. */
export async function missionOf(store: Store): Promise<MissionData | null> {
  const seen = await store.get(SYSTEM, MISSION_ID)
  return seen ? (seen.record.data as unknown as MissionData) : null
}

/** Today's date in the mission's own time, YYYY-MM-DD; UTC while no mission is set up. */
export function missionDay(mission: MissionData | null, now: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: mission?.zone ?? 'UTC', year: 'numeric', month: '2-digit', day: '2-digit' }).format(now)
}

