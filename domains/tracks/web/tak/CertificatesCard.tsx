import { useState } from 'react'
import { api, Card, dayTime, fullTime, ProblemNotice, toast, useSession, useTexts, useWords } from '../../../../web/face.ts'
import type { Certificate } from './model.ts'
import { ROWS } from './tak.texts.ts'

const TONES: Record<Certificate['state'], string> = { good: 'ok', revoked: 'critical', expired: '', disabled: 'warning' }

/** Every certificate that was issued, and the way to withdraw one. */
export function CertificatesCard({ certificates, onChange }: { certificates: readonly Certificate[]; onChange(): Promise<unknown> }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const [all, setAll] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  const shown = certificates.filter((one) => all || one.state === 'good')
  return (
    <Card title={tt('certificates')} id="certificates" side={certificates.length > 0 && <span className="quiet small nowrap">{tt('shown', { n: number(shown.length), all: number(certificates.length) })}</span>}>
      {certificates.length > 0 && <label className="check"><input type="checkbox" checked={all} onChange={(e) => setAll(e.target.checked)} />{tt('show.all')}</label>}
      {certificates.length === 0 && <div className="empty"><p className="title">{tt('certificates.none')}</p><p className="quiet">{tt('certificates.none.next')}</p></div>}
      {shown.length > 0 && (
        <table className="admintable stackable">
          <thead><tr><th scope="col">{tt('account')}</th><th scope="col">{tt('device')}</th><th scope="col">{tt('issued')}</th><th scope="col">{tt('ends')}</th><th scope="col">{tt('state')}</th><th><span className="sr">{tt('withdraw')}</span></th></tr></thead>
          <tbody>{shown.map((one) => <Row key={one.serial} one={one} open={chosen === one.serial} onOpen={(open) => setChosen(open ? one.serial : null)} onChange={onChange} />)}</tbody>
        </table>
      )}
    </Card>
  )
}

function Row({ one, open, onOpen, onChange }: { one: Certificate; open: boolean; onOpen(open: boolean): void; onChange(): Promise<unknown> }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const at = (text: string) => <time className="nowrap" dateTime={text} title={fullTime(Date.parse(text), mission.zone, locale)}>{dayTime(Date.parse(text), mission.zone, locale)}</time>
  return (
    <>
      <tr aria-selected={open}>
        <td><bdi className="mono nowrap">{one.login}</bdi></td>
        <td><bdi>{one.device ?? tt('device.unknown')}</bdi><div className="quiet small"><bdi className="mono">{one.serial.slice(0, 12)}</bdi></div></td>
        <td data-label={tt('issued')}>{at(one.issuedAt)}</td>
        <td data-label={tt('ends')}>{at(one.expiresAt)}</td>
        <td><span className={`tag ${TONES[one.state]}`}>{tt(`state.${one.state}`)}</span>{one.revoked && <div className="small quiet" dir="auto">{tt('revoked.by', { name: one.revoked.byName ?? '', reason: one.revoked.reason })}</div>}</td>
        <td>{one.state === 'good' || one.state === 'disabled' ? <button type="button" className="btn small danger" aria-expanded={open} aria-label={tt('withdraw.of', { login: one.login, device: one.device ?? one.serial.slice(0, 12) })} onClick={() => onOpen(!open)}>{tt('withdraw')}</button> : null}</td>
      </tr>
      {open && <tr><td colSpan={6}><Withdraw serial={one.serial} onCancel={() => onOpen(false)} onDone={async () => { onOpen(false); await onChange() }} /></td></tr>}
    </>
  )
}

function Withdraw({ serial, onCancel, onDone }: { serial: string; onCancel(): void; onDone(): Promise<unknown> }) {
  const tt = useTexts(ROWS)
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  const send = async () => {
    setError(null)
    try {
      await api(`/api/tak/certificates/${serial}/revoke`, { method: 'POST', body: { reason: reason.trim() } })
      toast(tt('withdraw.done'))
      await onDone()
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <form className="stack tight" onSubmit={(e) => { e.preventDefault(); void send() }}>
      <div className="field"><label htmlFor={`why-${serial}`}>{tt('withdraw.why')}</label><input id={`why-${serial}`} className="input" autoFocus required minLength={3} maxLength={500} value={reason} onChange={(e) => setReason(e.target.value)} onKeyDown={(e) => { if (e.key === 'Escape') { onCancel() } }} /></div>
      <div className="row wrap"><button type="submit" className="btn danger" disabled={reason.trim().length < 3}>{tt('withdraw.yes')}</button><button type="button" className="btn" onClick={onCancel}>{tt('cancel')}</button></div>
      {error !== null && <ProblemNotice error={error} />}
    </form>
  )
}
