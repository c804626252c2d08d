import { useQuery } from '@tanstack/react-query'
import { Printer } from 'lucide-react'
import { Fragment, useRef, useState } from 'react'
import { inLocale, type Texts } from '../../../core/i18n.ts'
import type { PermissionRow } from '../../../core/permissions.ts'
import { ROLE_CODES, ROLES, type RoleCode } from '../../../core/roles.ts'
import { api } from '../../api/http.ts'
import { useTexts, useWords } from '../../i18n/i18n.tsx'
import { Link } from '../../link.tsx'
import { useSession } from '../../session.tsx'
import { Card, Empty, Skeleton } from '../../shell/parts.tsx'
import { ProblemNotice } from '../../shell/ProblemNotice.tsx'
import { holdsAny } from '../entries.ts'
import { chosen, markOf, MARKS, type Mark } from './marks.ts'
import { ROWS } from './roles.texts.ts'
import './roles.css'
import { useRightWord } from './words.ts'
import { WhyCard } from './WhyCard.tsx'

type Held = { role: RoleCode; holders: number; coming: number; ending: number; until: string | null }
type View = { roles: Held[]; kinds: { name: string; texts: Texts }[]; rows: PermissionRow[] }

const SIGNS: Record<Mark, string> = { full: '●', some: '◐', others: '◇', own: '○', none: '' }
/** Rows drawn at once; more are asked for. */
const PAGE = 60
const FIRST_KIND = 'incident'

/** Roles: who holds them, what each may do to which kind, and why somebody may not. */
export function RolesPage() {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { me } = useSession()
  const view = useQuery({ queryKey: ['admin', 'permissions'], queryFn: () => api<View>('/api/admin/permissions') })
  const [kind, setKind] = useState(FIRST_KIND)
  const [role, setRole] = useState<RoleCode | ''>('')
  const matrix = useRef<HTMLDivElement>(null)
  const show = (one: RoleCode) => {
    setRole(one)
    setKind('')
    matrix.current?.scrollIntoView({ block: 'start' })
    matrix.current?.focus({ preventScroll: true })
  }
  return (
    <div className="page stack">
      <header className="row wrap">
        <div className="grow"><h1>{tt('title')}</h1><p className="quiet">{tt('lead')}</p></div>
        {holdsAny(me, ['ADMIN']) && <Link to="/admin/users" className="btn noprint">{tt('accounts')}</Link>}
        <button type="button" className="btn noprint" onClick={() => window.print()}><Printer size={16} aria-hidden="true" />{tt('print')}</button>
      </header>
      <WhyCard />
      {view.error && <ProblemNotice error={view.error} retry={() => void view.refetch()} />}
      {!view.data && !view.error && <Skeleton lines={8} />}
      {view.data && <>
        <div ref={matrix} tabIndex={-1}><Matrix view={view.data} kind={kind} role={role} onKind={setKind} onRole={setRole} /></div>
        <Card title={tt('held')} id="held"><div className="adminscroll" tabIndex={0} role="region" aria-labelledby="held-title"><table className="admintable stackable rolesheld">
          <thead><tr><th>{tt('role')}</th><th>{tt('level')}</th><th>{tt('holders')}</th><th>{tt('until')}</th></tr></thead>
          <tbody>{view.data.roles.map((one) => {
            const word = inLocale(ROLES[one.role].text, locale)
            return (
              <tr key={one.role}>
                <td><button type="button" className="btn plain small rolename" aria-label={tt('show', { role: word })} onClick={() => show(one.role)}>{word}</button> <bdi className="quiet mono">{one.role}</bdi></td>
                <td className="mono">{ROLES[one.role].level}</td>
                <td>{one.holders === 0 ? <span className="quiet">{tt('nobody')}</span> : one.holders}{one.coming > 0 && <> <span className="tag">{tt('coming', { n: one.coming })}</span></>}</td>
                <td>{one.until !== null ? tt('until.first', { n: one.ending, day: one.until }) : one.holders > 0 && <span className="quiet">{tt('until.open')}</span>}</td>
              </tr>
            )
          })}</tbody>
        </table></div></Card>
      </>}
    </div>
  )
}

