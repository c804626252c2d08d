import { ZERO, type Lex } from './lex.ts'

/** One column of the relaxation: a sortie with the casualties it takes. Rows are used once, resources as often as there are casualties. */
export type Column = { sortie: number; asset: number; casualties: readonly number[]; cost: Lex; rows: Int32Array; uses: Float64Array }

/** A row's slack: what it costs, and what it counts in the floor row (0 for most). */
export type Slack = { cost: Lex; k: number }

/** Reduced costs nearer to zero than this are zero. */
const EPS_K = 1e-4
const EPS_M = 1e-7
const EPS_D = 1e-7
const EPS_PIVOT = 1e-9
/** After so many pivots the inverse is made anew, for its digits. */
const REFACTOR = 40
/** After so many pivots that gain nothing the first candidates are taken instead of the best (Bland 1977), so that no circle closes. */
const PATIENCE = 60
/** A circle that rounding closes all the same is left here; the caller's bound holds for any duals. */
const GIVE_UP = 2000

/**
 * The linear relaxation over the columns known so far: every casualty in one column or unserved, every asset in at most one, no
 * more of a resource than there is. Revised simplex with costs of three tiers that are compared from the left (lexicographic
 * linear programming, Isermann 1982): the optimum is that of each tier among the optima of those before it.
 */
export class Master {
  readonly columns: Column[] = []
  /** Costs forbidden for the moment: columns, then one for each row's slack. */
  readonly blocked: boolean[] = []
  readonly slackBlocked: Uint8Array
  /** Duals of the rows, by tier. */
  readonly dualK: Float64Array
  readonly dualM: Float64Array
  readonly dualD: Float64Array
  /** What a forbidden variable costs in the first tier. */
  readonly big: number

  readonly #rows: number
  readonly #limit: Float64Array
  readonly #slack: readonly Slack[]
  /** Row that holds the first tier at or above a value; −1 when there is none. In it a variable counts −k / scale. */
  readonly #floor: number
  readonly #scale: number
  /** Basic variable of each row: ≥ 0 a column, −1 − i the slack of row i. */
  readonly #basis: Int32Array
  #inverse: Float64Array
  readonly #value: Float64Array
  readonly #slackInBasis: Uint8Array
  readonly #inBasis: boolean[] = []
  #pivots = 0

  /**
   * `limit` and `slack` by row. `floorK`: the first tier is not less than this in any plan, which is made a row of its own (the
   * relaxation would go below it by fractions, and its lower tiers would then mean nothing); null leaves it out.
   */
  constructor(limit: readonly number[], slack: readonly Slack[], big: number, floorK: number | null) {
    const rows = limit.length + (floorK === null ? 0 : 1)
    this.#floor = floorK === null ? -1 : limit.length
    this.#scale = Math.max(1, ...slack.map(({ k }) => k))
    this.#rows = rows
    this.#limit = Float64Array.from(floorK === null ? limit : [...limit, -floorK / this.#scale])
    this.#slack = floorK === null ? slack : [...slack, { cost: ZERO, k: 0 }]
    this.big = big
    this.slackBlocked = new Uint8Array(rows)
    this.dualK = new Float64Array(rows)
    this.dualM = new Float64Array(rows)
    this.dualD = new Float64Array(rows)
    this.#basis = Int32Array.from({ length: rows }, (_, i) => -1 - i)
    this.#inverse = identity(rows)
    this.#value = this.#limit.slice()
    this.#slackInBasis = new Uint8Array(rows).fill(1)
    this.#refactor()
  }

