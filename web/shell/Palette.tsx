import { useQuery } from '@tanstack/react-query'
import { Dialog } from 'radix-ui'
import { useMemo, useState } from 'react'
import { fold } from '../../core/text.ts'
import { api, queryString } from '../api/http.ts'
import type { RecordPage } from '../api/types.ts'
import { useWords } from '../i18n/i18n.tsx'
import { LANGUAGES } from '../i18n/languages.ts'
import { setPrefs } from '../prefs.ts'
import { roomSource } from '../registry.ts'
import { navigate } from '../router.ts'
import { useBindings } from './bindings.ts'
import { keyCaps } from './keymap.ts'
import { useSections } from './places.ts'
import { setLanguage, signOut } from './TopBar.tsx'

/** The palette gives the focus back as it closes; a command that moves the focus comes after. */
const AFTER_CLOSING_MS = 80

type Entry = { id: string; text: string; hint: string; run(): void }

/** Go anywhere and do anything by typing. Finds records too. */
export function Palette({ open, onOpenChange }: { open: boolean; onOpenChange(open: boolean): void }) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Content close={() => onOpenChange(false)} />
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Content({ close }: { close(): void }) {
  const { t } = useWords()
  const sections = useSections()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const kind = roomSource()?.kind
  const found = useQuery({
    queryKey: ['palette', text], enabled: text.trim().length >= 2 && kind !== undefined,
    queryFn: ({ signal }) => api<RecordPage>(`/api/records?${queryString({ kind, q: text.trim(), limit: 6, sort: '-happened' })}`, { signal }),
  })
  const bindings = useBindings()
  // What the screen behind answers is looked at once, when the palette opens.
  const [commands] = useState(() => bindings.filter((b) => !b.local && b.id !== 'palette' && !b.id.startsWith('go-') && b.shown()))
  const entries = useMemo<Entry[]>(() => {
    const doing = (id: string, label: string, run: () => void, hint = ''): Entry => ({ id, text: label, hint, run })
    const fixed = [
      ...sections.flatMap((s) => s.places).map((p) => doing(`go-${p.id}`, p.text, () => navigate(p.to), t('palette.go'))),
      doing('me', t('nav.me'), () => navigate('/me'), t('palette.go')),
      // All that keys do on this screen, with the key beside it.
      ...commands.map((b) => doing(`do-${b.id}`, b.words, () => setTimeout(b.run, AFTER_CLOSING_MS), b.keys.map((key) => keyCaps(key).join(' ')).join(' · '))),
      ...(['light', 'dark', 'night', 'auto'] as const).map((theme) => doing(`theme-${theme}`, `${t('theme.title')}: ${t(`theme.${theme}`)}`, () => setPrefs({ theme }))),
      ...LANGUAGES.map(([code, name]) => doing(`lang-${code}`, `${t('language.title')}: ${name}`, () => setLanguage(code, true))),
      doing('out', t('user.sign-out'), () => void signOut(t)),
    ]
    const wanted = fold(text.trim())
    const records = (found.data?.items ?? []).map((r) => doing(r.id, `${r.ref}  ${r.title}`, () => navigate(`/records/${encodeURIComponent(r.ref)}`), t('palette.record')))
    return [...fixed.filter((e) => wanted === '' || fold(e.text).includes(wanted)), ...(wanted === '' ? [] : records)]
  }, [sections, t, text, found.data, commands])
  const chosen = Math.min(at, Math.max(0, entries.length - 1))
  const run = (entry: Entry | undefined) => {
    if (entry) {
      close()
      entry.run()
    }
  }
  return (
    <Dialog.Content className="dialog palette" aria-describedby={undefined}>
      <Dialog.Title className="sr">{t('palette.title')}</Dialog.Title>
      <input
        className="input" autoFocus value={text} placeholder={t('palette.placeholder')} role="combobox" aria-expanded="true" aria-controls="palette-list" aria-activedescendant={entries[chosen] ? `pal-${entries[chosen].id}` : undefined} aria-label={t('palette.title')}
        onChange={(e) => { setText(e.target.value); setAt(0) }}
        onKeyDown={(e) => {
          const move = e.key === 'ArrowDown' ? 1 : e.key === 'ArrowUp' ? -1 : 0
          if (move !== 0) {
            e.preventDefault()
            setAt((chosen + move + entries.length) % Math.max(1, entries.length))
          } else if (e.key === 'Enter') {
            e.preventDefault()
            run(entries[chosen])
          }
        }}
      />
      <ul id="palette-list" role="listbox" aria-label={t('palette.title')}>
        {entries.map((entry, i) => (
          <li key={entry.id} id={`pal-${entry.id}`} role="option" aria-selected={i === chosen} className="item" onClick={() => run(entry)} onKeyDown={undefined} onMouseMove={() => setAt(i)}>
            <span className="grow cut" dir="auto">{entry.text}</span><span className="quiet small">{entry.hint}</span>
          </li>
        ))}
        {entries.length === 0 && <li className="quiet none">{t('palette.none')}</li>}
      </ul>
    </Dialog.Content>
  )
}
