import { inLocale } from '../../../core/i18n.ts'
import { useRecords, useTexts, useWords } from '../../../web/face.ts'
import { AFFILIATION_WORDS, SORT_WORDS } from '../shared/texts.ts'
import { useLivePicture } from './live.ts'
import { ROWS } from './panels.texts.ts'
import { setTrackSettings, useTrackSettings } from './settings.ts'
import './tracks.css'

/** How tracks are shown: what is left out, marks and limits, and what the marks mean. */
export function LayerOptions() {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const settings = useTrackSettings()
  const { picture } = useLivePicture()
  const feeds = useRecords({ kind: 'feed' }, 200)
  const { hidden } = settings
  const counts = { affiliations: new Map<string, number>(), sorts: new Map<string, number>(), feeds: new Map<string, number>() }
  const add = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1)
  let away = 0
  for (const slot of picture.slots()) {
    const one = picture.facts[slot]
    if (one) {
      away += !one.sos && (hidden.affiliations.includes(one.affiliation) || hidden.sorts.includes(one.sort) || hidden.feeds.includes(one.feed ?? '')) ? 1 : 0
      add(counts.affiliations, one.affiliation)
      add(counts.sorts, one.sort)
      add(counts.feeds, one.feed ?? '')
    }
  }
  const names = new Map(feeds.data?.pages.flatMap((page) => page.items).map((record) => [record.id, record.title]))
  const words = {
    affiliations: (key: string) => inLocale(AFFILIATION_WORDS[key as keyof typeof AFFILIATION_WORDS] ?? AFFILIATION_WORDS.unknown, locale),
    sorts: (key: string) => inLocale(SORT_WORDS[key as keyof typeof SORT_WORDS] ?? SORT_WORDS.unknown, locale),
    feeds: (key: string) => (key === '' ? tt('opt.no-feed') : (names.get(key) ?? key)),
  }
  const part = (which: 'affiliations' | 'sorts' | 'feeds', title: string) => counts[which].size > 0 && (
    <fieldset className="trackpick"><legend>{title}</legend>
      {[...counts[which]].sort((a, b) => b[1] - a[1]).map(([key, n]) => (
        <label key={key} className="check"><input type="checkbox" checked={!hidden[which].includes(key)} onChange={(e) => setTrackSettings({ hidden: { ...hidden, [which]: e.target.checked ? hidden[which].filter((one) => one !== key) : [...hidden[which], key] } })} /><span className="grow" dir="auto">{words[which](key)}</span><span className="quiet small">{number(n)}</span></label>
      ))}
    </fieldset>
  )
  const minutes = (which: 'oldMin' | 'lostMin', label: string) => (
    <label className="trackmin"><span>{label}</span><input className="input small" type="number" min={1} max={1440} value={settings[which]} onChange={(e) => { const n = Number(e.target.value); if (n >= 1 && n <= 1440) { setTrackSettings({ [which]: n }) } }} /></label>
  )
  const { oldMin, lostMin } = settings
  return (
    <details className="trackoptions">
      <summary>{tt('options')}</summary>
      {part('affiliations', tt('opt.by-affiliation'))}
      {part('sorts', tt('opt.by-sort'))}
      {part('feeds', tt('opt.by-feed'))}
      {(['labels', 'ahead', 'cluster'] as const).map((one) => <label key={one} className="check"><input type="checkbox" checked={settings[one]} onChange={(e) => setTrackSettings({ [one]: e.target.checked })} /><span>{tt(`opt.${one}`)}</span></label>)}
      {minutes('oldMin', tt('opt.old'))}
      {minutes('lostMin', tt('opt.lost'))}
      <ul className="legend">
        <li>{tt('legend.old', { n: oldMin })}</li><li>{tt('legend.lost', { n: lostMin })}</li><li>{tt('legend.manual')}</li><li>{tt('legend.ahead')}</li><li>{tt('legend.sos')}</li><li>{tt('legend.unknown')}</li>
      </ul>
      {away > 0 && <p className="note">{tt('hidden', { n: number(away) })}</p>}
      {picture.dropped > 0 && <p className="note">{tt('dropped', { n: number(picture.dropped) })}</p>}
    </details>
  )
}
