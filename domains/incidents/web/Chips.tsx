import { CircleAlert, Clock, Crosshair, MapPin, Radio, Shapes, Skull, Swords, Users } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { api, clockZ, fullTime, queryString, useSession, useWords } from '../../../web/face.ts'
import type { GazetteerItem } from '../../../web/face.ts'
import type { QuickLog, QuickOverride, QuickSpan, SpanKind, SpanValue } from '../shared/quicklog.ts'
import { categoryLabel } from './taxonomy.ts'
import { UNIDENTIFIED } from '../shared/vocabulary.ts'
import { learnPlace } from './names.ts'
import { categoryChoices, word } from './words.ts'

const ICONS: Record<SpanKind, ReactNode> = {
  time: <Clock size={13} aria-hidden="true" />, place: <MapPin size={13} aria-hidden="true" />, category: <Shapes size={13} aria-hidden="true" />, actor: <Users size={13} aria-hidden="true" />, casualties: <Skull size={13} aria-hidden="true" />,
  weapon: <Crosshair size={13} aria-hidden="true" />, callsign: <Radio size={13} aria-hidden="true" />, unit: <Radio size={13} aria-hidden="true" />, severity: <Swords size={13} aria-hidden="true" />, grade: <Swords size={13} aria-hidden="true" />,
}

/** Stand on the chip of a reading, the last one when it has none: from there arrows walk, Enter corrects, Delete says "not this". */
export function focusChip(span: number): void {
  const chips = document.querySelectorAll<HTMLElement>('.quicklog .chip[data-span]')
  ;(chips[span] ?? chips[chips.length - 1])?.focus()
}

/** What was read, one chip a reading; a click corrects it. `caret` marks the reading the writer stands in. */
export function Chips({ log, text, caret, needCategory, onOverride, onLeave }: { log: QuickLog; text: string; caret: number; needCategory: boolean; onOverride(override: QuickOverride): void; onLeave(): void }) {
  const { label, locale } = useWords()
  const { mission } = useSession()
  const hasTime = log.happened !== undefined
  const spans = log.spans.filter((s) => s.end <= text.length)
  function onKeyDown(e: KeyboardEvent<HTMLElement>, span: QuickSpan, at: number) {
    const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    const backward = forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft'
    if (e.key === forward || e.key === backward) {
      e.preventDefault()
      focusChip((at + (e.key === forward ? 1 : -1) + spans.length) % spans.length)
    } else if (e.key === 'Delete' || e.key === 'Backspace') {
      e.preventDefault()
      onOverride({ start: span.start, end: span.end, value: null })
    } else if (e.key === 'Escape' || (e.key === 'ArrowDown' && e.altKey)) {
      e.preventDefault()
      onLeave()
    }
  }
  return (
    <div className="chips" aria-label={label('ui.quick.read')} role="group">
      {!spans.some((s) => s.kind === 'category') && <CategoryChip needed={needCategory} implied={log.category} onChoose={(code) => onOverride({ ...anchor(text, spans), value: { kind: 'category', code } })} />}
      {!hasTime && <span className="chip none" title={label('ui.quick.now-why')}><Clock size={13} aria-hidden="true" />{label('ui.quick.now')}</span>}
      {spans.map((span, at) => (
        <Popover.Root key={`${span.start}-${span.kind}`}>
          <Popover.Trigger className={`chip q-${span.kind}${span.warning ? ' warn' : ''}`} data-span={at} data-at={(span.start <= caret && caret <= span.end) || undefined} onKeyDown={(e) => onKeyDown(e, span, at)} title={span.warning ? label(`ui.warn.${span.warning}`) : label(`ui.span.${span.kind}`)}>
            {span.warning ? <CircleAlert size={13} aria-hidden="true" /> : ICONS[span.kind]}
            <span dir="auto">{wordsOf(span.value, span.label)}</span>
          </Popover.Trigger>
          <Popover.Portal>
            <Popover.Content className="menu" side="top" align="start" sideOffset={6} aria-label={label(`ui.span.${span.kind}`)}>
              <p className="head">{label(`ui.span.${span.kind}`)} · “<span dir="auto">{text.slice(span.start, span.end)}</span>”</p>
              {span.kind === 'time' && log.happened && <p className="head">{fullTime(Date.parse(log.happened.from), mission.zone, locale)}</p>}
              {span.warning && <p className="head warn">{label(`ui.warn.${span.warning}`)} {span.detail}</p>}
              {(span.alternatives ?? []).map((value, i) => <Popover.Close key={i} className="item" onClick={() => onOverride({ start: span.start, end: span.end, value })}>{wordsOf(value, '')}</Popover.Close>)}
              {span.kind === 'category' && <CategorySelect value={span.value.kind === 'category' ? span.value.code : ''} onChoose={(code) => onOverride({ start: span.start, end: span.end, value: { kind: 'category', code } })} />}
              {span.kind === 'place' && <PlaceSearch start={text.slice(span.start, span.end)} onChoose={(item) => { learnPlace(text.slice(span.start, span.end), item); onOverride(placeOverride(span, item)) }} />}
              <Popover.Close className="item" onClick={() => onOverride({ start: span.start, end: span.end, value: null })}>{label('ui.quick.not-this')}</Popover.Close>
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
      ))}
      {log.rest.trim() !== '' && <span className="small quiet rest cut" title={log.rest}>{label('ui.quick.rest')}</span>}
    </div>
  )

  function wordsOf(value: SpanValue, short: string): string {
    switch (value.kind) {
      case 'category':
        return categoryLabel(value.code, locale)
      case 'weapon':
        return `${value.weapon.count ? `${value.weapon.count} × ` : ''}${value.weapon.name ?? word(`weapon.${value.weapon.code}`, locale) ?? value.weapon.code}`
      case 'time':
        return value.time.part === 'instant' ? clockZ(value.time.at) : short || value.time.part
      case 'casualties':
        return value.impact.map((i) => [...(i.group === 'UNK' ? [] : [word(`group.${i.group}`, locale)]), ...(['killed', 'injured', 'missing', 'abducted'] as const).flatMap((m) => (i[m] ? [`${i[m].est ?? i[m].max ?? i[m].min ?? ''} ${word(`measure.${m}`, locale) ?? m}`] : []))].join(' ')).join(', ')
      case 'actor':
        return value.actor.name === UNIDENTIFIED ? label('ui.actor.unidentified') : value.actor.name
      case 'place':
        return value.place.name ?? value.place.mgrs ?? short
      default:
        return short
    }
  }
}

