/** A pair that cannot be: never chosen while there is any other way. */
export const IMPOSSIBLE = 1e9

/**
 * The cheapest way to give every row a column of its own (Hungarian method with shortest augmenting paths, O(rows² × columns)).
 * `costs` lies row after row; there must be at least as many columns as rows. Answers the column of each row.
 */
export function assign(costs: Float64Array, rows: number, columns: number): Int32Array {
  const u = new Float64Array(rows + 1)
  const v = new Float64Array(columns + 1)
  const rowOf = new Int32Array(columns + 1)
  const way = new Int32Array(columns + 1)
  for (let i = 1; i <= rows; i++) {
    rowOf[0] = i
    let column = 0
    const least = new Float64Array(columns + 1).fill(Infinity)
    const used = new Uint8Array(columns + 1)
    do {
      used[column] = 1
      const row = rowOf[column] as number
      let delta = Infinity
      let next = 0
      for (let j = 1; j <= columns; j++) {
        if (used[j] === 1) {
          continue
        }
        const slack = (costs[(row - 1) * columns + j - 1] as number) - (u[row] as number) - (v[j] as number)
        if (slack < (least[j] as number)) {
          least[j] = slack
          way[j] = column
        }
        if ((least[j] as number) < delta) {
          delta = least[j] as number
          next = j
        }
      }
      for (let j = 0; j <= columns; j++) {
        if (used[j] === 1) {
          u[rowOf[j] as number] = (u[rowOf[j] as number] as number) + delta
          v[j] = (v[j] as number) - delta
        } else {
          least[j] = (least[j] as number) - delta
        }
      }
      column = next
    } while (rowOf[column] !== 0)
    do {
      const before = way[column] as number
      rowOf[column] = rowOf[before] as number
      column = before
    } while (column !== 0)
  }
  const out = new Int32Array(rows).fill(-1)
  for (let j = 1; j <= columns; j++) {
    if ((rowOf[j] as number) > 0) {
      out[(rowOf[j] as number) - 1] = j - 1
    }
  }
  return out
}
