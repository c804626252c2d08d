import { distanceM, type LonLat } from '../../core/place.ts'

type Edge = { to: number; metres: number; line: readonly (readonly [number, number])[] }

/** Roads as a net: pieces that end where others begin. */
export class RoadNet {
  readonly #nodes: LonLat[] = []
  readonly #edges: Edge[][] = []

  constructor(lines: readonly (readonly (readonly [number, number])[])[]) {
    const known = new Map<string, number>()
    const node = ([lon, lat]: readonly [number, number]): number => {
      const key = `${lon},${lat}`
      const found = known.get(key) ?? this.#nodes.push({ lon, lat }) - 1
      known.set(key, found)
      this.#edges[found] ??= []
      return found
    }
    for (const line of lines) {
      const [first, last] = [line[0], line.at(-1)]
      if (first && last) {
        const [a, b] = [node(first), node(last)]
        const metres = line.slice(1).reduce((sum, [lon, lat], i) => sum + distanceM({ lon, lat }, { lon: line[i]?.[0] ?? lon, lat: line[i]?.[1] ?? lat }), 0)
        this.#edges[a]?.push({ to: b, metres, line })
        this.#edges[b]?.push({ to: a, metres, line: [...line].reverse() })
      }
    }
  }

  /** The shortest way by road between the crossings next to two places, from the one to the other; straight where no road leads there. */
  way(from: LonLat, to: LonLat): LonLat[] {
    const [start, end] = [this.#nearest(from), this.#nearest(to)]
    const reached = new Map<number, { metres: number; before: number; line: Edge['line'] }>([[start, { metres: 0, before: -1, line: [] }]])
    const open = new Set([start])
    while (open.size > 0) {
      const here = [...open].reduce((a, b) => ((reached.get(b)?.metres ?? Infinity) < (reached.get(a)?.metres ?? Infinity) ? b : a))
      open.delete(here)
      if (here === end) {
        break
      }
      const sofar = reached.get(here)?.metres ?? Infinity
      for (const edge of this.#edges[here] ?? []) {
        if (sofar + edge.metres < (reached.get(edge.to)?.metres ?? Infinity)) {
          reached.set(edge.to, { metres: sofar + edge.metres, before: here, line: edge.line })
          open.add(edge.to)
        }
      }
    }
    const lines: Edge['line'][] = []
    for (let here = end; here !== start; ) {
      const step = reached.get(here)
      if (!step) {
        return [from, to]
      }
      lines.unshift(step.line)
      here = step.before
    }
    return [from, ...lines.flat().map(([lon, lat]) => ({ lon, lat })), to]
  }

  #nearest(place: LonLat): number {
    let [best, least] = [0, Infinity]
    this.#nodes.forEach((node, i) => {
      const metres = distanceM(place, node)
      if (metres < least) {
        best = i
        least = metres
      }
    })
    return best
  }
}
