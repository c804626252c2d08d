import { TriangleAlert } from 'lucide-react'
import { inLocale } from '../../../core/i18n.ts'
import { Age, Link, useTexts, useWords } from '../../../web/face.ts'
import type { Crisis } from '../shared/crisis.ts'
import { LEVEL_WORDS } from '../shared/texts.ts'
import { ROWS } from './crisis-banner.texts.ts'
import { useList } from './read.ts'
import './watchlog.css'

/** On every page while a crisis runs. */
export function CrisisBanner() {
  const tt = useTexts(ROWS)
  const { colon, locale } = useWords()
  const running = useList({ kind: 'crisis', where: { state: ['running'] }, sort: { by: 'logged', dir: 'desc' } }, 5).items ?? []
  if (running.length === 0) {
    return null
  }
  return (
    <section className="crisisstrip" aria-label={tt('banners')}>
      {running.map((record) => {
        const crisis = record.data as unknown as Crisis
        return <p key={record.id} className="row wrap"><TriangleAlert size={16} aria-hidden="true" /><strong>{tt('banner')}{colon}{inLocale(LEVEL_WORDS[crisis.level], locale)}</strong><Link to={`/crises/${record.ref}`}><bdi>{crisis.name}</bdi></Link><span className="small nowrap"><Age at={crisis.began} /></span></p>
      })}
    </section>
  )
}
