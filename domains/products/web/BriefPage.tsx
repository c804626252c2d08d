import { ChevronLeft, ChevronRight, Expand, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { directionOf } from '../../../core/i18n.ts'
import { fullTime, Marking, navigate, ProblemNotice, useRecord, useSession, useShowing, useTexts, useWords } from '../../../web/face.ts'
import { Blocks } from './Blocks.tsx'
import { ROWS } from './brief.texts.ts'
import { FactPanel } from './FactPanel.tsx'
import { productOf, type ProductView } from './model.ts'
import './products.css'
import './brief.css'

/** How long a page stands when they turn by themselves. */
const STAY_MS = 20_000

/** A product read out to a room: one section a page, over the whole screen, every number still opening its records. */
export function BriefPage({ params }: { params: Record<string, string> }) {
  const tt = useTexts(ROWS)
  const found = useRecord(params['ref'] ?? null)
  if (found.error && !found.data) {
    return <div className="page"><ProblemNotice error={found.error} retry={() => void found.refetch()} /></div>
  }
  return found.data ? <Brief product={productOf(found.data)} /> : <div className="page"><div className="skeleton" aria-label={tt('title')} /></div>
}

function Brief({ product }: { product: ProductView }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const { data } = product
  const [at, setAt] = useState(0)
  const [auto, setAuto] = useState(false)
  const [fact, setFact] = useState<{ section: string; fact: string } | null>(null)
  useShowing('product', [product])
  const sections = data.sections.filter((one) => one.blocks.length > 0)
  const all = sections.length + 1
  const rtl = directionOf(locale) === 'rtl'
  const section = sections[at - 1]
  const leave = () => { void (document.fullscreenElement && document.exitFullscreen()); navigate(`/products/${encodeURIComponent(product.ref)}`) }
  const turn = (by: number) => { setFact(null); setAt((old) => Math.min(all - 1, Math.max(0, old + by))) }
  const time = (iso: string) => fullTime(Date.parse(iso), mission.zone, locale)
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLElement && event.target.closest('input, select, textarea, .factpanel')) {
        return
      }
      const onButton = event.target instanceof HTMLElement && event.target.closest('button, a') !== null
      const by = event.key === 'PageDown' || event.key === (rtl ? 'ArrowLeft' : 'ArrowRight') || (event.key === ' ' && !onButton) ? 1 : event.key === 'PageUp' || event.key === (rtl ? 'ArrowRight' : 'ArrowLeft') ? -1 : 0
      if (by !== 0) {
        event.preventDefault()
        turn(by)
      } else if (event.key === 'Escape' && fact === null) {
        leave()
      } else if (event.key.toLowerCase() === 'a' && !event.ctrlKey && !event.metaKey && !event.altKey) {
        setAuto((on) => !on)
      }
    }
    window.addEventListener('keydown', key)
    return () => window.removeEventListener('keydown', key)
  })
  useEffect(() => {
    if (!auto || fact !== null) {
      return
    }
    const timer = setTimeout(() => (at === all - 1 ? setAuto(false) : setAt(at + 1)), STAY_MS)
    return () => clearTimeout(timer)
  }, [auto, at, all, fact])
  return (
    <div className="brief" role="region" aria-label={tt('title')}>
      <header className="row wrap">
        <Marking handling={section?.handling ?? product.handling} />
        {data.exercise && <strong className="tag warning">{tt('exercise')}</strong>}
        <span className="grow" dir="auto">{data.title}</span>
        <label className="row small"><input type="checkbox" checked={auto} onChange={(event) => setAuto(event.target.checked)} />{tt('auto')}</label>
        <button type="button" className="btn icon plain" aria-label={tt('full')} title={tt('full')} onClick={() => void document.documentElement.requestFullscreen?.().catch(() => undefined)}><Expand size={16} aria-hidden="true" /></button>
        <button type="button" className="btn icon plain" aria-label={tt('leave')} title={tt('leave')} onClick={leave}><X size={16} aria-hidden="true" /></button>
      </header>
      <div className="briefpage" dir={directionOf(data.language)} lang={data.language} aria-live="polite">
        {section === undefined
          ? <div className="briefcover">
              <p>{data.mission}</p><h1>{data.title}</h1>
              {data.period && <p>{tt('period', { from: time(data.period.from), to: time(data.period.to) })}</p>}
              <p>{data.released ? tt('released', { at: time(data.released.at), name: data.released.name }) : <strong>{tt('draft')}</strong>}</p>
              <p className="quiet small" dir={directionOf(locale)} lang={locale}>{tt('keys')}</p>
            </div>
          : <section className="productsection"><h1>{section.title}</h1><Blocks product={product} section={section} open={(from, id) => setFact({ section: from, fact: id })} /></section>}
      </div>
      {fact && <FactPanel product={product.id} section={fact.section} fact={fact.fact} close={() => setFact(null)} />}
      <footer className="row">
        <button type="button" className="btn" disabled={at === 0} onClick={() => turn(-1)}>{rtl ? <ChevronRight size={16} aria-hidden="true" /> : <ChevronLeft size={16} aria-hidden="true" />}{tt('back')}</button>
        <span className="grow" role="status">{tt('slide', { n: number(at + 1), all: number(all) })}</span>
        <Marking handling={section?.handling ?? product.handling} />
        <button type="button" className="btn primary" disabled={at === all - 1} onClick={() => turn(1)}>{tt('next')}{rtl ? <ChevronLeft size={16} aria-hidden="true" /> : <ChevronRight size={16} aria-hidden="true" />}</button>
      </footer>
    </div>
  )
}
