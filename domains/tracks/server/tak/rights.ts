import { programReader, type App } from '../../../../server/face.ts'
import type { Identity, TakClient } from './client.ts'
import type { Connections } from './connections.ts'
import { personIdentity } from './eyes.ts'
import type { Gates } from './gates.ts'
import type { Router } from './router.ts'

/** Whether those who are connected still may, and as whom: what an account may and what proved it is followed. */
export class Rights {
  readonly #app: App
  readonly #gates: Gates
  readonly #router: Router
  readonly #connections: Connections

  constructor(app: App, gates: Gates, router: Router, connections: Connections) {
    this.#app = app
    this.#gates = gates
    this.#router = router
    this.#connections = connections
  }

  /** Areas or kinds changed: everybody's sight is asked anew. */
  forget(): void {
    this.#gates.forget()
    for (const client of this.#router.clients) {
      if (client.identity) {
        this.#router.resight(client, client.identity.saw)
      }
    }
  }

  /** A token or session ended: whoever came in by it is cut. */
  dropped(what: 'token' | 'session', id: string): void {
    this.#connections.cutWhere(({ identity }) => isProof(identity?.by, what, id))
  }

  /** Who they are now, and whether they still may; nothing is sent meanwhile that they may have lost. */
  async recheck(which: (client: TakClient) => boolean): Promise<void> {
    const byAccount = Map.groupBy([...this.#connections.all].filter((client) => client.identity?.account && which(client)), (client) => client.identity!.account!)
    for (const [account, clients] of byAccount) {
      const who = await programReader(this.#app, account).catch(() => null)
      const tokens = who ? await this.#app.store.side.tokensOf(account).catch(() => []) : []
      const now = this.#app.clock()
      for (const client of clients) {
        const { identity } = client
        if (client.closed || !identity) {
          continue
        }
        const { by } = identity
        const proofs = typeof by !== 'object' ? null : 'token' in by ? tokens : await this.#app.store.side.sessionsOf(account).catch(() => [])
        if (!who || (proofs && !proofs.some((proof) => isProof(by, 'token' in (by as object) ? 'token' : 'session', proof.id) && (proof.expiresAt === null || proof.expiresAt > now)))) {
          client.close(true)
          continue
        }
        if (JSON.stringify(who.reader) !== JSON.stringify(identity.reader)) {
          client.identity = personIdentity(this.#gates, account, who.account.data.login, who.reader, by)
          this.#router.resight(client, identity.saw)
        }
      }
    }
  }
}

/** Was it this token or session that proved who somebody is? */
function isProof(by: Identity['by'] | undefined, what: 'token' | 'session', id: string): boolean {
  return typeof by === 'object' && ('token' in by ? what === 'token' && by.token === id : what === 'session' && by.session === id)
}
