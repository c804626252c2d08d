import { setTimeout as pause } from 'node:timers/promises'
import { Type } from 'typebox'
import type { JsonObject } from '../../../../core/json.ts'
import { Problem, refuseField } from '../../../../core/problem.ts'
import type { NewAction } from '../../../../core/record.ts'
import { closed, endpoint, instant, ok, presentRecord, RecordView, SYSTEM, type Call, type Endpoint } from '../../../../server/face.ts'
import { careActions, newCasualty } from '../../shared/care-actions.ts'
import { CareState } from '../../shared/care-state.ts'
import { freeNumber, numberOf, type Casualty } from '../../shared/casualty.ts'

/** Two who send the same casualty at once: the slower one looks again and adds what is missing still. */
const MOST_TRIES = 7
/** What the faster one wrote is read by others once it is on the disk. */
const PAUSE_MS = 15
/** Ids this node derives itself are of another version: nobody shall be there before it. */
const MADE_BY_DEVICE = /^[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/**
 * A casualty as a device knows it, whole or in part. The first who sends it makes the record; what comes later, from the
 * same device, from the one it was handed to or twice, adds what is not there yet. Nothing is written over.
 */
const takeCare = endpoint({
  method: 'POST', path: '/api/casualties/:id/care', tag: 'casualties', summary: 'What a device knows of a casualty: made when it is new, completed when it is not', access: 'signed-in',
  params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 64, description: 'id of the casualty; of a new one a UUID (version 4 or 7) made by the device' }) }, closed),
  body: Type.Object({ state: CareState, at: Type.Optional(instant) }, closed),
  answers: { 200: RecordView },
  async handle(call) {
    const { app, reader, params, body } = call
    if (body.state.id !== params.id) {
      throw refuseField('/state/id', 'is another casualty than the address names', 'Send each casualty to its own address')
    }
    for (let tries = 1; ; tries += 1) {
      const actions = await missing(call, body.state, body.at ?? new Date(call.now).toISOString())
      try {
        if (actions.length > 0) {
          await app.store.commit(reader, actions)
        }
        const seen = await app.store.get(reader, params.id)
        if (!seen) {
          throw new Problem('not-found', `no casualty ${params.id} that you may see`)
        }
        return ok(await presentRecord(app, seen))
      } catch (error) {
        if (tries >= MOST_TRIES || !(error instanceof Problem) || !['duplicate', 'wrong-state', 'idempotency-mismatch'].includes(error.id)) {
          throw error
        }
        await pause(PAUSE_MS * 2 ** tries)
      }
    }
  },
})

async function missing({ app, reader, freshId }: Call, state: CareState, at: string): Promise<NewAction[]> {
  const id = state.id
  // The whole of it, as an entry withheld from the sender is there all the same; what is answered is what they may see.
  const standing = await app.store.get(SYSTEM, id)
  if (standing && (standing.record.kind !== 'casualty' || !(await app.store.get(reader, id)))) {
    throw new Problem('not-found', `no casualty ${id} that you may see`)
  }
  if (!standing && !MADE_BY_DEVICE.test(id)) {
    throw refuseField('/state/id', 'is not of the form a device makes', 'Send a random UUID (version 4 or 7)')
  }
  const version = standing?.record.version ?? 0
  const action = (type: string, patch: JsonObject, i: number): NewAction => ({ id: freshId(`${type}${i}.${version}`), record: id, kind: 'casualty', type, at, basedOn: null, patch })
  const begun = (standing?.record.data ?? newCasualty(state)) as unknown as Casualty
  const { actions, differs } = careActions(begun, state)
  const told = actions.map(({ type, patch }, i) => action(type, patch, i + 1))
  const other = await otherNumber(app, id, standing?.record.data as unknown as Casualty | undefined, { ...state.base, ...(standing?.record.data as Partial<Casualty> | undefined) })
  if (other) {
    told.unshift(action('renumber', other, 0.5))
  }
  if (standing === null) {
    told.unshift(action('create', { data: { ...newCasualty(state), ...(other ? { battleNo: other.battleNo } : {}) } }, 0))
  }
  const comment = differs.length === 0 ? null : `Told otherwise by a device: ${differs.join('; ')}`
  const said = (standing?.record.comments ?? []).some(({ text }) => text === comment)
  return comment === null || said ? told : [...told, action('comment', { text: comment }, told.length + 1)]
}

/** The number they get where another of the event has theirs: nothing of what the device says is lost for it. Null where it is free. */
async function otherNumber(app: Call['app'], id: string, standing: Casualty | undefined, told: Pick<Casualty, 'battleNo' | 'incident' | 'request'>): Promise<{ battleNo: string; was: string } | null> {
  const value = numberOf(told)
  if (value === null || (standing && numberOf(standing) === value)) {
    return null
  }
  const taken = new Set<string>()
  for await (const { record } of app.store.stream(SYSTEM, { kind: 'casualty', where: told.incident === undefined ? { request: [told.request ?? ''] } : { incident: [told.incident] } })) {
    if (record.id !== id) {
      taken.add(numberOf(record.data as unknown as Casualty) ?? '')
    }
  }
  return taken.has(value) ? { battleNo: freeNumber(told.battleNo, (battleNo) => taken.has(numberOf({ ...told, battleNo }) ?? '')), was: told.battleNo } : null
}

export const careRoutes: readonly Endpoint[] = [takeCare]
