import { useTexts } from '../../../web/face.ts'
import { ROWS } from './watch.texts.ts'
import './watch.css'

/** An alert that is not real says so wherever it stands: whoever sees one in the banner of a live mission must not act on it. */
export function DrillMark({ drill }: { drill: boolean | undefined }) {
  const tt = useTexts(ROWS)
  return drill === true ? <span className="alertdrill">{tt('drill')}</span> : null
}
