import type { CotEvent, CotFrame } from '../../../../formats/cot/event.ts'
import { writeCotText } from '../../../../formats/cot/xml.ts'
import type { Access } from './access.ts'
import type { TakClient } from './client.ts'
import type { Gate } from './gates.ts'
import { InOrder } from './in-order.ts'
import type { Keeper } from './keeper.ts'
import type { Parcel } from './parcel.ts'
import { parcelOf, send, senderOf } from './post.ts'
import { fieldReportOf, reportUid } from './records.ts'
import type { Router } from './router.ts'
import { addresseesOf } from './sort.ts'

/** Reports whose gate is remembered. */
const MOST_REPORTS = 20_000
const MOST_REPORT_BYTES = 64 * 1024 * 1024

/** What devices put on the map and report: kept as records, and seen on other devices by whom the record allows. */
export class Reports {
  readonly #router: Router
  readonly #access: Access
  readonly #keeper: Keeper
  /** By the uid their record has. */
  readonly #reports = new Map<string, Parcel>()
  /** First reports of a connection go out in the order they came in, though they are on the disk in any. */
  readonly #lines = new WeakMap<TakClient, InOrder>()
  #bytes = 0

  constructor(router: Router, access: Access, keeper: Keeper) {
    this.#router = router
    this.#access = access
    this.#keeper = keeper
  }

  /** The record of a report changed: who may see it on a device follows. */
  follow(uid: string, access: Gate['access'], gone: boolean): void {
    const before = this.#reports.get(uid)
    if (!before) {
      return
    }
    if (gone) {
      this.#reports.delete(uid)
      this.#bytes -= before.size
      this.#router.gone(before.event.uid, before.gate, null, before.feed)
      return
    }
    const gate = this.#access.gates.of(access)
    if (gate !== before.gate) {
      const after = before.through(gate)
      this.#reports.set(uid, after)
      this.#router.move(before, after)
    }
  }

  /** Words are told otherwise from now on: nobody who gains sight of a report is told them. */
  reword(change: (text: string) => string): void {
    for (const [uid, parcel] of this.#reports) {
      this.#reports.set(uid, parcel.reworded(change))
    }
  }

  take(client: TakClient, event: CotEvent, frame: CotFrame): void {
    const { feed } = client
    const text = frame.what === 'xml' ? Buffer.from(frame.bytes).toString('utf8') : writeCotText(event, false)
    const known = this.#reports.get(reportUid(event.uid))
    const to = addresseesOf(event)
    const route = (gate: Gate) => {
      const parcel = parcelOf(event, frame, gate, feed, null)
      this.#remember(parcel)
      send(this.#router, parcel, to, client)
    }
    // The first goes out when it is on the disk, as its record says; what follows goes out at once.
    const line = this.#lines.get(client) ?? new InOrder()
    this.#lines.set(client, line)
    let entered = false
    if (known) {
      route(known.gate)
    } else {
      entered = line.enter(event.uid)
    }
    this.#keeper.report(fieldReportOf(event, senderOf(client), feed.id, text), feed.handling, feed.area, client.identity!.author, (record) => {
      if (!known) {
        line.ready(event.uid, () => route(record ? this.#access.gates.of(record) : this.#access.ofFeed(feed, 'field-report')))
      }
    }, () => {
      if (entered) {
        // Another connection said it anew before it was written: nothing waits for this one.
        line.ready(event.uid, () => undefined)
      }
    })
  }

  /** For when its handling changes or it is retracted; the oldest go first. */
  #remember(parcel: Parcel): void {
    const uid = reportUid(parcel.event.uid)
    this.#bytes += parcel.size - (this.#reports.get(uid)?.size ?? 0)
    this.#reports.delete(uid)
    this.#reports.set(uid, parcel)
    while (this.#reports.size > MOST_REPORTS || this.#bytes > MOST_REPORT_BYTES) {
      const [oldest] = this.#reports
      if (!oldest) {
        return
      }
      this.#reports.delete(oldest[0])
      this.#bytes -= oldest[1].size
    }
  }
}
