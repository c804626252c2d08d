import { COT_LIMITS, type CotFrame } from './event.ts'
import { SAMPLE, TAK_MAGIC } from './framing.ts'
import { indexOf, isAt, isSpace, isTag, mayBecome } from './stream-bytes.ts'
import { utf8 } from './text-bytes.ts'
import { readVarint } from './varint.ts'
import { steadyAt, SteadyFrame, type Latin1 } from './xml-steady.ts'

export { frameMesh, frameStream, readDatagram, TAK_MAGIC } from './framing.ts'

/**
 * Cuts a TAK stream into messages: XML one after the other (version 0) and TAK protocol version 1
 * (`0xBF`, length as varint, TakMessage), told apart by the first byte of each message, so the change from one to the other
 * needs no word. What is neither is reported once as `bad` and skipped up to what looks like the next message. Holds at
 * most one message.
 */
export type CotStream = {
  push(chunk: Uint8Array): CotFrame[]
  /** The input has ended: what is unfinished is `bad`. */
  end(): CotFrame[]
  /** Bytes held for an unfinished message. */
  readonly held: number
}

const LT = 0x3c
const GT = 0x3e
const SLASH = 0x2f
const NOTHING = new Uint8Array(0)

const XML = utf8.encode('xml')
const EVENT = utf8.encode('event')
const AUTH = utf8.encode('auth')
const COMMENT = utf8.encode('<!--')
const COMMENT_END = utf8.encode('-->')
const CDATA = utf8.encode('<![CDATA[')
const CDATA_END = utf8.encode(']]>')
const QUERY = utf8.encode('<?')
const QUERY_END = utf8.encode('?>')

/** A tag of `<event>` or `<auth>` is never longer. */
const LONGEST_TAG = 131_072

/** Declarations are remembered up to so many bytes. */
const MOST_DECLARED = 128

