import { useQuery } from '@tanstack/react-query'
import QRCode from 'qrcode'
import { useState } from 'react'
import { api, Card, fullTime, ProblemNotice, toast, useOnce, useSession, useTexts, useWords } from '../../../../web/face.ts'
import type { MadeCode, TakState } from './model.ts'
import { ROWS } from './tak.texts.ts'

const HOURS = [1, 24, 72, 336] as const
type Account = { id: string; active: boolean; data: { login: string; name: string } }

/** A code for one device of one person, and what to do with it on the device. */
export function EnrolCard({ tak, onChange }: { tak: TakState; onChange(): Promise<unknown> }) {
  const tt = useTexts(ROWS)
  const accounts = useQuery({ queryKey: ['tak-accounts'], queryFn: () => api<{ items: Account[] }>('/api/admin/users').then((r) => r.items.filter((one) => one.active).sort((a, b) => a.data.name.localeCompare(b.data.name))), staleTime: 60_000 })
  const [user, setUser] = useState('')
  const [hours, setHours] = useState(24)
  const [made, setMade] = useState<MadeCode | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [underWay, begin] = useOnce()
  const make = async () => {
    setError(null)
    try {
      setMade(await api<MadeCode>('/api/tak/codes', { method: 'POST', body: { user, hours } }))
      await onChange()
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Card title={tt('enrol')} id="enrol">
      <div className="stack">
        <p className="quiet">{tt('enrol.lead')}</p>
        <form className="adminfilters" onSubmit={(e) => { e.preventDefault(); void begin(make) }}>
          <div className="field"><label htmlFor="tak-person">{tt('person')}</label><select id="tak-person" className="select" required value={user} onChange={(e) => setUser(e.target.value)}><option value="">{tt('person.choose')}</option>{accounts.data?.map((one) => <option key={one.id} value={one.id}>{one.data.name} · {one.data.login}</option>)}</select></div>
          <div className="field"><label htmlFor="tak-hours">{tt('valid')}</label><select id="tak-hours" className="select" value={hours} onChange={(e) => setHours(Number(e.target.value))}>{HOURS.map((one) => <option key={one} value={one}>{one < 72 ? tt('hours', { n: one }) : tt('days', { n: one / 24 })}</option>)}</select></div>
          <button type="submit" className="btn primary" disabled={user === '' || tak.host === null || underWay}>{tt('make')}</button>
        </form>
        {(error ?? accounts.error) ? <ProblemNotice error={error ?? accounts.error} /> : null}
        {made ? <Made key={made.id} made={made} ready={tak.authority !== null} onDone={() => setMade(null)} /> : <Packages ready={tak.authority !== null && tak.host !== null} />}
        <OpenCodes tak={tak} onChange={onChange} />
      </div>
    </Card>
  )
}

function Packages({ ready }: { ready: boolean }) {
  const tt = useTexts(ROWS)
  return ready ? <div className="row wrap"><a className="btn small" href="/api/tak/package?for=atak" download>{tt('package.atak')}</a><a className="btn small" href="/api/tak/package?for=itak" download>{tt('package.itak')}</a></div> : <p className="small quiet">{tt('step.trust.none')}</p>
}

function Made({ made, ready, onDone }: { made: MadeCode; ready: boolean; onDone(): void }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const copy = () => navigator.clipboard.writeText(made.code).then(() => toast(tt('copied')), () => toast(tt('copy.none')))
  return (
    <section className="takcode" aria-labelledby="tak-code-title" role="status">
      <div className="row wrap"><h4 id="tak-code-title" className="grow">{tt('code', { login: made.login })}</h4><button type="button" className="btn small" onClick={() => void copy()}>{tt('copy')}</button><button type="button" className="btn small" onClick={onDone}>{tt('done')}</button></div>
      <dl className="factlist"><dt>{tt('login')}</dt><dd><bdi className="mono">{made.login}</bdi></dd><dt>{tt('secret')}</dt><dd><bdi className="mono secret">{made.code}</bdi></dd></dl>
      <p className="small">{tt('code.once', { until: fullTime(Date.parse(made.expiresAt), mission.zone, locale) })}</p>
      <ol className="stack">
        <li><p>{tt('step.trust')}</p><Packages ready={ready} /></li>
        <li className="scan"><p>{tt('step.atak')}</p><Scan text={made.atak} label={tt('qr.atak')} /></li>
        <li className="scan"><p>{tt('step.itak')}</p><Scan text={made.itak} label={tt('qr.itak')} /></li>
      </ol>
    </section>
  )
}

/** Dark on white whatever the theme: cameras read nothing else reliably. */
function Scan({ text, label }: { text: string; label: string }) {
  const svg = useQuery({ queryKey: ['qr', text], queryFn: () => QRCode.toString(text, { type: 'svg', margin: 2 }), staleTime: Infinity, gcTime: 0 })
  return svg.data ? <img className="qr" alt={label} src={`data:image/svg+xml;utf8,${encodeURIComponent(svg.data)}`} /> : <span className="qr" />
}

function OpenCodes({ tak, onChange }: { tak: TakState; onChange(): Promise<unknown> }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const [error, setError] = useState<unknown>(null)
  const open = tak.codes.filter((one) => one.state === 'open')
  const end = async (id: string) => {
    setError(null)
    try {
      await api(`/api/tak/codes/${id}`, { method: 'DELETE' })
      await onChange()
    } catch (problem) {
      setError(problem)
    }
  }
  if (open.length === 0) {
    return null
  }
  return (
    <section aria-labelledby="tak-open-codes">
      <h4 id="tak-open-codes">{tt('codes.open')}</h4>
      <ul className="takservices">{open.map((one) => <li key={one.id}><bdi className="mono">{one.login}</bdi><span className="grow quiet small">{tt('codes.until')} {fullTime(Date.parse(one.expiresAt), mission.zone, locale)}</span><button type="button" className="btn small" aria-label={tt('codes.end.of', { login: one.login })} onClick={() => void end(one.id)}>{tt('codes.end')}</button></li>)}</ul>
      {error !== null && <ProblemNotice error={error} />}
    </section>
  )
}
