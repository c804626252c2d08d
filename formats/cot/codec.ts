import type { Codec, Heard } from '../../core/feed.ts'
import { COT_LIMITS, type CotEvent, type CotFrame } from './event.ts'
import { heardOf } from './heard.ts'
import { readTakMessage } from './proto-read.ts'
import { createCotStream, readDatagram } from './stream.ts'
import { lenientUtf8 } from './text-bytes.ts'
import { readCot, writeCotText } from './xml.ts'

/** What a piece of a stream says: an event, nothing (a message without one, `<auth>`), or why it cannot be read. */
export function readFrame(frame: CotFrame): { event: CotEvent | null } | { bad: string } {
  if (frame.what === 'bad') {
    return { bad: frame.reason }
  }
  if (frame.what === 'auth') {
    return { event: null }
  }
  if (frame.what === 'xml') {
    if (frame.event) {
      return { event: frame.event }
    }
    const read = readCot(frame.bytes)
    return read.ok ? { event: read.value } : { bad: read.reason }
  }
  const read = readTakMessage(frame.bytes)
  return read.ok ? { event: read.value.event } : { bad: read.reason }
}

function hear(frame: CotFrame): Heard[] {
  const read = readFrame(frame)
  if ('bad' in read) {
    return [{ what: 'bad', bytes: frame.bytes.slice(0, 1024), reason: read.bad }]
  }
  if (read.event === null) {
    return []
  }
  // Text as it came is kept; a message in binary is kept as the same event in text.
  const { event } = read
  return heardOf(event).map((heard) => (heard.what === 'position' ? { ...heard, raw: frame.what === 'xml' ? lenientUtf8.decode(frame.bytes) : writeCotText(event, false) } : heard))
}

/** Cursor on Target as XML or TAK protocol over a stream or from a file. */
export const cotCodec: Codec = {
  name: 'cot',
  maxFrameBytes: COT_LIMITS.bytes,
  datagrams: false,
  make() {
    const stream = createCotStream()
    return {
      push: (chunk) => stream.push(chunk).flatMap(hear),
      end: () => stream.end().flatMap(hear),
    }
  },
}

/** Cursor on Target in datagrams (UDP and multicast, as a mesh of TAK devices sends it). */
export const cotDatagramCodec: Codec = {
  name: 'cot-datagram',
  maxFrameBytes: 65_535,
  datagrams: true,
  make: () => ({ push: (chunk) => hear(readDatagram(chunk)), end: () => [] }),
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<events>\n'

/** Events one after the other as a document of one root, which any XML program opens; in pieces, so that length does not matter. */
export function* writeClip(events: Iterable<CotEvent>): Generator<string> {
  yield HEAD
  for (const event of events) {
    yield `${writeCotText(event, false)}\n`
  }
  yield '</events>\n'
}