function Matrix({ view, kind, role, onKind, onRole }: { view: View; kind: string; role: RoleCode | ''; onKind(kind: string): void; onRole(role: RoleCode | ''): void }) {
  const tt = useTexts(ROWS)
  const { locale, label } = useWords()
  const [more, setMore] = useState(PAGE)
  const nameOf = (name: string) => {
    const text = view.kinds.find((one) => one.name === name)?.texts[`kind.${name}`]
    return text ? inLocale(text, locale) : label(`kind.${name}`)
  }
  const kinds = view.kinds.map((one) => ({ name: one.name, word: nameOf(one.name) })).sort((a, b) => a.word.localeCompare(b.word, locale))
  const order = new Map(kinds.map((one, i) => [one.name, i]))
  const found = chosen(view.rows, ROLE_CODES, kind, role)
  const drawn = found.rows.toSorted((a, b) => (order.get(a.kind) ?? 0) - (order.get(b.kind) ?? 0)).slice(0, more)
  const groups = kinds.map((one) => ({ ...one, rows: drawn.filter((row) => row.kind === one.name) })).filter((one) => one.rows.length > 0)
  return (
    <Card title={tt('matrix')} id="matrix"><div className="stack">
      <div className="adminfilters">
        <div className="field"><label htmlFor="matrix-kind">{tt('kind')}</label><select id="matrix-kind" className="select" value={kind} onChange={(e) => { onKind(e.target.value); setMore(PAGE) }}><option value="">{tt('kind.all')}</option>{kinds.map((one) => <option key={one.name} value={one.name}>{one.word}</option>)}</select></div>
        <div className="field"><label htmlFor="matrix-role">{tt('role')}</label><select id="matrix-role" className="select" value={role} onChange={(e) => { onRole(e.target.value as RoleCode | ''); setMore(PAGE) }}><option value="">{tt('role.all')}</option>{ROLE_CODES.map((code) => <option key={code} value={code}>{inLocale(ROLES[code].text, locale)} ({code})</option>)}</select></div>
      </div>
      <p className="quiet small" aria-live="polite">{tt('count', { n: drawn.length, all: view.rows.length, roles: found.roles.length, allRoles: ROLE_CODES.length })}</p>
      <ul className="rolekeys">{MARKS.filter((mark) => mark !== 'none').map((mark) => <li key={mark}><span className="rolesign" data-mark={mark} aria-hidden="true">{SIGNS[mark]}</span> {tt(`mark.${mark}`)}</li>)}</ul>
      {drawn.length === 0 ? <Empty title={tt('empty')}>{tt('empty.next')}</Empty> : (
        <div className="rolesbox" tabIndex={0} role="region" aria-labelledby="matrix-title">
          <table className="rolestable" data-one={role === '' ? undefined : ''}>
            <thead><tr><th scope="col">{tt('right')}</th>{found.roles.map((code) => <th key={code} scope="col" className="rolecol" title={inLocale(ROLES[code].text, locale)}><span className="rolecode"><bdi>{code}</bdi></span><span className="sr">{inLocale(ROLES[code].text, locale)}</span></th>)}</tr></thead>
            {groups.map((group) => (
              <tbody key={group.name}>
                <tr className="rolekind"><th scope="rowgroup" colSpan={found.roles.length + 1}><span className="rolekindname">{group.word}</span></th></tr>
                {group.rows.map((row) => <Right key={row.action} row={row} roles={found.roles} />)}
              </tbody>
            ))}
          </table>
        </div>
      )}
      {drawn.length < found.rows.length && <button type="button" className="btn self-start noprint" onClick={() => setMore(more + PAGE)}>{tt('more', { n: Math.min(PAGE, found.rows.length - drawn.length) })}</button>}
      <p className="quiet small">{tt('basis')}</p>
    </div></Card>
  )
}

function Right({ row, roles }: { row: PermissionRow; roles: readonly RoleCode[] }) {
  const tt = useTexts(ROWS)
  const { t } = useWords()
  const word = useRightWord()
  return (
    <tr>
      <th scope="row">{word(row.action)}{row.limits.length > 0 && <span className="rolelimits">{row.limits.map((limit, i) => <Fragment key={limit}>{i > 0 && ' · '}{tt(`limit.${limit}`)}</Fragment>)}</span>}</th>
      {roles.map((role) => {
        const { mark, states } = markOf(row, role)
        const said = mark === 'some' ? tt('mark.states', { states: states.map((state) => t(`workflow.${state}`)).join(', ') }) : tt(`mark.${mark}`)
        return <td key={role} title={`${role}: ${said}`}><span className="rolesign" data-mark={mark} aria-hidden="true">{SIGNS[mark]}</span><span className="sr">{said}</span></td>
      })}
    </tr>
  )
}
