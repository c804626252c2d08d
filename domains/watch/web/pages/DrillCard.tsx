import { Siren } from 'lucide-react'
import { useState } from 'react'
import { api, Card, navigate, ProblemNotice, useMoment, useTexts, type RecordView } from '../../../../web/face.ts'
import { ROWS } from './pages.texts.ts'

/** Tries an alert plan as a drill; the alert it raises shows who was told and what became of it. */
export function DrillCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const past = useMoment() !== null
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  if (past || !record.can.includes('edit')) {
    return null
  }
  const raise = async () => {
    setBusy(true)
    setProblem(null)
    try {
      const { ref } = await api<{ ref: string }>(`/api/alerts/plans/${record.id}/drill`, { method: 'POST' })
      navigate(`/records/${ref}`)
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Card title={tt('plan.drill')} id="drill">
      <p className="quiet small">{tt('plan.drill.lead')}</p>
      {problem !== null && <ProblemNotice error={problem} />}
      <p className="noprint"><button type="button" className="btn small" disabled={busy} onClick={() => void raise()}><Siren size={14} aria-hidden="true" />{tt('plan.drill.raise')}</button></p>
    </Card>
  )
}
