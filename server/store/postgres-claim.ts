import pg from 'pg'
import type { Claim } from './claim.ts'

/** How often it is asked for, and how often whoever holds it makes sure that it still does. */
const LOOK_MS = 1000
/** An answer that takes longer is none: what is held is given up. */
const ANSWER_MS = 5000
/** The server ends a connection whose other end is gone after about idle + interval × count seconds; the claim is free then. */
const SESSION = "set tcp_keepalives_idle = 4; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3; set tcp_user_timeout = 10000; set idle_session_timeout = 0"
const TRY = 'select pg_try_advisory_lock(hashtext($1), hashtext(current_schema())) as got'
const HOLDER = `select a.application_name as name from pg_locks l join pg_stat_activity a on a.pid = l.pid
  where l.locktype = 'advisory' and l.granted and l.objsubid = 2 and l.database = (select oid from pg_database where datname = current_database())
  and l.classid::bigint = (hashtext($1)::bigint & 4294967295) and l.objid::bigint = (hashtext(current_schema())::bigint & 4294967295)`

/**
 * A claim as a lock of a session of its own: it ends with the process, so that no clock of any machine decides. A process that is
 * killed frees it at once, a machine or line that is gone within some ten seconds; who cannot reach the server gives it up in five.
 * Asked for once before it resolves, so that the first node has it from the start. `who` is shown to those that wait (63 bytes).
 */
export async function postgresClaim(url: string, name: string, who: string): Promise<Claim> {
  const listeners = new Set<() => void>()
  let client: pg.Client | null = null
  let held = false
  let holder: string | null = null
  let closed = false
  let timer: NodeJS.Timeout | null = null
  let looking: Promise<void> = Promise.resolve()

  const set = (now: boolean, by: string | null): void => {
    const changed = now !== held || by !== holder
    held = now
    holder = by
    if (changed) {
      listeners.forEach((listener) => listener())
    }
  }
  const drop = (which: pg.Client): void => {
    if (client === which) {
      client = null
      set(false, null)
    }
    which.end().catch(() => {})
  }
  const connected = async (): Promise<pg.Client> => {
    const made = new pg.Client({ connectionString: url, application_name: who, keepAlive: true, connectionTimeoutMillis: ANSWER_MS, query_timeout: ANSWER_MS })
    made.on('error', () => drop(made))
    made.on('end', () => drop(made))
    await made.connect()
    await made.query(SESSION)
    return made
  }
  const look = async (): Promise<void> => {
    let used: pg.Client | null = client
    try {
      if (used === null) {
        used = await connected()
        if (closed) {
          await used.end()
          return
        }
        client = used
      }
      if (held) {
        await used.query('select 1')
        return
      }
      const got = (await used.query<{ got: boolean }>(TRY, [name])).rows[0]?.got === true
      if (got) {
        set(true, who)
        return
      }
      set(false, (await used.query<{ name: string }>(HOLDER, [name])).rows[0]?.name || null)
    } catch {
      if (used) {
        drop(used)
      }
    }
  }
  const plan = (): void => {
    timer = setTimeout(() => {
      looking = look().then(() => {
        if (!closed) {
          plan()
        }
      })
    }, LOOK_MS)
    timer.unref()
  }
  await look()
  plan()
  return {
    get held() {
      return held
    },
    get holder() {
      return holder
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      closed = true
      clearTimeout(timer ?? undefined)
      listeners.clear()
      await looking
      const last = client
      client = null
      held = false
      await last?.end().catch(() => {})
    },
  }
}
