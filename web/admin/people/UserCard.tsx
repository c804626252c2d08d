import { useQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { COMPARTMENTS, LEVELS } from '../../../core/handling.ts'
import { inLocale } from '../../../core/i18n.ts'
import { SIDES } from '../../../core/policy.ts'
import { ROLE_CODES, ROLES, type RoleCode } from '../../../core/roles.ts'
import { queryClient } from '../../api/client.ts'
import { api } from '../../api/http.ts'
import { useAreas } from '../../api/queries.ts'
import type { RecordPage } from '../../api/types.ts'
import { DayInput } from '../../form/WhenInput.tsx'
import { useTexts, useWords } from '../../i18n/i18n.tsx'
import { Link } from '../../link.tsx'
import { useSession } from '../../session.tsx'
import { Card } from '../../shell/parts.tsx'
import { ProblemNotice } from '../../shell/ProblemNotice.tsx'
import { toast } from '../../shell/toasts.tsx'
import type { Account, AccountData, DatedGrant } from '../types.ts'
import { ROWS } from './people.texts.ts'

type Secret = { login: string; password: string }
const DAY_MS = 86_400_000
const MOST_UNITS = 500
const day = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

/** One account, to make (`account` null) or to change. */
export function UserCard({ account, others, onClose, onSecret }: { account: Account | null; others: readonly Account[]; onClose(): void; onSecret(secret: Secret): void }) {
  const tt = useTexts(ROWS)
  const { t } = useWords()
  const { mission } = useSession()
  const [data, setData] = useState<AccountData>(account?.data ?? { login: '', name: '', org: mission.org, side: 'mission', clearance: 'C', compartments: [], grants: [{ role: 'JOC-DO', area: null }] })
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const units = useQuery({ queryKey: ['units-all'], queryFn: () => api<RecordPage>(`/api/records?kind=unit&limit=${MOST_UNITS}`).then((page) => page.items) })
  const set = (more: Partial<AccountData>) => setData({ ...data, ...more })
  const run = async (work: () => Promise<void>) => {
    setError(null)
    setBusy(true)
    try {
      await work()
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
    await queryClient.invalidateQueries({ queryKey: ['admin'] })
  }
  const save = () => run(async () => {
    const kept = { ...data, grants: data.grants.map(({ role, area, from, until }) => ({ role, area, ...(from ? { from } : {}), ...(until ? { until } : {}) })) }
    if (account === null) {
      const { unit, ...rest } = kept
      const made = await api<{ password: string }>('/api/admin/users', { method: 'POST', body: { data: unit ? kept : rest } })
      onSecret({ login: data.login.trim().toLowerCase(), password: made.password })
      onClose()
      return
    }
    const changed = Object.fromEntries((['name', 'org', 'side', 'unit', 'clearance', 'compartments', 'grants'] as const).flatMap((field) => (JSON.stringify(kept[field]) === JSON.stringify(account.data[field]) ? [] : [[field, kept[field] || null]])))
    if (Object.keys(changed).length > 0) {
      await edit(account, changed)
    }
    toast(tt('saved'))
    onClose()
  })
  return (
    <Card title={account ? tt('edit', { name: account.data.name }) : tt('new')} id="usercard" side={<button type="button" className="btn small" onClick={onClose}>{tt('close')}</button>}>
      <form className="stack" onSubmit={(e) => { e.preventDefault(); void save() }}>
        <div className="adminform">
          <div className="field"><label htmlFor="u-name">{tt('name')}</label><input id="u-name" className="input" dir="auto" required maxLength={120} autoFocus value={data.name} onChange={(e) => set({ name: e.target.value })} /></div>
          <div className="field"><label htmlFor="u-login">{tt('login')}</label><input id="u-login" className="input mono" dir="ltr" required disabled={account !== null} autoCapitalize="none" spellCheck={false} value={data.login} onChange={(e) => set({ login: e.target.value })} />{account === null && <span className="hint">{tt('login.hint')}</span>}</div>
          <div className="field"><label htmlFor="u-org">{tt('org')}</label><input id="u-org" className="input" required maxLength={64} value={data.org} onChange={(e) => set({ org: e.target.value })} /></div>
          <div className="field"><label htmlFor="u-side">{tt('side')}</label><select id="u-side" className="select" value={data.side} onChange={(e) => set({ side: e.target.value })}>{SIDES.map((side) => <option key={side} value={side}>{tt(`side.${side}`)}</option>)}</select></div>
          <div className="field"><label htmlFor="u-unit">{tt('unit')}</label><select id="u-unit" className="select" value={data.unit ?? ''} onChange={(e) => set({ unit: e.target.value })}><option value="">{tt('none')}</option>{units.data?.map((unit) => <option key={unit.id} value={unit.id}>{unit.title}</option>)}</select></div>
          <div className="field"><label htmlFor="u-clear">{tt('clearance')}</label><select id="u-clear" className="select" value={data.clearance} onChange={(e) => set({ clearance: e.target.value as AccountData['clearance'] })}>{LEVELS.map((level) => <option key={level} value={level}>{t(`level.${level}`)}</option>)}</select></div>
        </div>
        <Grants grants={data.grants} onChange={(grants) => set({ grants })} />
        <fieldset><legend className="label small">{tt('compartments')}</legend><div className="row wrap">{COMPARTMENTS.map((one) => <label key={one} className="check"><input type="checkbox" checked={data.compartments.includes(one)} onChange={(e) => set({ compartments: e.target.checked ? [...data.compartments, one] : data.compartments.filter((held) => held !== one) })} />{one}</label>)}</div></fieldset>
        {error !== null && <ProblemNotice error={error} />}
        <div className="row wrap"><button type="submit" className="btn primary" disabled={busy}>{tt(account ? 'save' : 'make')}</button>{account && <Link className="btn" to={`/records/${encodeURIComponent(account.ref)}`}>{tt('history')}</Link>}</div>
      </form>
      {account && <Upkeep account={account} others={others} run={run} onSecret={onSecret} />}
    </Card>
  )
}

async function edit(account: Account, fields: object): Promise<void> {
  await api(`/api/records/${encodeURIComponent(account.id)}/actions`, { method: 'POST', body: { type: 'edit', basedOn: account.version, patch: { fields } } })
}

function Grants({ grants, onChange }: { grants: readonly DatedGrant[]; onChange(grants: DatedGrant[]): void }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const areas = useAreas()
  const put = (at: number, more: Partial<DatedGrant>) => onChange(grants.map((grant, i) => (i === at ? { ...grant, ...more } : grant)))
  return (
    <div className="stack tight" role="group" aria-label={tt('roles')}>
      {grants.map((grant, i) => (
        <div key={i} className="grantrow">
          <div className="field"><label htmlFor={`g-role-${i}`}>{tt('role')}</label><select id={`g-role-${i}`} className="select" value={grant.role} onChange={(e) => put(i, { role: e.target.value as RoleCode })}>{ROLE_CODES.map((code) => <option key={code} value={code}>{inLocale(ROLES[code].text, locale)} ({code})</option>)}</select></div>
          <div className="field"><label htmlFor={`g-area-${i}`}>{tt('area')}</label><select id={`g-area-${i}`} className="select" value={grant.area ?? ''} onChange={(e) => put(i, { area: e.target.value || null })}><option value="">{tt('whole')}</option>{areas.data?.map((area) => <option key={area.id} value={area.id}>{area.name}</option>)}</select></div>
          <div className="field"><label htmlFor={`g-from-${i}`}>{tt('from')}</label><DayInput id={`g-from-${i}`} value={grant.from ?? ''} onChange={(from) => put(i, { from })} /></div>
          <div className="field"><label htmlFor={`g-until-${i}`}>{tt('to')}</label><DayInput id={`g-until-${i}`} value={grant.until ?? ''} onChange={(until) => put(i, { until })} /></div>
          <button type="button" className="btn icon" aria-label={tt('grant.drop', { role: grant.role })} onClick={() => onChange(grants.filter((_one, at) => at !== i))}><Trash2 size={16} aria-hidden="true" /></button>
        </div>
      ))}
      <div className="row wrap"><button type="button" className="btn small" onClick={() => onChange([...grants, { role: 'MILOB', area: null }])}>{tt('grant.add')}</button><span className="hint small quiet">{tt('days')}</span></div>
    </div>
  )
}

/** What is done to an account beside its fields: disable, one-time password, sessions, handing over. */
function Upkeep({ account, others, run, onSecret }: { account: Account; others: readonly Account[]; run(work: () => Promise<void>): Promise<void>; onSecret(secret: Secret): void }) {
  const tt = useTexts(ROWS)
  const [drop, setDrop] = useState(false)
  const [heir, setHeir] = useState('')
  const [until, setUntil] = useState(day(183))
  const reset = () => run(async () => onSecret({ login: account.data.login, ...(await api<{ password: string }>(`/api/users/${encodeURIComponent(account.id)}/password`, { method: 'POST', body: drop ? { dropTotp: true, dropPasskeys: true } : {} })) }))
  const handOver = () => run(async () => {
    const successor = others.find((one) => one.id === heir)
    if (successor) {
      // The successor first: should the second step fail, nobody is left without the role.
      await edit(successor, { grants: [...successor.data.grants, ...account.data.grants.map(({ role, area }) => ({ role, area, from: day(1), until }))] })
      await edit(account, { grants: account.data.grants.map((grant) => ({ ...grant, until: day(0) })) })
      toast(tt('saved'))
    }
  })
  return (
    <div className="stack adminupkeep">
      <div className="row wrap">
        <button type="button" className={`btn ${account.active ? 'danger' : ''}`} onClick={() => void run(() => edit(account, { disabled: account.active }))}>{tt(account.active ? 'disable' : 'enable')}</button>
        <button type="button" className="btn" disabled={account.sessions === 0} onClick={() => void run(async () => toast(tt('ended', { n: (await api<{ ended: number }>(`/api/admin/users/${encodeURIComponent(account.id)}/sessions`, { method: 'DELETE' })).ended })))}>{tt('end', { n: account.sessions })}</button>
        <button type="button" className="btn" onClick={() => void reset()}>{tt('reset')}</button>
        <label className="check"><input type="checkbox" checked={drop} onChange={(e) => setDrop(e.target.checked)} />{tt('reset.drop')}</label>
      </div>
      {account.data.grants.length > 0 && others.length > 0 && (
        <form className="adminfilters" onSubmit={(e) => { e.preventDefault(); void handOver() }}>
          <div className="field"><label htmlFor="u-heir">{tt('rotate')}</label><select id="u-heir" className="select" required value={heir} onChange={(e) => setHeir(e.target.value)}><option value="">{tt('none')}</option>{others.map((one) => <option key={one.id} value={one.id}>{one.data.name}</option>)}</select></div>
          <div className="field"><label htmlFor="u-heiruntil">{tt('to')}</label><DayInput id="u-heiruntil" required min={day(1)} value={until} onChange={setUntil} /></div>
          <button type="submit" className="btn">{tt('rotate.do')}</button>
          <span className="hint small quiet">{tt('rotate.hint')}</span>
        </form>
      )}
    </div>
  )
}
