import { marking } from '../../core/handling.ts'
import { formatDtg } from '../../core/time-dtg.ts'
import { useWords } from '../i18n/i18n.tsx'
import { useSession } from '../session.tsx'
import { useNow } from '../time/now.ts'
import { useMarking } from './parts.tsx'
import { useShownHandling } from './shown-handling.ts'

/** Every printed page carries the marking of what is on screen at its top and bottom, time, name and page n of m (page-margin boxes). Part of the first load: whoever prints at once prints marked. */
export function PageMarks() {
  const { me, mission } = useSession()
  const { t } = useWords()
  const handling = useShownHandling()
  const line = useMarking()(handling)
  // Paper travels between readers of different languages: it carries the line of the mission as well.
  const ofMission = marking(handling)
  const paper = line === ofMission ? line : `${line} / ${ofMission}`
  const now = useNow(60_000)
  const text = (words: string) => `"${words.replace(/["\\\n\r<]/g, ' ')}"`
  const head = mission.exercise ? `${t('shell.exercise')} · ${paper}` : paper
  return <style>{`@media print { @page { @top-center { content: ${text(head)}; font: 600 9pt sans-serif } @bottom-left { content: ${text(`${formatDtg(now)} · ${me.name}`)}; font: 8pt sans-serif } @bottom-center { content: ${text(paper)}; font: 600 9pt sans-serif } @bottom-right { content: counter(page) "/" counter(pages); font: 8pt sans-serif } } }`}</style>
}
