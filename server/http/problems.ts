import type { FastifyBaseLogger, FastifyError } from 'fastify'
import { Problem, PROBLEMS } from '../../core/problem.ts'
import { BODY_LIMIT } from './body.ts'

/** What the reader of uploads says of one that is none; it gives its errors no code. */
const TORN_MULTIPART = /^(?:Multipart: Boundary not found|Unexpected end of (?:form|file|multipart data)|Malformed )/

/**
 * Any error as a Problem. What we did not foresee becomes `internal`: logged in full, told in general,
 * because its text may hold what the caller must not see.
 */
export function asProblem(error: unknown, log: FastifyBaseLogger, requestId: string): Problem {
  if (error instanceof Problem) {
    return error
  }
  const { code, statusCode, message } = (error ?? {}) as Partial<FastifyError>
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new Problem('too-large', `the body is larger than ${BODY_LIMIT} bytes; send less at once`)
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new Problem('unsupported-type', 'send the body as application/json')
  }
  if (code === 'FST_REQ_FILE_TOO_LARGE') {
    return new Problem('too-large', 'the file is larger than 200 MB; split it')
  }
  if (code === 'FST_PARTS_LIMIT' || code === 'FST_FIELDS_LIMIT' || code === 'FST_FILES_LIMIT') {
    return new Problem('too-large', 'the upload has too many parts; send one file and at most 10 fields')
  }
  if (error instanceof Error && code === undefined && TORN_MULTIPART.test(error.message)) {
    return new Problem('malformed-body', 'the upload ended before it was whole, or is not multipart/form-data; send it again')
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Problem(statusCode === 404 ? 'not-found' : 'malformed-body', message ?? 'the request cannot be read')
  }
  if (isDiskFull(error)) {
    log.error({ err: error, requestId }, 'disk full')
    return new Problem('storage-full', 'the disk of this node is full: nothing was written. Free space, then send it again')
  }
  log.error({ err: error, requestId }, 'request failed')
  return new Problem('internal', `something failed on our side; it is in the log under ${requestId}`)
}

function isDiskFull(error: unknown): boolean {
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown }
  return code === 'ENOSPC' || code === '53100' || errcode === 13
}

/** What a problem id means, for people: text of GET /problems/:id. Null for an unknown id. */
export function explainProblem(id: string): string | null {
  if (!Object.hasOwn(PROBLEMS, id)) {
    return null
  }
  const { status, title } = PROBLEMS[id as keyof typeof PROBLEMS]
  return `${id}\n\n${title}. HTTP status ${status}.\n\nThe answer's "detail" says what happened in this case and how to mend it; "fields" names the parts of the input it is about.\n`
}
