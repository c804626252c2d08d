import type { Casualty } from '../../shared/casualty.ts'
import { useCode } from '../words.ts'

/** Triage as letter, shape and colour; dead is hatched. */
export function Triage({ triage }: { triage: Casualty['triage'] }) {
  const code = useCode()
  return <span className="triage" data-triage={triage ?? 'none'} role="img" aria-label={triage ? code('triage', triage) : '–'} title={triage ? code('triage', triage) : undefined}>{triage === 'DEAD' ? '†' : (triage ?? '?')}</span>
}
