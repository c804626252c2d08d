import { Fragment, useState } from 'react'
import { formatMgrs } from '../../../core/place.ts'
import type { JsonObject } from '../../../core/json.ts'
import { ageText, fullTime, Link, useKinds, useNow, useSession, useTexts, useWords } from '../../../web/face.ts'
import type { LandingSite } from '../shared/landing-site.ts'
import { ASSET_KINDS, THREATS } from '../shared/vocabulary.ts'
import { AddForm, countOf, NotRead, RowForm, Unknown } from './board-parts.tsx'
import { ROWS } from './boards.texts.ts'
import { useSites, type Of } from './read.ts'
import { useCode } from './words.ts'

/** Where a helicopter can land: security, by night, obstacles, and how old that is. */
export function SiteBoard({ open, onOpen }: { open: string | null; onOpen(id: string | null): void }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const code = useCode()
  const found = useSites()
  const [typed, setTyped] = useState({ kind: 'helo', runway: '', water: '' })
  const may = useKinds().data?.some((kind) => kind.name === 'landing-site' && kind.canCreate) === true
  const items = (found.items ?? []).toSorted((a, b) => a.of.name.localeCompare(b.of.name))
  return (
    <section className="evacboard" aria-labelledby="board-sites">
      <h2 id="board-sites">{tt('sites')} {found.items && <span className="quiet small">{tt('shown', { n: number(items.length), all: number(found.total) })}</span>}</h2>
      <NotRead {...found} />
      {found.items?.length === 0 && <p className="quiet">{tt('sites.none')}</p>}
      {items.length > 0 && (
        <div className="evacscroll" role="region" aria-label={tt('sites')} tabIndex={0}>
          <table>
            <thead><tr><th scope="col">{tt('s.name')}</th><th scope="col">{tt('s.grid')}</th><th scope="col">{tt('s.security')}</th><th scope="col">{tt('s.night')}</th><th scope="col">{tt('s.usable')}</th><th scope="col">{tt('s.size')}</th><th scope="col">{tt('s.obstacles')}</th><th scope="col">{tt('f.updated')}</th><th className="noprint"><span className="sr">{tt('report')}</span></th></tr></thead>
            <tbody>{items.map((one) => <Row key={one.id} site={one} open={open === one.id} onOpen={onOpen} />)}</tbody>
          </table>
        </div>
      )}
      {may && <AddForm kind="landing-site" field="place" label={tt('add.site')} data={() => ({ ...(typed.kind === 'helo' ? {} : { kinds: [typed.kind] }), ...(typed.kind === 'fixed' && countOf(typed.runway) !== undefined ? { runwayM: Math.round(countOf(typed.runway)!) } : {}), ...(typed.kind === 'boat' && typed.water.trim() ? { waterway: typed.water.trim() } : {}) })}>
        <div className="field"><label htmlFor="as-kind">{tt('s.kind')}</label><select id="as-kind" className="select" value={typed.kind} onChange={(event) => setTyped((old) => ({ ...old, kind: event.target.value }))}>{ASSET_KINDS.filter((one) => one !== 'ground').map((one) => <option key={one} value={one}>{code('kind', one)}</option>)}</select></div>
        {typed.kind === 'fixed' && <div className="field"><label htmlFor="as-runway">{tt('s.runway')}</label><input id="as-runway" className="input" type="number" min={0} value={typed.runway} onChange={(event) => setTyped((old) => ({ ...old, runway: event.target.value }))} /></div>}
        {typed.kind === 'boat' && <div className="field"><label htmlFor="as-water">{tt('s.water')}</label><input id="as-water" className="input" dir="auto" maxLength={80} value={typed.water} onChange={(event) => setTyped((old) => ({ ...old, water: event.target.value }))} /></div>}
      </AddForm>}
    </section>
  )
}

