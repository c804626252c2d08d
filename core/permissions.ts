import { AreaTree } from './area.ts'
import { COMPARTMENTS } from './handling.ts'
import { actionRule, type ActionRule, type Kind } from './kind.ts'
import { accessClassOf, mayAct, mayCreate, mayRead, type Reader } from './policy.ts'
import { WORKFLOWS, type VigieRecord, type Workflow } from './record.ts'
import { ROLE_CODES, type RoleCode } from './roles.ts'

/** What limits a right beyond the role; a table of roles alone does not show it. */
export const LIMITS = ['reason', 'two-person', 'author', 'originator', 'fewer', 'paired'] as const
export type Limit = (typeof LIMITS)[number]

/** What a role may: the workflow states in which it may do so to records of others, and to those its holder made. */
export type Cell = { role: RoleCode; others: Workflow[]; own: Workflow[] }

/** One right over one kind: `read`, `create` or one of its actions. A role that never may has no cell. */
export type PermissionRow = { kind: string; action: string; limits: Limit[]; cells: Cell[] }

const SAMPLE_ORG = 'sample-organisation'
const SAMPLE_USER = 'sample-user'
const NOWHERE = new AreaTree([])

/** Somebody whom only the role limits: mission-wide, every clearance and compartment, of the owning organisation, with a purpose. */
export function holderOf(role: RoleCode): Reader {
  return { user: SAMPLE_USER, name: SAMPLE_USER, org: SAMPLE_ORG, side: 'mission', clearance: 'SC', compartments: COMPARTMENTS, grants: [{ role, area: null }], purpose: 'sample' }
}

/** A record of the kind that nothing but roles and its state close: the kind's own handling, no caveats, no area. */
export function sampleOf(kind: Kind, workflow: Workflow, own: boolean): VigieRecord {
  const at = '2026-01-01T00:00:00Z'
  const author = own ? SAMPLE_USER : 'somebody-else'
  return {
    id: 'sample', kind: kind.name, schema: kind.version, ref: `${kind.prefix}-2026-000001`, version: 1, workflow, veracity: null, handling: { ...kind.handling(SAMPLE_ORG), owner: SAMPLE_ORG, caveats: [] }, area: null, places: [], data: {},
    createdAt: at, createdBy: author, createdRole: '', deviceAt: at, updatedAt: at, updatedBy: author, touched: {}, contested: [], mergedInto: null, erased: false,
  }
}

/**
 * Roles × kinds × rights as the policy answers them: every cell is a question put to `mayRead`, `mayCreate` or `mayAct`.
 * `narrow` looks into the single record, so the row is marked `fewer` and its cells are the widest there is.
 */
export function permissionRows(kinds: readonly Kind[]): PermissionRow[] {
  const holders = ROLE_CODES.map((role) => ({ role, reader: holderOf(role) }))
  return kinds.flatMap((kind) => {
    const states: readonly Workflow[] = kind.approval ? WORKFLOWS : WORKFLOWS.filter((state) => !['draft', 'submitted', 'returned'].includes(state))
    const samples = states.map((state) => ({ state, others: sampleOf(kind, state, false), own: sampleOf(kind, state, true) }))
    const row = (action: string, limits: Limit[], may: (reader: Reader, record: VigieRecord) => boolean): PermissionRow => ({
      kind: kind.name, action, limits,
      cells: holders.map(({ role, reader }) => ({
        role,
        others: samples.filter((one) => may(reader, one.others)).map((one) => one.state),
        own: samples.filter((one) => may(reader, one.own)).map((one) => one.state),
      })).filter((cell) => cell.others.length + cell.own.length > 0),
    })
    const first = kind.approval ? ['draft', 'submitted'] : ['approved']
    return [
      row('read', [], (reader, record) => mayRead(reader, kind, accessClassOf(record), NOWHERE).allow),
      row('create', [], (reader, record) => first.includes(record.workflow) && mayCreate(reader, kind, accessClassOf(record), NOWHERE).allow),
      ...Object.keys(kind.actions).filter((type) => type !== 'read').map((type) => {
        const rule = actionRule(kind, type) as ActionRule
        const { narrow: _, ...widest } = rule
        const open: Kind = { ...kind, actions: { [type]: widest } }
        return row(type, limitsOf(rule), (reader, record) => mayAct(reader, open, type, record, NOWHERE).allow)
      }),
    ]
  })
}

/** What a rule asks for beside a role. */
function limitsOf(rule: ActionRule): Limit[] {
  const held: Record<Limit, boolean> = {
    'reason': rule.reason === true, 'two-person': rule.notAuthor === true, 'author': rule.author === true, 'originator': rule.originator === true, 'fewer': rule.narrow !== undefined, 'paired': rule.paired === true,
  }
  return LIMITS.filter((limit) => held[limit])
}
