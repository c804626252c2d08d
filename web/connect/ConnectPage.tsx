import { Copy } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { api } from '../api/http.ts'
import { useKinds, useTokens } from '../api/queries.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { Card, FullTime } from '../shell/parts.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { toast } from '../shell/toasts.tsx'
import { addressesOf } from './addresses.ts'
import { ROWS } from './connect.texts.ts'
import './connect.css'

const DAYS = [7, 30, 90, 365] as const

/** Addresses for GIS programs, Google Earth and spreadsheets: make a link, copy an address, end a link. */
export function ConnectPage() {
  const tt = useTexts(ROWS)
  const { label } = useWords()
  const kinds = useKinds()
  const tokens = useTokens()
  const [kind, setKind] = useState('incident')
  const [made, setMade] = useState('')
  const [error, setError] = useState<unknown>(null)
  const links = (tokens.data ?? []).filter((one) => one.scope === 'links')
  const all = addressesOf(window.location.origin, kind, made)
  async function end(id: string) {
    setError(null)
    try {
      await api(`/api/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' })
      toast(tt('ended'))
      await tokens.refetch()
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <div className="page narrowpage stack connectpage">
      <header><h1>{tt('title')}</h1><p className="quiet">{tt('lead')}</p></header>
      <Card title={tt('step')} id="make-link"><div className="stack">
        <p className="quiet">{tt('step.lead')}</p>
        <MakeLink onMade={(value) => { setMade(value); void tokens.refetch() }} />
        {made !== '' && <div className="notice ok" role="status">{tt('made')}</div>}
      </div></Card>
      <Card title={tt('copy')} id="copy-address"><div className="stack">
        <div className="field"><label htmlFor="connect-kind">{tt('kind')}</label><select id="connect-kind" className="select" value={kind} onChange={(e) => setKind(e.target.value)}>{(kinds.data ?? []).map((one) => <option key={one.name} value={one.name}>{label(`kinds.${one.name}`, one.name)}</option>)}</select></div>
        {made === '' && <p className="notice">{tt('placeholder')}</p>}
        <div>
          <Program title={tt('earth')} address={all.earth} steps={[tt('earth.1'), tt('earth.2')]}>{made !== '' && <a className="btn small self-start" href={all.earth} download>{tt('earth.file')}</a>}</Program>
          <Program title={tt('qgis')} address={all.ogc} steps={[tt('qgis.1'), tt('qgis.2')]}>{made !== '' && <Address what={tt('secret')} value={made} />}</Program>
          <Program title={tt('arcgis')} address={all.geojson} steps={[tt('arcgis.1'), tt('arcgis.2')]} />
          <Program title={tt('excel')} address={all.csv} steps={[tt('excel.1')]} />
          <Program title={tt('tiles')} address={all.tiles} steps={[tt('tiles.1')]} />
        </div>
      </div></Card>
      <Card title={tt('links')} id="links">
        {error !== null && <ProblemNotice error={error} />}
        {tokens.error && <ProblemNotice error={tokens.error} retry={() => void tokens.refetch()} />}
        {tokens.data && links.length === 0 && <p className="quiet">{tt('links.none')}</p>}
        <ul className="linklist">{links.map((one) => (
          <li key={one.id}>
            <span className="grow stack tight"><strong dir="auto">{one.name}</strong><span className="quiet small">{one.expiresAt && <>{tt('link.ends')} <FullTime at={one.expiresAt} /> · </>}{one.lastUsedAt ? <>{tt('link.used')} <FullTime at={one.lastUsedAt} /></> : tt('link.unused')}</span></span>
            <button type="button" className="btn small" aria-label={tt('end', { name: one.name })} onClick={() => void end(one.id)}>{tt('end.do')}</button>
          </li>
        ))}</ul>
      </Card>
    </div>
  )
}

function MakeLink({ onMade }: { onMade(value: string): void }) {
  const tt = useTexts(ROWS)
  const [name, setName] = useState('')
  const [days, setDays] = useState(90)
  const [error, setError] = useState<unknown>(null)
  async function make() {
    setError(null)
    try {
      onMade((await api<{ token: string }>('/api/tokens', { method: 'POST', body: { name: name.trim(), days, scope: 'links' } })).token)
      setName('')
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <form className="stack" onSubmit={(e) => { e.preventDefault(); void make() }}>
      <div className="makelink">
        <div className="field"><label htmlFor="link-name">{tt('name')}</label><input id="link-name" className="input" dir="auto" required maxLength={80} value={name} onChange={(e) => setName(e.target.value)} /><span className="hint">{tt('name.hint')}</span></div>
        <div className="field"><label htmlFor="link-days">{tt('days')}</label><select id="link-days" className="select" value={days} onChange={(e) => setDays(Number(e.target.value))}>{DAYS.map((n) => <option key={n} value={n}>{tt('days.n', { n })}</option>)}</select></div>
      </div>
      {error !== null && <ProblemNotice error={error} />}
      <button type="submit" className="btn primary self-start">{tt('make')}</button>
    </form>
  )
}

function Program({ title, address, steps, children }: { title: string; address: string; steps: readonly string[]; children?: ReactNode }) {
  return (
    <section className="program" aria-label={title}>
      <h4>{title}</h4>
      <Address what={title} value={address} />
      <ol className="small">{steps.map((step) => <li key={step}>{step}</li>)}</ol>
      {children}
    </section>
  )
}

function Address({ what, value }: { what: string; value: string }) {
  const tt = useTexts(ROWS)
  const copy = () => navigator.clipboard.writeText(value).then(() => toast(tt('copied')), () => toast(tt('copy.not')))
  return (
    <div className="address">
      <input className="input" readOnly value={value} aria-label={what} onFocus={(e) => e.currentTarget.select()} />
      <button type="button" className="btn small" aria-label={tt('copy.do', { what })} title={tt('copy.do', { what })} onClick={() => void copy()}><Copy size={14} aria-hidden="true" /></button>
    </div>
  )
}
