import { useState } from 'react'
import { api, ProblemNotice, serverNow, setPreview, toast, useSession, useTexts, useWords } from '../../../web/face.ts'
import { inLocale } from '../../../core/i18n.ts'
import { parseDtg } from '../../../core/time-dtg.ts'
import { AFFILIATIONS, TRACK_SORTS } from '../../../core/fix.ts'
import { HEARD_BY } from '../shared/manual.ts'
import { AFFILIATION_WORDS, SORT_WORDS } from '../shared/texts.ts'
import type { LiveTrack } from '../shared/wire.ts'
import { ROWS } from './panels.texts.ts'
import { Panel } from './Panel.tsx'
import { chooseTrack } from './state.ts'
import { pointOf, placeWords } from './words.ts'

type Answer = { id: string; ref: string; late: boolean }

/** A position heard by radio or telephone: of whom, where, when and by what way. */
export function ReportForm({ track, onClose }: { track: LiveTrack | undefined; onClose(): void }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const [name, setName] = useState('')
  const [sort, setSort] = useState<(typeof TRACK_SORTS)[number]>('vehicle')
  const [affiliation, setAffiliation] = useState<(typeof AFFILIATIONS)[number]>('friend')
  const [place, setPlace] = useState('')
  const [when, setWhen] = useState('')
  const [heardBy, setHeardBy] = useState<(typeof HEARD_BY)[number]>('radio')
  const [note, setNote] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const [wrong, setWrong] = useState(false)
  const [saving, setSaving] = useState(false)
  const read = pointOf(place)
  const typed = (text: string) => {
    setPlace(text)
    const point = pointOf(text)
    setPreview(point && { ...point, radiusM: 0, label: track?.callsign ?? (name || '?') })
  }
  const leave = () => {
    setPreview(null)
    onClose()
  }
  async function save() {
    setProblem(null)
    const time = when.trim() === '' ? null : parseDtg(when, { now: serverNow(), zone: mission.zone, toleranceMs: 60_000 })
    if (time && !time.ok) {
      setWrong(true)
      return
    }
    setWrong(false)
    setSaving(true)
    try {
      const answer = await api<Answer>('/api/tracks/manual', { method: 'POST', body: {
        ...(track ? { track: track.id } : { name: name.trim(), sort, affiliation }), place: place.trim(), heardBy,
        ...(time?.ok ? { at: new Date(time.at).toISOString() } : {}), ...(note.trim() ? { note: note.trim() } : {}),
      } })
      toast(tt(answer.late ? 'report.late' : 'report.saved', { name: track?.callsign ?? track?.name ?? name }))
      leave()
      chooseTrack(answer.id)
    } catch (error) {
      setProblem(error)
    } finally {
      setSaving(false)
    }
  }
  return (
    <Panel title={tt('report')} focus onClose={leave}>
      <form className="stack trackform" onSubmit={(e) => { e.preventDefault(); void save() }}>
        {track
          ? <p><strong dir="auto">{track.callsign ?? track.name}</strong> <span className="quiet small ltr">{track.ref}</span></p>
          : <>
            <label className="field"><span>{tt('report.who')}</span><input className="input" dir="auto" required maxLength={120} data-first value={name} onChange={(e) => setName(e.target.value)} /></label>
            <div className="pair">
              <select className="select" aria-label={tt('opt.by-sort')} value={sort} onChange={(e) => setSort(e.target.value as typeof sort)}>{TRACK_SORTS.map((one) => <option key={one} value={one}>{inLocale(SORT_WORDS[one], locale)}</option>)}</select>
              <select className="select" aria-label={tt('opt.by-affiliation')} value={affiliation} onChange={(e) => setAffiliation(e.target.value as typeof affiliation)}>{AFFILIATIONS.map((one) => <option key={one} value={one}>{inLocale(AFFILIATION_WORDS[one], locale)}</option>)}</select>
            </div>
          </>}
        <label className="field"><span>{tt('report.place')}</span><input className="input" dir="auto" required maxLength={200} {...(track ? { 'data-first': true } : {})} value={place} onChange={(e) => typed(e.target.value)} /></label>
        {read && <p className="quiet small" role="status">{tt('report.read', { place: placeWords(read).grid })}</p>}
        <label className="field"><span>{tt('report.when')}</span><input className="input mono" dir="ltr" value={when} aria-invalid={wrong} onChange={(e) => { setWhen(e.target.value); setWrong(false) }} /></label>
        {wrong && <p className="wrong small" role="alert">{tt('report.when.bad')}</p>}
        <label className="field"><span>{tt('report.heard')}</span><select className="select" value={heardBy} onChange={(e) => setHeardBy(e.target.value as typeof heardBy)}>{HEARD_BY.map((one) => <option key={one} value={one}>{tt(`heard.${one}`)}</option>)}</select></label>
        <label className="field"><span>{tt('report.note')}</span><input className="input" dir="auto" maxLength={500} value={note} onChange={(e) => setNote(e.target.value)} /></label>
        {problem !== null && <ProblemNotice error={problem} />}
        <button type="submit" className="btn primary" disabled={saving}>{tt('report.save')}</button>
      </form>
    </Panel>
  )
}
