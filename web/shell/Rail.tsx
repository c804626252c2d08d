import { ChevronDown, ChevronRight, Ellipsis, PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import { Dialog, DropdownMenu } from 'radix-ui'
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent, RefObject } from 'react'
import { useWords } from '../i18n/i18n.tsx'
import { Link } from '../link.tsx'
import { setPrefs, usePrefs } from '../prefs.ts'
import { usePath } from '../router.ts'
import { useCommands } from './commands.ts'
import { hereIn, useSections } from './places.ts'
import type { Place, Section } from './places.ts'
import { GROUPS, barPlaces, placesShown } from './rail-groups.ts'
import './rail.css'
import { usePhone } from './use-phone.ts'

/** Places in a phone's bar beside the one that opens the others: seven of 48 px in 360 px. */
const BAR_MOST = 6

/** The rail of places, by lines of work. */
export function Rail() {
  const sections = useSections()
  return usePhone() ? <Bar sections={sections} /> : <Side sections={sections} />
}

function Side({ sections }: { sections: Section[] }) {
  const { t } = useWords()
  const path = usePath()
  const { railWide: wide, railFolded } = usePrefs()
  const nav = useRef<HTMLElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const height = useHeight(list)
  const toggle = () => setPrefs({ railWide: !wide })
  useCommands({ 'rail': () => (nav.current?.querySelector<HTMLElement>('[aria-current]') ?? nav.current?.querySelector('a'))?.focus(), 'rail-wide': toggle })
  // With names the list may be scrolled; signs alone are always all in sight.
  const shown = placesShown(sections.map(({ id, places }) => ({ id, size: places.length })), wide ? Infinity : height, railFolded)
  return (
    <nav ref={nav} className={wide ? 'rail wide' : 'rail'} aria-label={t('nav.label')} onKeyDownCapture={moveFocus}>
      <div ref={list} className="railplaces">
        {sections.map((section) => {
          const places = section.places.slice(0, shown.get(section.id))
          const rest = section.places.slice(places.length)
          return (
            <div key={section.id} className="railsection" role="group" aria-label={t(nameOf(section))}>
              {wide && section.id !== 'room' && <Heading section={section} folded={places.length === 0} />}
              {places.map((place) => <Item key={place.id} place={place} named={wide} />)}
              {rest.length > 0 && !wide && <Fly section={section} here={isHere(rest, path)} />}
            </div>
          )
        })}
      </div>
      <button type="button" className="railitem railtoggle" aria-pressed={wide} title={t(wide ? 'rail.signs' : 'rail.names')} onClick={toggle}>
        {wide ? <PanelLeftClose size={18} className="flip" aria-hidden="true" /> : <PanelLeftOpen size={18} className="flip" aria-hidden="true" />}
        <span className="railtext">{t(wide ? 'rail.signs' : 'rail.names')}</span>
      </button>
    </nav>
  )
}

function Item({ place: { icon: Icon, text, to }, named }: { place: Place; named: boolean }) {
  const path = usePath()
  return (
    <Link to={to} className="railitem" aria-current={hereIn(path, to)} title={named ? undefined : text}>
      <Icon size={20} aria-hidden="true" />
      <span className="railtext">{text}</span>
    </Link>
  )
}

/** The name of a section; folds it, here and in the narrow rail. */
function Heading({ section, folded }: { section: Section; folded: boolean }) {
  const { t } = useWords()
  const path = usePath()
  const { railFolded } = usePrefs()
  const Sign = folded ? ChevronRight : ChevronDown
  return (
    <button type="button" className="railhead" aria-expanded={!folded} data-here={(folded && isHere(section.places, path)) || undefined} onClick={() => setPrefs({ railFolded: folded ? railFolded.filter((id) => id !== section.id) : [...railFolded, section.id] })}>
      <span className="grow cut">{t(nameOf(section))}</span><Sign size={14} className={folded ? 'flip' : undefined} aria-hidden="true" />
    </button>
  )
}

