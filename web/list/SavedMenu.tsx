import { Bell, BellOff, Bookmark, Link2, Save } from 'lucide-react'
import { Dialog, Popover } from 'radix-ui'
import { useState } from 'react'
import type { Handling } from '../../core/handling.ts'
import type { JsonObject } from '../../core/json.ts'
import { queryClient } from '../api/client.ts'
import { api, uuid7 } from '../api/http.ts'
import type { RecordView } from '../api/types.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { useSession } from '../session.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { toast } from '../shell/toasts.tsx'
import { countConditions, writeAddress, type ListAddress } from './address.ts'
import { ROWS } from './lists.texts.ts'
import { follow, useFollowed } from './followed.ts'
import { addressOf, dataOf, searchOf, useSavedSearches } from './searches.ts'

/** Saved searches of a list: open, follow, share by link, keep what is set now. */
export function SavedMenu({ kind, address, columns, onOpen }: { kind: string; address: ListAddress; columns: readonly string[] | undefined; onOpen(address: ListAddress, columns: string[] | undefined): void }) {
  const { number } = useWords()
  const tt = useTexts(ROWS)
  const saved = useSavedSearches(kind)
  const followed = useFollowed().data ?? []
  const [naming, setNaming] = useState(false)
  const [open, setOpen] = useState(false)
  const here = saved.data?.items.find((record) => record.ref === address.search)
  const news = followed.filter((one) => one.of === kind).reduce((sum, one) => sum + (one.changed ?? 0), 0)
  const update = async (record: RecordView) => {
    try {
      await api(`/api/records/${record.id}/actions`, { method: 'POST', body: { type: 'edit', basedOn: record.version, patch: { fields: fieldsOf(dataOf(record.title, address, columns)) } } })
      toast(tt('saved.updated', { name: record.title }))
      void queryClient.invalidateQueries({ queryKey: ['records', 'kind=saved-search'] })
      void queryClient.invalidateQueries({ queryKey: ['searches'] })
    } catch (error) {
      toast(error instanceof Error ? error.message : '', { tone: 'critical' })
    }
  }
  return (
    <>
      <Popover.Root open={open} onOpenChange={setOpen}>
        <Popover.Trigger className="btn savedbtn" title={tt('saved')}><Bookmark size={15} aria-hidden="true" /><span className="cut">{here?.title ?? tt('saved')}</span>{news > 0 && <span className="badge" title={tt('saved.new', { n: number(news) })}>{number(news)}</span>}</Popover.Trigger>
        <Popover.Portal>
          <Popover.Content className="menu savedmenu" align="end" sideOffset={4} aria-label={tt('saved')}>
            <ul>
              {saved.data?.items.map((record) => {
                const search = searchOf(record)
                const following = followed.find((one) => one.id === record.id)
                return (
                  <li key={record.id} className="row">
                    <button type="button" className="item grow" disabled={!search} aria-current={record.ref === address.search || undefined} onClick={() => { if (search) { setOpen(false); if (following) { void follow(record.id, true) } onOpen(addressOf(record, search), search.columns) } }}>
                      <span className="grow cut" dir="auto">{record.title}</span>
                      {following && (following.changed ?? 0) > 0 && <span className="badge">{number(following.changed ?? 0)}</span>}
                    </button>
                    <button type="button" className="btn plain icon small" aria-pressed={following !== undefined} aria-label={`${following ? tt('saved.following') : tt('saved.follow')}: ${record.title}`} title={tt('saved.follow.hint')} onClick={() => void follow(record.id, !following)}>{following ? <Bell size={14} /> : <BellOff size={14} />}</button>
                    <button type="button" className="btn plain icon small" aria-label={`${tt('saved.link')}: ${record.title}`} title={tt('saved.link')} onClick={() => { if (search) { void navigator.clipboard.writeText(`${window.location.origin}${writeAddress(addressOf(record, search))}`).then(() => toast(tt('saved.link.done')), () => toast(tt('copy.failed'), { tone: 'critical' })) } }}><Link2 size={14} /></button>
                  </li>
                )
              })}
            </ul>
            {saved.data?.items.length === 0 && <p className="head">{tt('saved.none')}</p>}
            <div className="line" />
            {here?.can.includes('edit') && <button type="button" className="item" onClick={() => { setOpen(false); void update(here) }}><Save size={14} aria-hidden="true" />{tt('saved.update', { name: here.title })}</button>}
            <button type="button" className="item" disabled={countConditions(address) === 0 && address.view === 'table' && !address.query.sort} onClick={() => { setOpen(false); setNaming(true) }}><Bookmark size={14} aria-hidden="true" />{tt('saved.save')}</button>
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
      <Dialog.Root open={naming} onOpenChange={setNaming}>
        <Dialog.Portal>
          <Dialog.Overlay className="scrim" />
          <Dialog.Content className="dialog" aria-describedby={undefined}>
            <Dialog.Title asChild><h2>{tt('saved.save')}</h2></Dialog.Title>
            <SaveForm address={address} columns={columns} onDone={(next) => { setNaming(false); if (next) { onOpen(next, undefined) } }} />
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
    </>
  )
}

