import { ChevronLeft } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { api, Link, navigate, ProblemNotice, queryClient, usePermits, useRecords, useTexts, uuid7, write, type RecordView } from '../../../../web/face.ts'
import { ROWS } from './feeds.texts.ts'
import type { FeedList } from './model.ts'
import { ASKS, isKnown, PRESETS, type Preset } from './presets.ts'
import './feeds.css'

/** Choose what sends, then fill in what that needs. */
export function AddFeedPage() {
  const tt = useTexts(ROWS)
  const feeds = useQuery({ queryKey: ['feeds'], queryFn: () => api<FeedList>('/api/feeds') })
  const [preset, setPreset] = useState<Preset | null>(null)
  const known = (one: Preset) => isKnown(one.codec, feeds.data?.codecs ?? [])
  return (
    <div className="page narrowpage stack feedspage">
      <p><Link className="row" to="/feeds"><ChevronLeft size={15} className="flipped" aria-hidden="true" />{tt('back')}</Link></p>
      <h1>{tt('add')}</h1>
      {feeds.error && <ProblemNotice error={feeds.error} retry={() => void feeds.refetch()} />}
      {feeds.isPending && <div className="skeleton" />}
      {feeds.data && (
        <section className="stack" aria-labelledby="feed-what">
          <h2 id="feed-what">{tt('form.what')}</h2>
          <div className="feedpresets">{PRESETS.map((one) => (
            <button key={one.id} type="button" className="btn feedpreset" aria-pressed={preset?.id === one.id} disabled={!known(one)} title={known(one) ? undefined : tt('form.missing')} onClick={() => setPreset(one)}>
              <span>{tt(`preset.${one.id}`)}</span>
              <span className="small quiet">{known(one) ? `${one.codec} · ${tt(`by.${one.transport}`)}` : tt('form.missing')}</span>
            </button>
          ))}
          </div>
        </section>
      )}
      {preset && <Details key={preset.id} preset={preset} />}
    </div>
  )
}

function Details({ preset }: { preset: Preset }) {
  const tt = useTexts(ROWS)
  const asks = ASKS[preset.transport]
  const permits = usePermits()
  const technologies = useRecords({ kind: 'technology', sort: { by: 'updated', dir: 'desc' } }, 200)
  const items = technologies.data?.pages.flatMap((page) => page.items) ?? []
  const [name, setName] = useState<string>(tt(`preset.${preset.id}`))
  const [technology, setTechnology] = useState('')
  const [port, setPort] = useState(preset.port === undefined ? '' : String(preset.port))
  const [address, setAddress] = useState(preset.address ?? '')
  const [registers, setRegisters] = useState(preset.affiliation === 'friend')
  const [recordMb, setRecordMb] = useState('0')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    form.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const save = async () => {
    setError(null)
    setBusy(true)
    const { sort, source, affiliation, options } = preset
    const data = {
      name: name.trim(), technology, codec: preset.codec, transport: preset.transport, enabled: true, registers, recordMb: Number(recordMb),
      ...(asks.port && port !== '' ? { port: Number(port) } : {}), ...(address.trim() === '' ? {} : { address: address.trim() }),
      ...(options ? { options } : {}), ...(sort === undefined ? {} : { sort }), ...(source === undefined ? {} : { source }), ...(affiliation === undefined ? {} : { affiliation }),
    }
    try {
      const id = uuid7()
      const made = await write<RecordView>({ key: id, path: '/api/records', label: data.name, body: { id, kind: 'feed', data, at: new Date().toISOString() } })
      await queryClient.invalidateQueries({ queryKey: ['feeds'] })
      navigate(`/feeds/${encodeURIComponent(made.id)}`)
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  const stands = (code: string) => permits.data?.find((one) => one.code === code)?.valid === true
  return (
    <form ref={form} className="card feedform" aria-labelledby="feed-details" onSubmit={(e) => { e.preventDefault(); void save() }}>
      <div className="body stack">
        <h2 id="feed-details">{tt('form.details')}</h2>
        <div className="field"><label htmlFor="feed-name">{tt('form.name')}</label><input id="feed-name" className="input" required maxLength={120} value={name} onChange={(e) => setName(e.target.value)} dir="auto" /></div>
        {technologies.data && items.length === 0
          ? <p className="notice warning"><span>{tt('form.technology.none')} <Link to="/technologies">{tt('form.technology.open')}</Link></span></p>
          : <div className="field"><label htmlFor="feed-technology">{tt('form.technology')}</label><select id="feed-technology" className="select" required value={technology} onChange={(e) => setTechnology(e.target.value)} aria-describedby="feed-technology-hint"><option value="">{tt('form.choose')}</option>{items.map((one) => <option key={one.id} value={String(one.data['code'])}>{String(one.data['name'])}{permits.data && !stands(String(one.data['code'])) ? ` – ${tt('form.technology.no')}` : ''}</option>)}</select><span className="hint" id="feed-technology-hint">{tt('form.technology.hint')}</span></div>}
        {asks.port && <div className="field"><label htmlFor="feed-port">{tt(preset.transport === 'mqtt' ? 'form.port.mqtt' : 'form.port')}</label><input id="feed-port" className="input feedshort ltr" type="number" min={1} max={65_535} required={!address.includes('://')} value={port} onChange={(e) => setPort(e.target.value)} /></div>}
        {asks.address !== 'none' && <div className="field"><label htmlFor="feed-address">{tt(`address.${asks.address}`)}</label><input id="feed-address" className="input ltr" maxLength={1000} required={asks.address !== 'listen' && asks.address !== 'topics'} value={address} onChange={(e) => setAddress(e.target.value)} /></div>}
        <div className="field"><label htmlFor="feed-record">{tt('form.record')}</label><input id="feed-record" className="input feedshort ltr" type="number" min={0} max={10_000} value={recordMb} onChange={(e) => setRecordMb(e.target.value)} /></div>
        <label className="check"><input type="checkbox" checked={registers} onChange={(e) => setRegisters(e.target.checked)} />{tt('form.registers')}</label>
        {error !== null && <ProblemNotice error={error} />}
        <p><button type="submit" className="btn primary" disabled={busy}>{tt('form.save')}</button></p>
      </div>
    </form>
  )
}