/** What of a section has no room: one sign, all its places beside it when asked for. `here`: one is in one that is not shown. */
function Fly({ section, here }: { section: Section; here: boolean }) {
  const { t, dir } = useWords()
  const path = usePath()
  const [open, setOpen] = useState(false)
  const Sign = GROUPS.find((g) => g.id === section.id)?.icon ?? Ellipsis
  /** The arrow towards the page opens it, as menus do. */
  const openWithArrow = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === (dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight')) {
      event.preventDefault()
      setOpen(true)
    }
  }
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={setOpen} dir={dir}>
      <DropdownMenu.Trigger className="railitem" onKeyDown={openWithArrow} aria-current={here ? 'true' : undefined} title={t(nameOf(section))}>
        <Sign size={20} aria-hidden={true} /><ChevronRight size={10} className="flip railmore" aria-hidden="true" />
        <span className="railtext">{t(nameOf(section))}</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" side={dir === 'rtl' ? 'left' : 'right'} align="start" sideOffset={6} collisionPadding={8}>
          <DropdownMenu.Label className="head">{t(nameOf(section))}</DropdownMenu.Label>
          {section.places.map(({ id, icon: Icon, text, to }) => (
            <DropdownMenu.Item key={id} asChild className="item">
              <Link to={to} aria-current={hereIn(path, to)} onClick={() => setOpen(false)}><Icon size={16} aria-hidden="true" /><span className="grow">{text}</span></Link>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

/** A phone's bar: the most used places under the thumb, all others one touch away. */
function Bar({ sections }: { sections: Section[] }) {
  const { t } = useWords()
  const path = usePath()
  const [open, setOpen] = useState(false)
  const inBar = barPlaces(sections, BAR_MOST)
  const rest = sections.map((s) => ({ ...s, places: s.places.filter((p) => !inBar.includes(p)) })).filter((s) => s.places.length > 0)
  return (
    <nav className="rail railbar" aria-label={t('nav.label')}>
      {inBar.map((place) => <Item key={place.id} place={place} named={false} />)}
      {rest.length > 0 && (
        <Dialog.Root open={open} onOpenChange={setOpen}>
          <Dialog.Trigger className="railitem" aria-current={rest.some((s) => isHere(s.places, path)) ? 'true' : undefined} title={t('rail.more')}>
            <Ellipsis size={20} aria-hidden="true" /><span className="railtext">{t('rail.more')}</span>
          </Dialog.Trigger>
          <Dialog.Portal>
            <Dialog.Overlay className="scrim" />
            <Dialog.Content className="dialog railsheet" aria-describedby={undefined}>
              <Dialog.Title asChild><h2>{t('rail.more')}</h2></Dialog.Title>
              {rest.map((section) => (
                <section key={section.id}>
                  <h3>{t(nameOf(section))}</h3>
                  <ul>
                    {section.places.map(({ id, icon: Icon, text, to }) => <li key={id}><Link to={to} aria-current={hereIn(path, to)} onClick={() => setOpen(false)}><Icon size={18} aria-hidden="true" /><span>{text}</span></Link></li>)}
                  </ul>
                </section>
              ))}
            </Dialog.Content>
          </Dialog.Portal>
        </Dialog.Root>
      )}
    </nav>
  )
}

function nameOf({ id }: Section) {
  return GROUPS.find((g) => g.id === id)?.name ?? 'nav.label'
}

function isHere(places: readonly Place[], path: string): boolean {
  return places.some(({ to }) => hereIn(path, to) !== undefined)
}

/** Height of an element in CSS pixels; boundless until it is known. */
function useHeight(element: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(Infinity)
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => entry && setHeight(entry.contentRect.height))
    if (element.current) {
      watch.observe(element.current)
    }
    return () => watch.disconnect()
  }, [element])
  return height
}

/** Arrows go from place to place. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const { target, currentTarget } = event
  // What a folded section opened stands elsewhere and reads its own keys.
  if (!(target instanceof HTMLElement) || !currentTarget.contains(target) || event.ctrlKey || event.metaKey || event.altKey) {
    return
  }
  const stops = [...currentTarget.querySelectorAll<HTMLElement>('a, button')]
  const at = stops.indexOf(target)
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[event.key]
  if (to !== undefined) {
    event.preventDefault()
    event.stopPropagation()
    stops[(to + stops.length) % stops.length]?.focus()
  }
}
