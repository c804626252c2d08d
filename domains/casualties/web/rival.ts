import { ApiProblem } from '../../../web/face.ts'

/** Who was faster and with what, where an answer says so; null for another error, or where it names nobody. */
export function rivalOf(problem: unknown): { name: string; asset: string } | null {
  const rival = problem instanceof ApiProblem && problem.id === 'wrong-state' ? (problem.body as { rival?: { name?: unknown; asset?: unknown } }).rival : undefined
  return typeof rival?.name === 'string' ? { name: rival.name, asset: typeof rival.asset === 'string' && rival.asset !== '' ? rival.asset : '–' } : null
}