  /** What one unit of the first tier costs more in each tier through the floor row. */
  floorPrice(): Lex {
    const row = this.#floor
    return row < 0 ? ZERO : { k: this.dualK[row]! / this.#scale, minutes: this.dualM[row]! / this.#scale, km: this.dualD[row]! / this.#scale }
  }

  add(column: Column): void {
    const floor = this.#floor
    this.columns.push(floor < 0 ? column : { ...column, rows: Int32Array.from([...column.rows, floor]), uses: Float64Array.from([...column.uses, -column.cost.k / this.#scale]) })
    this.blocked.push(false)
    this.#inBasis.push(false)
  }

  /** Bring the relaxation to its optimum over the columns there are. */
  solve(): void {
    this.#duals()
    for (let idle = 0; idle < GIVE_UP;) {
      const entering = this.#entering(idle > PATIENCE)
      if (entering === null) {
        return
      }
      const gain = this.#pivot(entering, idle > PATIENCE)
      idle = gain > 1e-12 ? 0 : idle + 1
      if (this.#pivots % REFACTOR === 0) {
        this.#refactor()
      }
      this.#duals()
    }
  }

  /** Objective of the optimum; `k` holds `big` for each forbidden variable that could not be avoided. */
  objective(): Lex {
    const sum = { k: 0, minutes: 0, km: 0 }
    this.#basis.forEach((name, i) => {
      const x = this.#value[i]!
      const cost = this.#cost(name)
      sum.k += x * cost.k
      sum.minutes += x * cost.minutes
      sum.km += x * cost.km
    })
    return sum
  }

  /** Columns in the optimum and how much of each. */
  taken(): { column: Column; share: number }[] {
    const out: { column: Column; share: number }[] = []
    this.#basis.forEach((name, i) => {
      if (name >= 0 && this.#value[i]! > 1e-7) {
        out.push({ column: this.columns[name]!, share: this.#value[i]! })
      }
    })
    return out
  }

  #cost(name: number): Lex {
    if (name >= 0) {
      const { cost } = this.columns[name]!
      return this.blocked[name] ? { ...cost, k: cost.k + this.big } : cost
    }
    const { cost } = this.#slack[-1 - name]!
    return this.slackBlocked[-1 - name] === 1 ? { ...cost, k: cost.k + this.big } : cost
  }

  #duals(): void {
    const m = this.#rows
    this.dualK.fill(0)
    this.dualM.fill(0)
    this.dualD.fill(0)
    for (let i = 0; i < m; i += 1) {
      const { k, minutes, km } = this.#cost(this.#basis[i]!)
      if (k === 0 && minutes === 0 && km === 0) {
        continue
      }
      const at = i * m
      for (let j = 0; j < m; j += 1) {
        const share = this.#inverse[at + j]!
        if (share !== 0) {
          this.dualK[j]! += k * share
          this.dualM[j]! += minutes * share
          this.dualD[j]! += km * share
        }
      }
    }
  }

  /** Variable whose entering gains most, in the order of the tiers; null at the optimum. */
  #entering(first: boolean): number | null {
    const { dualK, dualM, dualD } = this
    const best = { name: null as number | null, k: 0, minutes: 0, km: 0 }
    const floor = this.floorPrice()
    for (let i = 0; i < this.#rows; i += 1) {
      if (this.#slackInBasis[i] === 0) {
        const { k, minutes, km } = this.#cost(-1 - i)
        const more = this.#slack[i]!.k
        if (gains(best, -1 - i, k - dualK[i]! + more * floor.k, minutes - dualM[i]! + more * floor.minutes, km - dualD[i]! + more * floor.km) && first) {
          return best.name
        }
      }
    }
    for (let j = 0; j < this.columns.length; j += 1) {
      if (this.blocked[j] || this.#inBasis[j]) {
        continue
      }
      const { cost, rows, uses } = this.columns[j]!
      let { k } = cost
      for (let i = 0; i < rows.length; i += 1) {
        k -= dualK[rows[i]!]! * uses[i]!
      }
      // Most columns end here: the lower tiers are looked at only where the first does not decide.
      if (k > EPS_K || k > best.k + EPS_K) {
        continue
      }
      let { minutes, km } = cost
      for (let i = 0; i < rows.length; i += 1) {
        minutes -= dualM[rows[i]!]! * uses[i]!
        km -= dualD[rows[i]!]! * uses[i]!
      }
      if (gains(best, j, k, minutes, km) && first) {
        return j
      }
    }
    return best.name
  }

