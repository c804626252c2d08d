/** What the steps of setting up a mission gather. */
export type Row = { key: string; name: string; code: string; type: string; parent: string }
export type MissionDraft = {
  name: string
  org: string
  exercise: boolean
  bounds: [string, string, string, string]
  zone: string
  languages: string[]
  adminName: string
  login: string
  areas: Row[]
  units: Row[]
}

export type Wrong = Partial<Record<'name' | 'org' | 'bounds' | 'zone' | 'languages' | 'adminName' | 'login' | 'password' | 'again' | 'rows', 'required' | 'bounds' | 'order' | 'login' | 'short' | 'differs' | 'zone' | 'rows'>>

/** A mission nobody has filled in yet, in the zone of this device; the language of the page comes first and becomes the administrator's. */
export function emptyMission(zone: string, locale: string): MissionDraft {
  return { name: '', org: '', exercise: false, bounds: ['', '', '', ''], zone, languages: [...new Set([locale, 'en', 'fr'])], adminName: '', login: 'admin', areas: [], units: [] }
}

/** Four corners as numbers, west–south–east–north; null when one is missing or out of range. */
export function readBounds(texts: readonly string[]): [number, number, number, number] | null {
  const [w, s, e, n] = texts.map((t) => (t.trim() === '' ? Number.NaN : Number(t.replace(',', '.'))))
  if (w === undefined || s === undefined || e === undefined || n === undefined || ![w, s, e, n].every(Number.isFinite)) {
    return null
  }
  return Math.abs(w) <= 180 && Math.abs(e) <= 180 && Math.abs(s) <= 90 && Math.abs(n) <= 90 ? [w, s, e, n] : null
}

/** What is wrong with one step (0 mission, 1 place, 2 administrator, 3 areas and units). */
export function checkStep(step: number, draft: MissionDraft, password: string, again: string): Wrong {
  const wrong: Wrong = {}
  if (step === 0) {
    if (draft.name.trim() === '') {
      wrong.name = 'required'
    }
    if (draft.org.trim() === '') {
      wrong.org = 'required'
    }
    if (draft.languages.length === 0) {
      wrong.languages = 'required'
    }
  } else if (step === 1) {
    const bounds = readBounds(draft.bounds)
    if (!bounds) {
      wrong.bounds = 'bounds'
    } else if (bounds[1] >= bounds[3] || bounds[0] === bounds[2]) {
      wrong.bounds = 'order'
    }
    if (!isZone(draft.zone)) {
      wrong.zone = 'zone'
    }
  } else if (step === 2) {
    if (draft.adminName.trim() === '') {
      wrong.adminName = 'required'
    }
    if (!/^[a-z0-9][a-z0-9._@-]{1,63}$/.test(draft.login)) {
      wrong.login = 'login'
    }
    if ([...password].length < 12) {
      wrong.password = 'short'
    } else if (password !== again) {
      wrong.again = 'differs'
    }
  } else if ([...draft.areas, ...draft.units].some((r) => r.name.trim() === '' || r.code.trim() === '')) {
    wrong.rows = 'rows'
  }
  return wrong
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** The body the node is sent. Areas name their parent, units their area, by code. */
export function missionBody(draft: MissionDraft, password: string): Record<string, unknown> {
  const codeOf = (key: string) => draft.areas.find((a) => a.key === key)?.code.trim()
  const linked = (name: 'parent' | 'area', row: Row) => (codeOf(row.parent) ? { [name]: codeOf(row.parent) } : {})
  return {
    mission: { name: draft.name.trim(), zone: draft.zone, languages: draft.languages, bounds: readBounds(draft.bounds), exercise: draft.exercise, org: draft.org.trim() },
    admin: { login: draft.login, name: draft.adminName.trim(), password },
    areas: draft.areas.map((r) => ({ name: r.name.trim(), code: r.code.trim(), type: r.type, ...linked('parent', r) })),
    units: draft.units.map((r) => ({ name: r.name.trim(), code: r.code.trim(), component: r.type, ...linked('area', r) })),
  }
}
