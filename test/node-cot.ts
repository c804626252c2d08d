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