  /** Take a variable into the basis; answers how much of it came in. */
  #pivot(entering: number, first: boolean): number {
    const m = this.#rows
    const direction = new Float64Array(m)
    this.#along(entering, direction)
    let leave = -1
    let step = Infinity
    for (let i = 0; i < m; i += 1) {
      const d = direction[i]!
      if (d > EPS_PIVOT) {
        const ratio = Math.max(0, this.#value[i]!) / d
        // Of equal steps the largest pivot, for the digits; or the first variable, against circles.
        if (ratio < step - 1e-12 || (ratio < step + 1e-12 && (leave < 0 || (first ? this.#place(i) < this.#place(leave) : d > direction[leave]! + 1e-12)))) {
          step = Math.min(step, ratio)
          leave = i
        }
      }
    }
    if (leave < 0) {
      throw new RangeError('the relaxation has no least value: a column uses no row')
    }
    const pivot = direction[leave]!
    const from = leave * m
    for (let j = 0; j < m; j += 1) {
      this.#inverse[from + j]! /= pivot
    }
    for (let i = 0; i < m; i += 1) {
      const d = direction[i]!
      if (i !== leave && d !== 0) {
        this.#value[i] = Math.max(0, this.#value[i]! - d * step)
        for (let j = 0; j < m; j += 1) {
          this.#inverse[i * m + j]! -= d * this.#inverse[from + j]!
        }
      }
    }
    this.#value[leave] = step
    this.#mark(this.#basis[leave]!, false)
    this.#mark(entering, true)
    this.#basis[leave] = entering
    this.#pivots += 1
    return step
  }

  #mark(name: number, inside: boolean): void {
    if (name >= 0) {
      this.#inBasis[name] = inside
    } else {
      this.#slackInBasis[-1 - name] = inside ? 1 : 0
    }
  }

  /** Where a row's variable stands in the order in which candidates are looked at. */
  #place(row: number): number {
    const name = this.#basis[row]!
    return name < 0 ? -1 - name : this.#rows + name
  }

  #slackColumn(row: number): { rows: readonly number[] | Int32Array; uses: readonly number[] | Float64Array } {
    const { k } = this.#slack[row]!
    return this.#floor < 0 || k === 0 ? { rows: [row], uses: [1] } : { rows: [row, this.#floor], uses: [1, -k / this.#scale] }
  }

  #along(name: number, out: Float64Array): void {
    const m = this.#rows
    const { rows, uses } = name < 0 ? this.#slackColumn(-1 - name) : this.columns[name]!
    for (let i = 0; i < m; i += 1) {
      let sum = 0
      for (let r = 0; r < rows.length; r += 1) {
        sum += this.#inverse[i * m + rows[r]!]! * uses[r]!
      }
      out[i] = Math.abs(sum) < 1e-12 ? 0 : sum
    }
  }

  /** The inverse of the basis from its columns (Gauss–Jordan with row pivots). */
  #refactor(): void {
    const m = this.#rows
    const matrix = new Float64Array(m * m)
    this.#basis.forEach((name, i) => {
      const { rows, uses } = name < 0 ? this.#slackColumn(-1 - name) : this.columns[name]!
      rows.forEach((row, r) => (matrix[row * m + i] = uses[r]!))
    })
    const inverse = identity(m)
    for (let column = 0; column < m; column += 1) {
      let row = column
      for (let i = column + 1; i < m; i += 1) {
        if (Math.abs(matrix[i * m + column]!) > Math.abs(matrix[row * m + column]!)) {
          row = i
        }
      }
      swapRows(matrix, m, row, column)
      swapRows(inverse, m, row, column)
      const pivot = matrix[column * m + column]!
      for (let j = 0; j < m; j += 1) {
        matrix[column * m + j]! /= pivot
        inverse[column * m + j]! /= pivot
      }
      for (let i = 0; i < m; i += 1) {
        const factor = matrix[i * m + column]!
        if (i !== column && factor !== 0) {
          for (let j = 0; j < m; j += 1) {
            matrix[i * m + j]! -= factor * matrix[column * m + j]!
            inverse[i * m + j]! -= factor * inverse[column * m + j]!
          }
        }
      }
    }
    this.#inverse = inverse
    for (let i = 0; i < m; i += 1) {
      let sum = 0
      for (let j = 0; j < m; j += 1) {
        sum += inverse[i * m + j]! * this.#limit[j]!
      }
      this.#value[i] = Math.max(0, sum)
    }
  }
}

/** Take a candidate down when it gains more than the one before. */
function gains(best: { name: number | null; k: number; minutes: number; km: number }, name: number, k: number, minutes: number, km: number): boolean {
  const rk = k < EPS_K && k > -EPS_K ? 0 : k
  const rm = minutes < EPS_M && minutes > -EPS_M ? 0 : minutes
  const rd = km < EPS_D && km > -EPS_D ? 0 : km
  if (rk < best.k || (rk === best.k && (rm < best.minutes || (rm === best.minutes && rd < best.km)))) {
    best.name = name
    best.k = rk
    best.minutes = rm
    best.km = rd
    return true
  }
  return false
}

function identity(m: number): Float64Array {
  const out = new Float64Array(m * m)
  for (let i = 0; i < m; i += 1) {
    out[i * m + i] = 1
  }
  return out
}

function swapRows(matrix: Float64Array, m: number, a: number, b: number): void {
  if (a === b) {
    return
  }
  for (let j = 0; j < m; j += 1) {
    const held = matrix[a * m + j]!
    matrix[a * m + j] = matrix[b * m + j]!
    matrix[b * m + j] = held
  }
}
