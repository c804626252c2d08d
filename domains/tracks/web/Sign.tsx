import { useEffect, useState } from 'react'
import { afterwards } from '../../../web/face.ts'

/** Pictures already made, by symbol code. */
const made = new Map<string, Promise<string>>()

/** The symbol of a code beside its name. Decoration: what it says is said in words too. */
export function Sign({ sidc, size = 26 }: { sidc: string; size?: number }) {
  const [url, setUrl] = useState('')
  useEffect(() => {
    let here = true
    let picture = made.get(sidc)
    if (!picture) {
      picture = afterwards.then(() => import('milsymbol')).then(({ default: ms }) => {
        const symbol = new ms.Symbol(sidc, { size: 40, civilianColor: false })
        return symbol.isValid() === true ? `data:image/svg+xml,${encodeURIComponent(symbol.asSVG())}` : ''
      }, () => {
        // No link just now: another row asks again.
        made.delete(sidc)
        return ''
      })
      made.set(sidc, picture)
    }
    void picture.then((text) => {
      if (here) {
        setUrl(text)
      }
    })
    return () => {
      here = false
    }
  }, [sidc])
  return <span className="tracksign" style={{ inlineSize: size * 1.3, blockSize: size }} aria-hidden="true">{url === '' ? '?' : <img src={url} alt="" />}</span>
}