/** A category the text does not say is pinned to the first free stretch of it. */
function anchor(text: string, spans: readonly QuickSpan[]): { start: number; end: number } {
  for (let i = 0; i < text.length; i += 1) {
    if (/\S/.test(text[i] ?? '') && !spans.some((s) => s.start <= i && i < s.end)) {
      return { start: i, end: i + 1 }
    }
  }
  return { start: Math.max(0, text.length - 1), end: text.length }
}

function placeOverride(span: QuickSpan, item: GazetteerItem): QuickOverride {
  return { start: span.start, end: span.end, value: { kind: 'place', place: { lon: item.lon, lat: item.lat, name: item.name, gazetteer: item.id, precision: item.precision as 3, radiusM: item.radiusM, method: 'GAZETTEER', ...(item.pcode ? { pcode: item.pcode } : {}) } } }
}

function CategoryChip({ needed, implied, onChoose }: { needed: boolean; implied: string | undefined; onChoose(code: string): void }) {
  const { label, locale } = useWords()
  const box = useRef<HTMLSelectElement>(null)
  useEffect(() => {
    if (needed) {
      box.current?.focus()
    }
  }, [needed])
  return (
    <span className={`chip select${implied ? ' none' : ' missing'}`} role="group" aria-label={label('ui.span.category')}>
      <Shapes size={13} aria-hidden="true" />
      <CategorySelect value="" box={box} placeholder={implied ? categoryLabel(implied, locale) : label('ui.quick.which')} onChoose={onChoose} />
      {needed && <span className="sr" role="alert">{label('ui.quick.which')}</span>}
    </span>
  )
}

function CategorySelect({ value, onChoose, placeholder, box }: { value: string; onChoose(code: string): void; placeholder?: string; box?: React.Ref<HTMLSelectElement> }) {
  const { locale, label } = useWords()
  const choices = categoryChoices('incident', 'category', locale) ?? []
  const groups = [...new Set(choices.map((c) => c.group))]
  return (
    <select ref={box} className="select slim" aria-label={label('ui.span.category')} value={value} onChange={(e) => { if (e.target.value) { onChoose(e.target.value) } }}>
      {value === '' && <option value="">{placeholder}</option>}
      {groups.map((g) => <optgroup key={g} label={g}>{choices.filter((c) => c.group === g).map((c) => <option key={c.value} value={c.value}>{c.label}</option>)}</optgroup>)}
    </select>
  )
}

function PlaceSearch({ start, onChoose }: { start: string; onChoose(item: GazetteerItem): void }) {
  const { label } = useWords()
  const [typed, setTyped] = useState(start)
  const [items, setItems] = useState<GazetteerItem[]>([])
  useEffect(() => {
    if (typed.trim().length < 2) {
      return undefined
    }
    const timer = setTimeout(() => { void api<{ items: GazetteerItem[] }>(`/api/gazetteer?${queryString({ q: typed.trim(), limit: 6 })}`).then((r) => setItems(r.items), () => setItems([])) }, 250)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <div className="pad tight stack">
      <input className="input" dir="auto" value={typed} aria-label={label('ui.quick.place-search')} placeholder={label('ui.quick.place-search')} onChange={(e) => setTyped(e.target.value)} />
      {items.map((item) => <Popover.Close key={item.id} className="item" onClick={() => onChoose(item)}><span className="grow" dir="auto">{item.name}</span><span className="quiet small">{item.type}</span></Popover.Close>)}
    </div>
  )
}
