import { chatOf, receiptEvent, receiptOf, type Chat } from '../../../../formats/cot/chat.ts'
import type { CotEvent, CotFrame } from '../../../../formats/cot/event.ts'
import { heardOf } from '../../../../formats/cot/heard.ts'
import { programReader, type App, type FeedView } from '../../../../server/face.ts'
import type { Access } from './access.ts'
import type { TakClient } from './client.ts'
import type { Ears } from './ears.ts'
import type { Keeper } from './keeper.ts'
import { parcelOf, send, senderOf, vigieUidOf, VIGIE_UID } from './post.ts'
import { messageOf } from './records.ts'
import type { Router } from './router.ts'
import { addresseesOf } from './sort.ts'

/** Chat between devices and with people in Vigie, and what tells that it came. */
export class Talk {
  readonly #app: App
  readonly #router: Router
  readonly #access: Access
  readonly #keeper: Keeper
  readonly #ears: Ears
  /** Tells one connection something of the protocol itself. */
  readonly #say: (client: TakClient, event: CotEvent) => void

  constructor(app: App, parts: { router: Router; access: Access; keeper: Keeper; ears: Ears; say(client: TakClient, event: CotEvent): void }) {
    this.#app = app
    this.#router = parts.router
    this.#access = parts.access
    this.#keeper = parts.keeper
    this.#ears = parts.ears
    this.#say = parts.say
  }

  chat(client: TakClient, event: CotEvent, frame: CotFrame): void {
    const { feed } = client
    const to = addresseesOf(event)
    const names = to?.map((dest) => Object.values(dest)[0] as string) ?? null
    const message = messageOf(event, senderOf(client), feed.id, names)
    send(this.#router, parcelOf(event, frame, this.#access.ofFeed(feed, 'message'), feed, null), to, client)
    if (message) {
      void this.#keeper.message(message, feed.handling, feed.area, client.identity!.author).then((kept) => (kept === null ? undefined : this.#delivered(client, feed, chatOf(event))))
      this.#ears.hear(feed, heardOf(event))
    }
  }

  /**
   * A message to one person in Vigie is delivered when it is kept and they may read it: then its sender is told, as another device
   * would tell it. Rooms are told nothing, as devices do. That it was read is never claimed.
   */
  async #delivered(client: TakClient, feed: FeedView, chat: Chat | null): Promise<void> {
    const uid = chat && vigieUidOf(chat)
    if (!uid || client.closed) {
      return
    }
    const who = await programReader(this.#app, uid.slice(VIGIE_UID.length)).catch(() => null)
    if (who && this.#access.gates.eyes(who.reader).sees(this.#access.ofFeed(feed, 'message'))) {
      this.#say(client, receiptEvent('delivered', chat, { uid, callsign: who.reader.name }, this.#app.clock()))
    }
  }

  receipt(client: TakClient, event: CotEvent, frame: CotFrame): void {
    const { feed } = client
    const receipt = receiptOf(event)
    send(this.#router, parcelOf(event, frame, this.#access.ofFeed(feed, 'message'), feed, null), addresseesOf(event), client)
    const uid = receipt?.byUid || client.uid
    if (receipt && uid) {
      const at = new Date(this.#app.clock()).toISOString()
      const by = { uid: uid.slice(0, 200), ...(receipt.byCallsign || client.callsign ? { callsign: (receipt.byCallsign || client.callsign)!.slice(0, 200) } : {}) }
      this.#keeper.receipt(receipt.messageId.slice(0, 300), receipt.state === 'read' ? { ...by, readAt: at } : { ...by, deliveredAt: at }, client.identity!.author)
    }
  }
}