function Row({ site, open, onOpen }: { site: Of<LandingSite>; open: boolean; onOpen(id: string | null): void }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const { locale, number } = useWords()
  const { mission } = useSession()
  const now = useNow(30_000)
  const { name, place, kinds, runwayM, waterway, security, night, usable, sizeM, obstacles, updatedAt, drill } = site.of
  const yes = (value: boolean | undefined) => (value === undefined ? <Unknown /> : tt(value ? 'yes' : 'no'))
  return (
    <Fragment>
      <tr data-row={site.id} data-drill={drill || undefined} tabIndex={-1}>
        <th scope="row" data-label={tt('s.name')}><Link to={`/records/${site.ref}`} dir="auto">{name}</Link>{kinds && <span className="quiet small"> {kinds.map((one) => code('kind', one)).join(', ')}{runwayM !== undefined && <> · {number(runwayM)} m</>}{waterway && <> · <bdi>{waterway}</bdi></>}</span>}</th>
        <td data-label={tt('s.grid')} className="mono ltr small">{place.lon === undefined || place.lat === undefined ? '' : formatMgrs({ lon: place.lon, lat: place.lat }, 8)}</td>
        <td data-label={tt('s.security')}>{security ? code('threat', security) : <Unknown />}</td>
        <td data-label={tt('s.night')}>{yes(night)}</td>
        <td data-label={tt('s.usable')}>{yes(usable)}</td>
        <td data-label={tt('s.size')}>{sizeM === undefined ? <Unknown /> : number(sizeM)}</td>
        <td data-label={tt('s.obstacles')}>{obstacles ? <span dir="auto">{obstacles}</span> : <Unknown />}</td>
        <td data-label={tt('f.updated')}>{updatedAt ? <span title={fullTime(Date.parse(updatedAt), mission.zone, locale)}>{tt('ago', { age: ageText(now - Date.parse(updatedAt), locale) })}</span> : <Unknown />}</td>
        <td className="noprint">{site.can.includes('report') && <button type="button" className="btn small" aria-expanded={open} onClick={() => onOpen(open ? null : site.id)}>{tt('report')}<span className="sr"> {name}</span></button>}</td>
      </tr>
      {open && <tr className="noprint"><td colSpan={9}><Report site={site} onDone={() => onOpen(null)} /></td></tr>}
    </Fragment>
  )
}

function Report({ site, onDone }: { site: Of<LandingSite>; onDone(): void }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const flag = (value: boolean | undefined) => (value === undefined ? '' : String(value))
  const [typed, setTyped] = useState({ security: site.of.security ?? '', night: flag(site.of.night), usable: flag(site.of.usable), size: site.of.sizeM === undefined ? '' : String(site.of.sizeM), obstacles: site.of.obstacles ?? '' })
  const put = (field: keyof typeof typed) => (event: { target: { value: string } }) => setTyped((old) => ({ ...old, [field]: event.target.value }))
  const patch = (): JsonObject | null => {
    const size = countOf(typed.size)
    const said = { ...(typed.security ? { security: typed.security } : {}), ...(typed.night ? { night: typed.night === 'true' } : {}), ...(typed.usable ? { usable: typed.usable === 'true' } : {}), ...(size ? { sizeM: size } : {}), ...(typed.obstacles.trim() ? { obstacles: typed.obstacles.trim() } : {}) }
    return Object.keys(said).length === 0 ? null : said
  }
  const choice = (field: 'night' | 'usable', label: string) => <div className="field"><label htmlFor={`sr-${field}`}>{label}</label><select id={`sr-${field}`} className="select" value={typed[field]} onChange={put(field)}><option value="">{tt('unknown')}</option><option value="true">{tt('yes')}</option><option value="false">{tt('no')}</option></select></div>
  return (
    <RowForm record={site} type="report" label={tt('report.of', { name: site.of.name })} patch={patch} onDone={onDone}>
      <div className="field"><label htmlFor="sr-security">{tt('s.security')}</label><select id="sr-security" className="select" autoFocus value={typed.security} onChange={put('security')}><option value="">{tt('unknown')}</option>{THREATS.map((one) => <option key={one} value={one}>{code('threat', one)}</option>)}</select></div>
      {choice('night', tt('s.night'))}{choice('usable', tt('s.usable'))}
      <div className="field"><label htmlFor="sr-size">{tt('s.size')}</label><input id="sr-size" className="input" type="number" min={1} max={5000} value={typed.size} onChange={put('size')} /></div>
      <div className="field"><label htmlFor="sr-obstacles">{tt('s.obstacles')}</label><input id="sr-obstacles" className="input" dir="auto" maxLength={500} value={typed.obstacles} onChange={put('obstacles')} /></div>
    </RowForm>
  )
}
