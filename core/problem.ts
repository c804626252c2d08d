/**
 * One type for everything that can be refused. The `id` is stable and documented; `status` is the
 * HTTP status it maps to (RFC 9457 is the wire form); `detail` says what happened and how to mend it.
 */
export class Problem extends Error {
  readonly id: ProblemId
  readonly status: number
  readonly fields: FieldProblem[]
  readonly extra: Record<string, unknown>

  constructor(id: ProblemId, detail: string, more: { fields?: FieldProblem[]; extra?: Record<string, unknown> } = {}) {
    super(detail)
    this.name = 'Problem'
    this.id = id
    this.status = PROBLEMS[id].status
    this.fields = more.fields ?? []
    this.extra = more.extra ?? {}
  }

  /** RFC 9457 body. `type` is a relative URI that the node itself documents. */
  toJSON(): ProblemBody {
    return {
      type: `/problems/${this.id}`,
      title: PROBLEMS[this.id].title,
      status: this.status,
      detail: this.message,
      ...(this.fields.length > 0 ? { fields: this.fields } : {}),
      ...this.extra,
    }
  }
}

/** One refused field: `path` is a JSON pointer into the input, `fix` what to type instead. */
export type FieldProblem = { path: string; problem: string; fix?: string }

export type ProblemBody = {
  type: string
  title: string
  status: number
  detail: string
  fields?: FieldProblem[]
  [more: string]: unknown
}

/** The catalogue. Ids are never renamed or re-used. */
export const PROBLEMS = {
  'invalid-input': { status: 400, title: 'The input is not valid' },
  'invalid-query': { status: 400, title: 'The query is not valid' },
  'malformed-body': { status: 400, title: 'The body cannot be read' },
  'not-signed-in': { status: 401, title: 'Sign in first' },
  'wrong-credentials': { status: 401, title: 'Name, password or code is wrong' },
  'second-factor-needed': { status: 401, title: 'A second factor is needed' },
  'not-allowed': { status: 403, title: 'Not allowed' },
  'cross-site': { status: 403, title: 'Request from another site refused' },
  'no-consent': { status: 403, title: 'No valid consent or due-diligence entry' },
  'purpose-needed': { status: 403, title: 'A purpose must be declared' },
  'not-found': { status: 404, title: 'Not found' },
  'edit-conflict': { status: 409, title: 'Somebody else changed this record' },
  'wrong-state': { status: 409, title: 'Not possible in the present state' },
  'already-set-up': { status: 409, title: 'This mission is already set up' },
  'not-set-up': { status: 409, title: 'No mission is set up yet' },
  'idempotency-mismatch': { status: 409, title: 'The same key was used for another request' },
  'duplicate': { status: 409, title: 'It exists already' },
  'erased': { status: 410, title: 'Erased' },
  'too-large': { status: 413, title: 'Too large' },
  'unsupported-type': { status: 415, title: 'This kind of content is not taken here' },
  'rule-broken': { status: 422, title: 'A rule of the domain forbids it' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'internal': { status: 500, title: 'Something failed on our side' },
  'storage-full': { status: 507, title: 'The disk is full' },
  'unavailable': { status: 503, title: 'Not available now' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemId = keyof typeof PROBLEMS

/** Refuse one field of an input with a sentence that names the field and the fix. */
export function refuseField(path: string, problem: string, fix?: string, id: ProblemId = 'invalid-input'): Problem {
  return new Problem(id, `${path || 'input'}: ${problem}${fix ? `. ${fix}` : ''}`, {
    fields: [{ path, problem, ...(fix ? { fix } : {}) }],
  })
}
