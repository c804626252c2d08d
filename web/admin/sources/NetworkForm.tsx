import { useState } from 'react'
import { api } from '../../api/http.ts'
import { useTexts, useWords } from '../../i18n/i18n.tsx'
import { useSession } from '../../session.tsx'
import { ProblemNotice } from '../../shell/ProblemNotice.tsx'
import { ROWS } from './maps.texts.ts'
import { Reason } from './Reason.tsx'

type Tried = { format: string | null; bytes: number; picture: string | null; refused: { reason: string; message: string } | null }
const EMPTY = { name: '', type: 'xyz' as 'xyz' | 'wms', url: '', layers: '', version: '1.3.0' as '1.3.0' | '1.1.1', attribution: '', allowPrivate: false }
/** Zoom a server is tried at: a country is a few tiles wide there. */
const TRY_ZOOM = 6

/** A server of tiles or a WMS: tried with one tile before it is added, and added out of use. */
export function NetworkForm({ onAdd }: { onAdd(data: Record<string, unknown>): Promise<void> }) {
  const tt = useTexts(ROWS)
  const { number, label } = useWords()
  const { mission } = useSession()
  const [form, setForm] = useState(EMPTY)
  const [tried, setTried] = useState<Tried | null>(null)
  const [error, setError] = useState<unknown>(null)
  const change = (part: Partial<typeof EMPTY>) => {
    setForm({ ...form, ...part })
    setTried(null)
  }
  const source = () => ({
    name: form.name.trim() || form.url.slice(0, 60), type: form.type, url: form.url.trim(), attribution: form.attribution.trim(), enabled: false, ...(form.allowPrivate ? { allowPrivate: true } : {}),
    ...(form.type === 'wms' ? { layers: form.layers.trim(), version: form.version } : {}),
  })
  async function test() {
    setError(null)
    const n = 2 ** TRY_ZOOM
    const [west, south, east, north] = mission.bounds
    const lat = (((south + north) / 2) * Math.PI) / 180
    try {
      setTried(await api<Tried>('/api/maps/test', { method: 'POST', body: { source: { order: 0, ...source() }, z: TRY_ZOOM, x: Math.floor((((west + east) / 2 + 180) / 360) * n), y: Math.floor(((1 - Math.asinh(Math.tan(lat)) / Math.PI) / 2) * n) } }))
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <form className="stack" onSubmit={(e) => { e.preventDefault(); void onAdd(source()).then(() => { setForm(EMPTY); setTried(null) }) }}>
      <p className="quiet small">{tt('net.warn')}</p>
      <div className="pair">
        <div className="field"><label htmlFor="mn">{tt('name')}</label><input id="mn" className="input" dir="auto" required maxLength={120} value={form.name} onChange={(e) => change({ name: e.target.value })} /></div>
        <div className="field"><label htmlFor="mt">{tt('type')}</label><select id="mt" className="select" value={form.type} onChange={(e) => change({ type: e.target.value as 'xyz' | 'wms' })}><option value="xyz">{label('value.xyz')}</option><option value="wms">{label('value.wms')}</option></select></div>
      </div>
      <div className="field"><label htmlFor="mu">{tt('url')}</label><input id="mu" className="input mono" dir="ltr" required maxLength={1000} placeholder={form.type === 'xyz' ? 'https://tiles.example.org/{z}/{x}/{y}.png' : 'https://maps.example.org/wms'} value={form.url} onChange={(e) => change({ url: e.target.value })} /></div>
      {form.type === 'wms' && (
        <div className="pair">
          <div className="field"><label htmlFor="ml">{tt('wms-layers')}</label><input id="ml" className="input mono" dir="ltr" required value={form.layers} onChange={(e) => change({ layers: e.target.value })} /></div>
          <div className="field"><label htmlFor="mv">{tt('version')}</label><select id="mv" className="select" value={form.version} onChange={(e) => change({ version: e.target.value as '1.3.0' | '1.1.1' })}><option>1.3.0</option><option>1.1.1</option></select></div>
        </div>
      )}
      <div className="field"><label htmlFor="ma">{tt('attribution')}</label><input id="ma" className="input" dir="auto" maxLength={300} value={form.attribution} onChange={(e) => change({ attribution: e.target.value })} /></div>
      <label className="check"><input type="checkbox" checked={form.allowPrivate} onChange={(e) => change({ allowPrivate: e.target.checked })} />{tt('private')}</label>
      {error ? <ProblemNotice error={error} /> : null}
      {tried && <div role="status" className={`notice ${tried.refused ? 'warning' : ''}`}>{tried.refused ? <Reason refused={tried.refused} /> : <div className="row">{tried.picture && <img className="thumb" src={tried.picture} alt="" />}<span>{tried.format ? tt('tested', { format: tried.format, n: number(tried.bytes) }) : tt('tested.empty')}</span></div>}</div>}
      <div className="row wrap"><button type="button" className="btn" disabled={form.url.trim() === ''} onClick={() => void test()}>{tt('test')}</button><button type="submit" className="btn primary">{tt('add-off')}</button></div>
    </form>
  )
}
