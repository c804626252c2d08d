import { useState } from 'react'
import type { Json, JsonObject } from '../../core/json.ts'
import { parseIso, toIso } from '../../core/time.ts'
import { parseDtg } from '../../core/time-dtg.ts'
import { TIME_PRECISIONS } from '../../core/time-precision.ts'
import { instantOfLocal } from '../../core/time-local.ts'
import { useWords } from '../i18n/i18n.tsx'
import { valueWords } from '../registry.ts'
import { useSession } from '../session.tsx'
import { dtg, fullTime } from '../time/format.ts'
import { serverNow } from '../time/now.ts'

/** `181345Z AUG 21` (or as screens show it, `18 1345Z AUG 21`), ISO, or `2026-08-18 14:45` local → epoch ms; null when it is none of them. */
export function readTime(text: string, zone: string, now: number): number | null {
  const iso = parseIso(text)
  if (iso !== undefined) {
    return iso
  }
  const local = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):?(\d{2})$/.exec(text.trim())
  if (local) {
    const [year, month, day, hour, minute] = local.slice(1).map(Number) as [number, number, number, number, number]
    return month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60 ? instantOfLocal({ year, month, day, hour, minute, second: 0 }, zone) : null
  }
  const read = parseDtg(text.trim().replace(/^(\d{2}) (?=\d{4}\s?[A-Z])/i, '$1'), { now, zone })
  return read.ok ? read.at : null
}

/** One instant, typed as people say it; what was understood is shown under it. */
export function TimeField({ value, onChange, ...rest }: { value: string; onChange(value: Json | undefined): void; id?: string; required?: boolean; 'aria-label'?: string }) {
  const { mission } = useSession()
  const { t, locale } = useWords()
  const at = Date.parse(value)
  const [typed, setTyped] = useState(Number.isFinite(at) ? dtg(at) : value)
  const read = typed.trim() === '' ? null : readTime(typed, mission.zone, serverNow())
  return (
    <>
      <input {...rest} className="input mono" dir="ltr" value={typed} placeholder="181345Z AUG 26" onChange={(e) => {
        setTyped(e.target.value)
        const ms = e.target.value.trim() === '' ? null : readTime(e.target.value, mission.zone, serverNow())
        onChange(e.target.value.trim() === '' ? undefined : ms === null ? e.target.value : toIso(ms))
      }} />
      <span className="hint">{typed.trim() === '' ? t('form.time.hint') : read === null ? t('form.time.unread') : fullTime(read, mission.zone, locale)}</span>
    </>
  )
}

/** From, until and how precisely it is known. */
export function IntervalField({ value, onChange }: { value: JsonObject; onChange(value: Json | undefined): void }) {
  const { t, locale } = useWords()
  const put = (change: JsonObject) => {
    const next: JsonObject = { precision: 'EXACT', ...value, ...change }
    onChange(next['from'] ? next : undefined)
  }
  return (
    <div className="columns3">
      <div><TimeField aria-label={t('time.from')} value={String(value['from'] ?? '')} onChange={(from) => put({ from })} /></div>
      <div><TimeField aria-label={t('time.to')} value={String(value['to'] ?? '')} onChange={(to) => put({ to })} /></div>
      <select className="select" aria-label={t('form.precision')} value={String(value['precision'] ?? 'EXACT')} onChange={(e) => put({ precision: e.target.value })}>
        {TIME_PRECISIONS.map((p) => <option key={p} value={p}>{valueWords('', 'timePrecision', p, locale) ?? p}</option>)}
      </select>
    </div>
  )
}
