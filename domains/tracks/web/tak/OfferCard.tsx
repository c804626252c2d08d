import { Send } from 'lucide-react'
import { useState } from 'react'
import { api, Card, ProblemNotice, useTexts, useWords } from '../../../../web/face.ts'
import type { RecordView } from '../../../../web/face.ts'
import { ROWS } from './offer.texts.ts'

/** Beside a data package: tell devices that they can fetch it. */
export function OfferCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const [text, setText] = useState('')
  const [told, setTold] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const callsigns = text.split(/[,;،\n]+/).map((one) => one.trim()).filter((one) => one !== '')
  const send = async () => {
    setError(null)
    setTold(null)
    try {
      setTold((await api<{ devices: number }>(`/api/tak/packages/${record.id}/offer`, { method: 'POST', body: callsigns.length > 0 ? { callsigns } : {} })).devices)
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Card title={tt('offer')} id="tak-offer">
      <form className="stack tight" onSubmit={(e) => { e.preventDefault(); void send() }}>
        <div className="field"><label htmlFor="tak-offer-to">{tt('offer.to')}</label><input id="tak-offer-to" className="input" autoComplete="off" dir="auto" aria-describedby="tak-offer-hint" value={text} onChange={(e) => setText(e.target.value)} /><span className="hint" id="tak-offer-hint">{tt('offer.hint')}</span></div>
        <div className="row wrap"><button type="submit" className="btn"><Send size={14} aria-hidden="true" />{tt('offer.send')}</button><span role="status" className="small">{told === null ? '' : told === 0 ? tt('offer.nobody') : tt('offer.told', { n: number(told) })}</span></div>
        {error !== null && <ProblemNotice error={error} />}
      </form>
    </Card>
  )
}