/** A stream splitter. `maxBytes` bounds one message. With `latin1` steady reports come out read. */
export function createCotStream(maxBytes: number = COT_LIMITS.bytes, latin1: Latin1 | null = null): CotStream {
  let buffer: Uint8Array = NOTHING
  let from = 0
  let end = 0
  // The message that is being read: where its scan goes on, and what it stands in.
  let scan = 0
  let root: Uint8Array | null = null
  let quote = 0
  let inHead = false
  let sought = 0
  // Rubbish since the last message.
  let lost = 0
  let sample: Uint8Array = NOTHING
  let why = ''
  let out: CotFrame[] = []
  // The declaration that stood last between messages.
  let declared: Uint8Array = NOTHING

  function lose(until: number, reason: string): void {
    if (lost === 0) {
      why = reason
      sample = buffer.slice(from, Math.min(until, from + SAMPLE))
    } else if (sample.length < SAMPLE) {
      const more = buffer.subarray(from, Math.min(until, from + SAMPLE - sample.length))
      const joined = new Uint8Array(sample.length + more.length)
      joined.set(sample)
      joined.set(more, sample.length)
      sample = joined
    }
    lost += until - from
    from = until
    root = null
    sought = 0
  }

  function report(): void {
    if (lost > 0) {
      out.push({ what: 'bad', bytes: sample, reason: `${why} (${lost} bytes were skipped)` })
      lost = 0
      sample = NOTHING
    }
  }

  function take(what: 'xml' | 'auth' | 'proto', begin: number, until: number): void {
    report()
    out.push({ what, bytes: buffer.slice(begin, until) })
    from = until
    root = null
    sought = 0
  }

  /** One step: true while something could be done with what is there. */
  function step(): boolean {
    return root !== null ? inMessage(root) : between()
  }

  function between(): boolean {
    while (from < end && isSpace(buffer[from]!)) {
      from += 1
    }
    if (from >= end) {
      return false
    }
    if (latin1 !== null && buffer[from] === LT && takeSteady()) {
      return true
    }
    if (from >= end) {
      return false
    }
    if (buffer[from] === TAK_MAGIC) {
      return framed()
    }
    if (buffer[from] === LT) {
      for (const name of [EVENT, AUTH]) {
        const found = isTag(buffer, from + 1, end, name)
        if (found !== false) {
          return found === true ? begin(name) : false
        }
      }
      for (const [head, tail] of [[QUERY, QUERY_END], [COMMENT, COMMENT_END]] as const) {
        if (mayBecome(buffer, from, end, head)) {
          return false
        }
        if (isAt(buffer, from, head)) {
          return skipMarkup(head, tail)
        }
      }
    }
    return skipRubbish()
  }

  /** A report of a device of which the like was read before. */
  function takeSteady(): boolean {
    if (buffer[from + 1] === QUERY[1] && declared.length > 0 && from + declared.length <= end && isAt(buffer, from, declared)) {
      from = afterSpace(from + declared.length)
    }
    if (from >= end || buffer[from + 1] !== EVENT[0]) {
      return false
    }
    const event = steadyAt(buffer, from, end, latin1!)
    if (event === null || event.end - from > maxBytes) {
      return false
    }
    report()
    out.push(new SteadyFrame(event))
    from = event.end
    return true
  }

  function begin(name: Uint8Array): boolean {
    root = name
    inHead = true
    quote = 0
    scan = from + 1
    return true
  }

  /** A declaration, instruction or comment between messages says nothing. */
  function skipMarkup(head: Uint8Array, tail: Uint8Array): boolean {
    const at = indexOf(buffer, tail, from + head.length, end)
    if (at >= 0) {
      if (latin1 !== null && head.length === QUERY.length && at + tail.length - from <= MOST_DECLARED) {
        declared = buffer.slice(from, at + tail.length)
      }
      from = at + tail.length
      return true
    }
    if (end - from > SAMPLE * 4) {
      lose(end, 'a comment or declaration has no end')
    }
    return false
  }

  function skipRubbish(): boolean {
    for (let at = from + 1; at < end; at += 1) {
      const byte = buffer[at]
      if ((byte === LT && (isTag(buffer, at + 1, end, EVENT) !== false || isTag(buffer, at + 1, end, AUTH) !== false || isAt(buffer, at, QUERY))) || (byte === TAK_MAGIC && looksFramed(at))) {
        lose(at, 'not Cursor on Target')
        return true
      }
    }
    lose(end, 'not Cursor on Target')
    return false
  }

  /** After rubbish, 0xBF alone says little: the lengths of the frame and of its first field must fit each other. */
  function looksFramed(at: number): boolean {
    const length = readVarint(buffer, at + 1, end)
    if (length === null || length.next >= end) {
      return true
    }
    const field = buffer[length.next]
    const inner = readVarint(buffer, length.next + 1, end)
    if (!(length.value <= maxBytes) || (field !== 0x0a && field !== 0x12)) {
      return false
    }
    const used = inner === null ? 0 : inner.next - length.next + inner.value
    return inner === null || (field === 0x12 ? used === length.value : used <= length.value && inner.value < SAMPLE)
  }

  function framed(): boolean {
    const length = readVarint(buffer, from + 1, end)
    if (length === null) {
      return false
    }
    if (!(length.value <= maxBytes)) {
      lose(from + 1, `a TAK protocol frame says it is longer than ${maxBytes} bytes`)
      return true
    }
    if (end - length.next < length.value) {
      return false
    }
    take('proto', length.next, length.next + length.value)
    return true
  }

  /** Passes the head of the root (`<event …>`), quotes heeded. */
  function passHead(name: Uint8Array): boolean {
    for (; scan < end; scan += 1) {
      const byte = buffer[scan]!
      if (byte === LT) {
        lose(scan, 'a message breaks off within its first tag')
        return true
      }
      if (quote !== 0) {
        quote = byte === quote ? 0 : quote
      } else if (byte === GT) {
        scan += 1
        inHead = false
        return buffer[scan - 2] === SLASH ? finish(name) : true
      } else if (byte === 34 || byte === 39) {
        quote = byte
      }
    }
    if (end - from > LONGEST_TAG) {
      lose(end, `a tag is longer than ${LONGEST_TAG} bytes`)
    }
    return false
  }

  function inMessage(name: Uint8Array): boolean {
    if (inHead) {
      return passHead(name)
    }
    for (;;) {
      const lt = buffer.indexOf(LT, scan)
      if (lt < 0 || lt >= end) {
        scan = end
        return waitOrLose()
      }
      const next = lt + 1 < end ? buffer[lt + 1] : -1
      // Nearly all tags begin otherwise than what is looked for.
      const first = next === SLASH && lt + 2 < end ? buffer[lt + 2] : next
      if (first !== SLASH && first !== name[0] && first !== 0x21 && first !== 0x3f && first !== -1) {
        scan = lt + 1
        continue
      }
      // A message within a message is the next one, the end of this one having been lost.
      const again = next === 0x3f ? isTag(buffer, lt + 2, end, XML) : isTag(buffer, lt + 1, end, name)
      if (again === true) {
        lose(lt, 'a message breaks off')
        return true
      }
      const closes = next === SLASH ? isTag(buffer, lt + 2, end, name) : false
      // However the space in an end tag comes, it is passed once.
      const gt = closes === true ? afterSpace(Math.max(lt + 2 + name.length, sought)) : -1
      scan = lt
      if (gt === end) {
        sought = end
      }
      if (next === -1 || again === null || closes === null || gt === end) {
        return waitOrLose()
      }
      if (closes && buffer[gt] === GT) {
        scan = gt + 1
        return finish(name)
      }
      if (next === 0x21 && !skipWithin(lt)) {
        return waitOrLose()
      }
      scan = Math.max(scan, lt + 1)
    }
  }

  function afterSpace(at: number): number {
    let next = at
    while (next < end && isSpace(buffer[next]!)) {
      next += 1
    }
    return next
  }

  /** Passes a comment or CDATA section, in which tags are text; false while its end is missing. */
  function skipWithin(lt: number): boolean {
    for (const [head, tail] of [[COMMENT, COMMENT_END], [CDATA, CDATA_END]] as const) {
      if (mayBecome(buffer, lt, end, head)) {
        return false
      }
      if (isAt(buffer, lt, head)) {
        const at = indexOf(buffer, tail, Math.max(lt + head.length, sought), end)
        // What was searched once is not searched again.
        sought = at < 0 ? Math.max(lt + head.length, end - tail.length) : 0
        scan = at < 0 ? lt : at + tail.length
        return at >= 0
      }
    }
    return true
  }

  function finish(name: Uint8Array): boolean {
    if (scan - from > maxBytes) {
      lose(scan, `a message is longer than ${maxBytes} bytes`)
    } else {
      take(name === AUTH ? 'auth' : 'xml', from, scan)
    }
    return true
  }

  function waitOrLose(): boolean {
    if (end - from > maxBytes) {
      lose(end, `a message is longer than ${maxBytes} bytes`)
    }
    return false
  }

  /** What is held moves to the front. */
  function shift(): void {
    scan -= from
    sought = Math.max(0, sought - from)
    from = 0
  }

  function append(chunk: Uint8Array): void {
    if (from === end) {
      // Copied, since whoever reads a socket may use its memory again.
      buffer = chunk
      from = 0
      end = chunk.length
      scan = 0
      return
    }
    const keep = end - from
    if (buffer.length - end < chunk.length || owned !== buffer) {
      const next = new Uint8Array(Math.max((keep + chunk.length) * 2, 4096))
      next.set(buffer.subarray(from, end))
      buffer = next
      owned = next
      shift()
      end = keep
    }
    buffer.set(chunk, end)
    end += chunk.length
  }
  // The buffer that is ours to write into; a chunk of the caller never is.
  let owned: Uint8Array = NOTHING

  function settle(): void {
    if (from === end) {
      buffer = NOTHING
      owned = NOTHING
      from = 0
      end = 0
      scan = 0
    } else if (owned !== buffer) {
      const rest = new Uint8Array(Math.max((end - from) * 2, 4096))
      rest.set(buffer.subarray(from, end))
      end -= from
      shift()
      buffer = rest
      owned = rest
    }
  }

  return {
    push(chunk) {
      out = []
      // Long chunks in pieces, so that never more than a message and a piece is held.
      for (let at = 0; at < chunk.length; at += 65_536) {
        append(chunk.subarray(at, at + 65_536))
        while (step()) {
          // Each step takes or drops something.
        }
        settle()
      }
      // A long run of rubbish is told before its end.
      if (lost > 65_536) {
        report()
      }
      return out
    },
    end() {
      out = []
      if (from < end) {
        lose(end, 'the stream ended within a message')
      }
      report()
      settle()
      return out
    },
    get held() {
      return end - from + sample.length
    },
  }
}