/** An edit names what is to go as null. */
function fieldsOf(search: ReturnType<typeof dataOf>): JsonObject {
  return { hours: null, columns: null, ...(search as unknown as JsonObject) }
}

function SaveForm({ address, columns, onDone }: { address: ListAddress; columns: readonly string[] | undefined; onDone(next: ListAddress | null): void }) {
  const { t } = useWords()
  const tt = useTexts(ROWS)
  const { me } = useSession()
  const [id] = useState(() => uuid7())
  const [name, setName] = useState('')
  const [share, setShare] = useState<'me' | 'org' | 'all'>('me')
  const [following, setFollowing] = useState(true)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    setError(null)
    try {
      const handling: Handling = { level: 'U', compartments: [], owner: me.org, releasableTo: share === 'all' ? ['*'] : [], caveats: share === 'me' ? ['EYES-NAMED'] : [], ...(share === 'me' ? { named: [me.user] } : {}) }
      const made = await api<RecordView>('/api/records', { method: 'POST', key: id, body: { id, kind: 'saved-search', data: dataOf(name.trim(), address, columns), handling } })
      if (following) {
        await follow(made.id, true)
      }
      void queryClient.invalidateQueries({ queryKey: ['records', 'kind=saved-search'] })
      toast(tt('saved.updated', { name: name.trim() }))
      onDone({ ...address, search: made.ref })
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <form className="stack" onSubmit={(e) => { e.preventDefault(); void save() }}>
      <div className="field"><label htmlFor="search-name">{tt('saved.name')}</label><input id="search-name" className="input" dir="auto" required maxLength={120} autoFocus value={name} onChange={(e) => setName(e.target.value)} /></div>
      <fieldset className="field">
        <legend className="label">{tt('saved.share')}</legend>
        {(['me', 'org', 'all'] as const).map((who) => <label key={who} className="check"><input type="radio" name="share" checked={share === who} onChange={() => setShare(who)} />{tt(`saved.share.${who}`, { org: me.org })}</label>)}
        <span className="hint">{tt('saved.share.hint')}</span>
      </fieldset>
      <div className="field"><label className="check"><input type="checkbox" checked={following} onChange={(e) => setFollowing(e.target.checked)} />{tt('saved.follow')}</label><span className="hint">{tt('saved.follow.hint')}</span></div>
      {error !== null && <ProblemNotice error={error} kept={t('form.kept')} />}
      <div className="row"><button type="submit" className="btn primary" disabled={busy}>{t('action.save')}</button><button type="button" className="btn" onClick={() => onDone(null)}>{t('common.cancel')}</button></div>
    </form>
  )
}
