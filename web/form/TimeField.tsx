import { useState } from 'react'
import type { Json, JsonObject } from '../../core/json.ts'
import { toIso } from '../../core/time.ts'
import { TIME_PRECISIONS } from '../../core/time-precision.ts'
import { useWords } from '../i18n/i18n.tsx'
import { valueWords } from '../registry.ts'
import { useSession } from '../session.tsx'
import { dtg, fullTime } from '../time/format.ts'
import { serverNow } from '../time/now.ts'
import { readTime } from '../time/typed.ts'

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
