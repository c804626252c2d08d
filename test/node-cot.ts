import { createRequire } from 'node:module'

/** Another library for the same format, as tests and benches ask it. Its types are its sources, which our settings refuse. */
export type OtherCot = {
  raw: { event: { _attributes: { type: string }; detail?: Record<string, unknown> } }
  uid(): string
  callsign(): string
  position(): number[]
  to_xml(): string
  to_proto(): Uint8Array
}

type OtherCotClass = { new (source: string | Buffer): OtherCot; from_proto(bytes: Uint8Array): OtherCot; from_geojson(feature: unknown): OtherCot }

// A name that is not a constant to the type checker is not looked into.
const name: string = '@tak-ps/node-cot'
const loaded: { default: OtherCotClass } = await import(name)

export const CoT = loaded.default

/** A message type of the general protobuf library that the other one is made with. */
export type PlainMessage = { decode(bytes: Uint8Array): object; encode(message: object): { finish(): Uint8Array } }

/** TakMessage as the general library alone reads and writes it: `xmlDetail` stays text. */
export async function plainTakMessage(): Promise<PlainMessage> {
  const within = createRequire(import.meta.resolve(name))
  const protobuf = within('protobufjs') as { load(file: string): Promise<{ lookupType(type: string): PlainMessage }> }
  const root = await protobuf.load(new URL('./lib/proto/takmessage.proto', import.meta.resolve(name)).pathname)
  return root.lookupType('atakmap.commoncommo.protobuf.v1.TakMessage')
}
