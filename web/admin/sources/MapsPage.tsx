import { useQuery } from '@tanstack/react-query'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useRef, useState } from 'react'
import { queryClient } from '../../api/client.ts'
import { ApiProblem, api } from '../../api/http.ts'
import { FileInput } from '../../form/FileInput.tsx'
import { useTexts, useWords } from '../../i18n/i18n.tsx'
import { Link } from '../../link.tsx'
import { useAddedMaps, type AddedMap } from '../../map/sources.ts'
import { useSession } from '../../session.tsx'
import { ProblemNotice } from '../../shell/ProblemNotice.tsx'
import { size } from '../../time/size.ts'
import { Card, Empty } from '../../shell/parts.tsx'
import { ROWS } from './maps.texts.ts'
import { LimitsForm } from './LimitsForm.tsx'
import { NetworkForm } from './NetworkForm.tsx'
import { Reason } from './Reason.tsx'
import { uploadMap, type MapFileView } from './upload.ts'
import './maps.css'

const MB = 1_000_000

/** Maps the mission added: order, use, state; files and servers are added here. */
export function MapsPage() {
  const tt = useTexts(ROWS)
  const { me } = useSession()
  const admin = me.grants.some((grant) => grant.role === 'ADMIN')
  const maps = useAddedMaps(true)
  const files = useQuery({ queryKey: ['map-files'], enabled: admin, queryFn: () => api<{ folder: string; items: MapFileView[] }>('/api/maps/files') })
  const [error, setError] = useState<unknown>(null)
  const list = maps.data ?? []
  const add = async (data: Record<string, unknown>) => {
    setError(null)
    try {
      await api('/api/records', { method: 'POST', body: { kind: 'map-source', data: { attribution: '', order: Math.min(999, Math.max(0, ...list.map((m) => m.order)) + 1), ...data } } })
      await renew()
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <div className="page narrowpage stack mapspage">
      <header><h1>{tt('title')}</h1><p className="quiet">{tt('lead')}</p></header>
      {(error ?? maps.error ?? files.error) ? <ProblemNotice error={error ?? maps.error ?? files.error} /> : null}
      <Card title={tt('list')} id="maps">
        {maps.data && list.length === 0 && <Empty title={tt('none')} />}
        <ul className="maplist">{list.map((map, i) => <MapRow key={map.id} map={map} before={list[i - 1]} after={list[i + 1]} admin={admin} onError={setError} />)}</ul>
      </Card>
      {admin ? (
        <>
          <Card title={tt('add-file')} id="mapfile"><Upload folder={files.data?.folder ?? ''} onDone={async (file) => add(asSource(file))} /></Card>
          {files.data && files.data.items.length > 0 && <Card title={tt('in-folder')} id="mapfolder"><ul className="maplist">{files.data.items.map((file) => <FileRow key={file.file} file={file} used={list.some((map) => map.file === file.file)} onUse={() => void add(asSource(file))} />)}</ul></Card>}
          <Card title={tt('add-net')} id="mapnet"><NetworkForm onAdd={add} /></Card>
        </>
      ) : <p className="notice">{tt('not-admin')}</p>}
    </div>
  )
}

function asSource(file: MapFileView): Record<string, unknown> {
  return { name: file.facts?.title || file.file.replace(/\.[a-z]+$/, ''), type: file.type, file: file.file, attribution: file.facts?.attribution ?? '', enabled: true }
}

async function renew(): Promise<void> {
  await Promise.all([queryClient.invalidateQueries({ queryKey: ['maps'] }), queryClient.invalidateQueries({ queryKey: ['map-files'] })])
}

function MapRow({ map, before, after, admin, onError }: { map: AddedMap; before: AddedMap | undefined; after: AddedMap | undefined; admin: boolean; onError(error: unknown): void }) {
  const tt = useTexts(ROWS)
  const { label } = useWords()
  const [limits, setLimits] = useState(false)
  const edit = async (one: AddedMap, data: Record<string, unknown>) => {
    await api(`/api/records/${encodeURIComponent(one.id)}/actions`, { method: 'POST', body: { type: 'edit', basedOn: one.version, patch: { fields: data } } })
  }
  const run = (work: () => Promise<void>) => {
    onError(null)
    void work().catch(onError).finally(() => void renew())
  }
  // Two that stand alike get places apart; others change theirs.
  const swap = (other: AddedMap, down: boolean) => run(async () => {
    await edit(map, { order: map.order === other.order ? Math.max(0, Math.min(999, map.order + (down ? 1 : -1))) : other.order })
    if (map.order !== other.order) {
      await edit(other, { order: map.order })
    }
  })
  return (
    <li>
      <Thumb map={map} />
      <div className="grow">
        <p><strong><bdi>{map.name}</bdi></strong> <span className="tag">{map.enabled ? tt('in-use') : tt('off')}</span></p>
        <p className="quiet small">{label(`value.${map.type}`)} · {tt('zooms', { min: map.minZoom, max: map.maxZoom })} · <bdi className="mono">{map.bounds.map((v) => v.toFixed(2)).join(', ')}</bdi></p>
        {map.attribution && <p className="quiet small"><bdi>{map.attribution}</bdi></p>}
        <Reason refused={map.refused} />
        {admin && <details open={limits} onToggle={(e) => setLimits(e.currentTarget.open)}><summary>{tt('limits')}</summary>{limits && <LimitsForm id={map.id} onSave={(patch) => run(async () => { await edit(map, patch); await queryClient.invalidateQueries({ queryKey: ['record', map.id] }) })} />}</details>}
      </div>
      {admin && (
        <div className="row">
          <button type="button" className="btn icon" aria-label={tt('up', { name: map.name })} disabled={!before} onClick={() => before && swap(before, false)}><ArrowUp size={16} /></button>
          <button type="button" className="btn icon" aria-label={tt('down', { name: map.name })} disabled={!after} onClick={() => after && swap(after, true)}><ArrowDown size={16} /></button>
          <button type="button" className="btn small" onClick={() => run(() => edit(map, { enabled: !map.enabled }))}>{tt(map.enabled ? 'turn-off' : 'turn-on')}</button>
          <Link className="btn small" to={`/records/${map.ref}`}>{tt('open')}</Link>
        </div>
      )}
    </li>
  )
}

/** One tile from the middle of the map at its smallest zoom. */
function Thumb({ map }: { map: AddedMap }) {
  const tt = useTexts(ROWS)
  const [bad, setBad] = useState(false)
  if (map.format === 'mvt' || bad || map.refused || map.type === 'xyz' || map.type === 'wms') {
    return <span className="thumb">{map.format === 'mvt' ? tt('no-preview') : '–'}</span>
  }
  const n = 2 ** map.minZoom
  const [west, south, east, north] = map.bounds
  const y = (lat: number) => (1 - Math.asinh(Math.tan((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180)) / Math.PI) / 2
  const at = { x: Math.min(n - 1, Math.floor((((west + east) / 2 + 180) / 360) * n)), y: Math.min(n - 1, Math.floor(((y(south) + y(north)) / 2) * n)) }
  return <img className="thumb" alt={tt('preview', { name: map.name })} src={map.tiles.replace('{z}', String(map.minZoom)).replace('{x}', String(at.x)).replace('{y}', String(at.y))} onError={() => setBad(true)} />
}

function FileRow({ file, used, onUse }: { file: MapFileView; used: boolean; onUse(): void }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  return (
    <li>
      <div className="grow">
        <p className="mono"><bdi>{file.file}</bdi> <span className="quiet small">{file.bytes > 0 ? size(file.bytes, locale) : ''}</span></p>
        {file.facts && <p className="quiet small">{tt('zooms', { min: file.facts.minZoom, max: file.facts.maxZoom })} · {file.facts.format} · <bdi className="mono">{file.facts.bounds.map((v) => v.toFixed(2)).join(', ')}</bdi></p>}
        <Reason refused={file.refused} />
      </div>
      {used ? <span className="quiet small">{tt('used')}</span> : <button type="button" className="btn small" disabled={file.refused !== null} onClick={onUse}>{tt('use')}</button>}
    </li>
  )
}

function Upload({ folder, onDone }: { folder: string; onDone(file: MapFileView): Promise<void> }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const [state, setState] = useState<{ name: string; sent: number; size: number } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const stop = useRef<AbortController | null>(null)
  async function send(file: File) {
    const abort = new AbortController()
    stop.current = abort
    setError(null)
    setState({ name: file.name, sent: 0, size: file.size })
    try {
      await onDone(await uploadMap(file, abort.signal, (sent) => setState({ name: file.name, sent, size: file.size })))
    } catch (problem) {
      if (!(problem instanceof DOMException && problem.name === 'AbortError')) {
        setError(problem)
      }
    } finally {
      setState(null)
    }
  }
  const reason = error instanceof ApiProblem && typeof error.body['reason'] === 'string' ? { reason: error.body['reason'], message: error.message } : null
  return (
    <div className="stack">
      <div className="field">
        <label htmlFor="mapupload">{tt('file')}</label>
        <FileInput id="mapupload" chosen="" accept=".pmtiles,.mbtiles,.gpkg" disabled={state !== null} aria-describedby="mapupload-hint" onChoose={(file) => { if (file) { void send(file) } }} />
        <p className="hint" id="mapupload-hint">{tt('file.hint', { folder })}</p>
      </div>
      {state && (
        <div role="status" className="stack tight">
          <progress max={state.size} value={state.sent} aria-label={state.name} />
          <div className="row"><span className="grow small">{state.sent < state.size ? tt('uploading', { file: state.name, n: number(Math.floor(state.sent / MB)), of: number(Math.ceil(state.size / MB)) }) : tt('checking', { file: state.name })}</span><button type="button" className="btn small" onClick={() => stop.current?.abort()}>{tt('stop')}</button></div>
        </div>
      )}
      {reason ? <div className="notice warning"><Reason refused={reason} /></div> : error ? <ProblemNotice error={error} /> : null}
    </div>
  )
}
