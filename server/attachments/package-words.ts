import { openSafeZip } from '../files/zip.ts'

/** Entries that are words; pictures, sound and archives within are not looked into. */
const WORDS = /\.(?:cot|xml|pref|kml|gpx|txt|csv|json|geojson|html?|md)$/i
const ENTITIES: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * The words of a package of files: names of its entries, and of those that are text everything in them – values of attributes, where
 * events have their callsigns and remarks, as well as text. At most `most` bytes; throws where the archive is broken or larger.
 */
export async function packageWords(bytes: Uint8Array, most: number): Promise<string> {
  const zip = await openSafeZip(bytes, { maxTotalBytes: most, maxEntryBytes: most })
  try {
    const texts: string[] = [...zip.names]
    for (const name of zip.names.filter((one) => WORDS.test(one))) {
      const chunks: Uint8Array[] = []
      for await (const chunk of zip.read(name) ?? []) {
        chunks.push(chunk)
      }
      const text = textOf(Buffer.concat(chunks))
      // Once as it stands, and once without what stands between two halves of a name.
      texts.push(resolved(text), resolved(text.replace(/<[^<>]*>/g, ' ')))
    }
    return texts.join('\n')
  } finally {
    zip.close()
  }
}

function textOf(bytes: Uint8Array): string {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null
  const utf8 = wide === null ? new TextDecoder().decode(bytes) : ''
  return wide === null ? (utf8.includes('\ufffd') ? new TextDecoder('windows-1252').decode(bytes) : utf8) : new TextDecoder(wide).decode(bytes)
}

/** References of XML and escapes of JSON as the letters they stand for. */
function resolved(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,5}));|\\u([0-9a-f]{4})/gi, (all, decimal?: string, hex?: string, name?: string, escaped?: string) => {
    const code = decimal ? Number(decimal) : hex || escaped ? Number.parseInt(hex ?? escaped ?? '', 16) : null
    return code === null ? (ENTITIES[name ?? ''] ?? all) : code <= 0x10ffff ? String.fromCodePoint(code) : all
  })
}
