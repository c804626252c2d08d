import { useState } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import { ROLE_CODES, ROLES, type RoleCode } from '../../../core/roles.ts'
import { fold } from '../../../core/text.ts'
import { queryClient } from '../../api/client.ts'
import { api } from '../../api/http.ts'
import { useAreas } from '../../api/queries.ts'
import { useTexts, useWords } from '../../i18n/i18n.tsx'
import { Age, Card, Empty, Skeleton } from '../../shell/parts.tsx'
import { ProblemNotice } from '../../shell/ProblemNotice.tsx'
import { useAccounts } from '../states.ts'
import type { Account, DatedGrant } from '../types.ts'
import { ROWS } from './people.texts.ts'
import { UserCard } from './UserCard.tsx'

const SHOWN = ['any', 'active', 'disabled', 'bare', 'soon'] as const
const SOON_MS = 30 * 86_400_000

/** Every account: who, with which roles, how they sign in; made and changed here. */
export function UsersPage() {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const areas = useAreas()
  const users = useAccounts()
  const [text, setText] = useState('')
  const [role, setRole] = useState('')
  const [show, setShow] = useState<(typeof SHOWN)[number]>('any')
  const [open, setOpen] = useState<string | null>(null)
  const [secret, setSecret] = useState<{ login: string; password: string } | null>(null)
  const all = users.data?.items ?? []
  const shown = all.filter((one) => fits(one, fold(text.trim()), role, show))
  const areaName = (id: string | null) => (id === null ? tt('whole') : (areas.data?.find((area) => area.id === id)?.name ?? id))
  const grantWords = (grant: DatedGrant) => `${inLocale(ROLES[grant.role].text, locale)} · ${areaName(grant.area)}${grant.until ? ` · ${tt('until', { day: grant.until })}` : ''}`
  return (
    <div className="page stack">
      <header className="row wrap"><div className="grow"><h1>{tt('title')}</h1><p className="quiet">{tt('lead')}</p></div><button type="button" className="btn primary" onClick={() => setOpen('new')}>{tt('new')}</button></header>
      {secret && <div className="notice ok" role="status"><div className="stack tight"><strong>{tt('secret', { login: secret.login })}</strong><p><code className="bignote ltr">{secret.password}</code></p><p className="quiet">{tt('secret.next')}</p><button type="button" className="btn small self-start" onClick={() => setSecret(null)}>{tt('close')}</button></div></div>}
      {open !== null && <UserCard key={open} account={all.find((one) => one.id === open) ?? null} others={all.filter((one) => one.id !== open && one.active)} onClose={() => setOpen(null)} onSecret={setSecret} />}
      <div className="adminfilters">
        <div className="field"><label htmlFor="usersearch">{tt('search')}</label><input id="usersearch" type="search" className="input" value={text} onChange={(e) => setText(e.target.value)} /></div>
        <div className="field"><label htmlFor="userrole">{tt('role')}</label><select id="userrole" className="select" value={role} onChange={(e) => setRole(e.target.value)}><option value="">{tt('any')}</option>{ROLE_CODES.map((code) => <option key={code} value={code}>{inLocale(ROLES[code].text, locale)} ({code})</option>)}</select></div>
        <div className="field"><label htmlFor="usershow">{tt('show')}</label><select id="usershow" className="select" value={show} onChange={(e) => setShow(e.target.value as (typeof SHOWN)[number])}>{SHOWN.map((one) => <option key={one} value={one}>{tt(one === 'any' ? 'any' : `show.${one}`)}</option>)}</select></div>
      </div>
      {users.error && <ProblemNotice error={users.error} retry={() => void users.refetch()} />}
      {!users.data && !users.error && <Skeleton lines={6} />}
      {users.data && (
        <>
          <p className="quiet small" aria-live="polite">{tt('count', { n: shown.length, all: all.length })}</p>
          {shown.length === 0 ? <Empty title={tt('empty')}>{tt('empty.next')}</Empty> : (
            <div className="adminscroll"><table className="admintable stackable">
              <thead><tr><th>{tt('person')}</th><th>{tt('roles')}</th><th>{tt('reads')}</th><th>{tt('signin')}</th><th>{tt('last')}</th></tr></thead>
              <tbody>{shown.map((one) => (
                <tr key={one.id} aria-selected={open === one.id}>
                  <td><button type="button" className="btn plain small" aria-label={tt('edit', { name: one.data.name })} onClick={() => setOpen(one.id)}><bdi>{one.data.name}</bdi></button> <span className="quiet mono ltr">{one.data.login}</span>{!one.active && <> <span className="tag">{tt('disabled')}</span></>}</td>
                  <td>{one.data.grants.map((grant, i) => <div key={i} className={soon(grant) ? 'tag warning' : undefined}>{grantWords(grant)}</div>)}</td>
                  <td><span className="mono">{one.data.clearance}</span> {one.data.compartments.join(' ')}</td>
                  <td><Factors account={one} /></td>
                  <td>{one.signedInAt ? <Age at={one.signedInAt} /> : <span className="quiet">{tt('never')}</span>}</td>
                </tr>
              ))}</tbody>
            </table></div>
          )}
          <StrongRoles roles={users.data.strongRoles} />
        </>
      )}
    </div>
  )
}

function Factors({ account }: { account: Account }) {
  const tt = useTexts(ROWS)
  const words = [...(account.totp ? [tt('factor.totp')] : []), ...(account.passkeys > 0 ? [tt('factor.passkeys', { n: account.passkeys })] : []), ...(account.mustChange ? [tt('one-time')] : [])]
  return account.totp || account.passkeys > 0 ? <span>{words.join(' · ')}</span> : <span className="tag warning">{[tt('factor.none'), ...words].join(' · ')}</span>
}

/** The policy: which roles sign in with more than a password. */
function StrongRoles({ roles }: { roles: readonly RoleCode[] }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const [error, setError] = useState<unknown>(null)
  const save = async (next: RoleCode[]) => {
    setError(null)
    try {
      await api('/api/admin/strong-roles', { method: 'POST', body: { roles: next } })
    } catch (problem) {
      setError(problem)
    }
    await queryClient.invalidateQueries({ queryKey: ['admin', 'users'] })
  }
  return (
    <Card title={tt('strong')} id="strong"><div className="stack">
      <p className="quiet">{tt('strong.lead')}</p>
      <div className="row wrap">{ROLE_CODES.map((code) => <label key={code} className="check"><input type="checkbox" checked={roles.includes(code)} onChange={(e) => void save(e.target.checked ? [...roles, code] : roles.filter((one) => one !== code))} />{inLocale(ROLES[code].text, locale)}</label>)}</div>
      {error !== null && <ProblemNotice error={error} />}
    </div></Card>
  )
}

/** Does the role end within thirty days? */
function soon(grant: DatedGrant): boolean {
  const left = grant.until === undefined ? Infinity : Date.parse(grant.until) - Date.now()
  return left < SOON_MS && left > -86_400_000
}

function fits(one: Account, text: string, role: string, show: (typeof SHOWN)[number]): boolean {
  const { data } = one
  const state = { any: true, active: one.active, disabled: !one.active, bare: one.active && !one.totp && one.passkeys === 0, soon: data.grants.some(soon) }[show]
  return state && (text === '' || fold(`${data.name} ${data.login} ${data.org}`).includes(text)) && (role === '' || data.grants.some((grant) => grant.role === role))
}
