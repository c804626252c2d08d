/**
 * Which unit to send to a call, or none, when more calls may come: the dispatch decision problem of several units without a queue,
 * as a Markov decision process in continuous time (Keneally, Robbins & Lunday 2016; Jenkins, Robbins & Lunday 2018). Calls come as
 * a Poisson stream, a call not answered is lost to these units, a unit is busy for an exponential time whose mean depends on the
 * zone it went to, and rewards at dispatch fall with the response time.
 */
export type DispatchProblem = {
  id: string
  units: number
  zones: number
  /** Calls a minute, all zones and priorities together. */
  lambdaPerMin: number
  zoneProb: readonly number[]
  priorityProb: readonly number[]
  priorityWeight: readonly number[]
  /** [unit][zone] minutes to the casualty; Infinity where the unit cannot go. */
  responseMin: readonly (readonly number[])[]
  /** [unit][zone] mean minutes until the unit is idle again. */
  serviceMin: readonly (readonly number[])[]
  /** Continuous discount rate. */
  discountPerMin: number
}

/** Response time at which a call is worth 1/e of its weight. */
export const RESPONSE_SCALE_MIN = 60

/** More states than this are not solved exactly. */
export const MOST_STATES = 100_000

/** What to do with a call of a priority from a zone in a state: a unit, or −1 for none. */
export type DispatchPolicy = {
  /** Expected discounted reward of the policy from each state; state 0 is all idle. */
  values: Float64Array
  /** State × zone × priority. */
  actions: Int16Array
}

/** Weight of a call when this unit goes. */
function reward(problem: DispatchProblem, unit: number, zone: number, priority: number): number {
  return problem.priorityWeight[priority]! * Math.exp(-problem.responseMin[unit]![zone]! / RESPONSE_SCALE_MIN)
}

/** Number of states: each unit idle, or busy with one of the zones. Digit u of a state in base zones + 1: 0 idle, else zone + 1. */
export function statesOf({ units, zones }: DispatchProblem): number {
  return (zones + 1) ** units
}

/**
 * The best policy and its exact value, by policy iteration (Howard 1960): evaluate, improve, until nothing improves. Throws
 * RangeError when there are more than MOST_STATES states.
 */
export function solveDispatch(problem: DispatchProblem): DispatchPolicy {
  let policy = closestPolicy(problem)
  for (;;) {
    const better = improve(problem, policy)
    if (better === null) {
      return policy
    }
    policy = evaluate(problem, better, policy.values)
  }
}

/** Always the idle unit that is there first. */
export function closestPolicy(problem: DispatchProblem): DispatchPolicy {
  const states = statesOf(problem)
  if (!(states <= MOST_STATES)) {
    throw new RangeError(`${problem.id}: ${states} states are more than can be solved exactly (${MOST_STATES})`)
  }
  const { units, zones, priorityProb } = problem
  const actions = new Int16Array(states * zones * priorityProb.length)
  for (let s = 0; s < states; s += 1) {
    for (let z = 0; z < zones; z += 1) {
      let closest = -1
      for (let u = 0; u < units; u += 1) {
        const minutes = problem.responseMin[u]![z]!
        if (digit(s, u, zones) === 0 && minutes < (closest < 0 ? Infinity : problem.responseMin[closest]![z]!)) {
          closest = u
        }
      }
      actions.fill(closest, (s * zones + z) * priorityProb.length, (s * zones + z + 1) * priorityProb.length)
    }
  }
  return evaluate(problem, actions, new Float64Array(states))
}

function digit(state: number, unit: number, zones: number): number {
  return Math.floor(state / (zones + 1) ** unit) % (zones + 1)
}

/** Expected discounted reward of a policy from every state, by Gauss–Seidel to rounding. */
function evaluate(problem: DispatchProblem, actions: Int16Array, start: Float64Array): DispatchPolicy {
  const { units, zones, lambdaPerMin, zoneProb, priorityProb, discountPerMin, serviceMin } = problem
  const states = statesOf(problem)
  const values = start.slice()
  // The ways out of each state, laid out once: where to and how often; what a minute there earns, and all rates together.
  const most = units * (1 + zones)
  const to = new Int32Array(states * most)
  const rates = new Float64Array(states * most)
  const ways = new Int32Array(states)
  const gains = new Float64Array(states)
  const out = new Float64Array(states).fill(discountPerMin)
  for (let s = 0; s < states; s += 1) {
    const from = s * most
    const add = (next: number, rate: number): void => {
      let at = from
      while (at < from + ways[s]! && to[at] !== next) {
        at += 1
      }
      ways[s] = Math.max(ways[s]!, at - from + 1)
      to[at] = next
      rates[at]! += rate
      out[s]! += rate
    }
    for (let u = 0; u < units; u += 1) {
      const busy = digit(s, u, zones)
      if (busy > 0) {
        add(s - busy * (zones + 1) ** u, 1 / serviceMin[u]![busy - 1]!)
      }
    }
    for (let z = 0; z < zones; z += 1) {
      for (let p = 0; p < priorityProb.length; p += 1) {
        const unit = actions[(s * zones + z) * priorityProb.length + p]!
        if (unit >= 0) {
          const rate = lambdaPerMin * zoneProb[z]! * priorityProb[p]!
          gains[s]! += rate * reward(problem, unit, z, p)
          add(s + (z + 1) * (zones + 1) ** unit, rate)
        }
      }
    }
  }
  for (;;) {
    let change = 0
    for (let s = states - 1; s >= 0; s -= 1) {
      let sum = gains[s]!
      for (let at = s * most; at < s * most + ways[s]!; at += 1) {
        sum += rates[at]! * values[to[at]!]!
      }
      const value = sum / out[s]!
      change = Math.max(change, Math.abs(value - values[s]!))
      values[s] = value
    }
    // A sweep shrinks the error by about 1 − discount / rates: a step this small leaves less than 1e-8 of the value.
    if (change <= 1e-13 * Math.max(1, Math.abs(values[0]!))) {
      return { values, actions }
    }
  }
}

/** The policy that is greedy for the values of this one; null when that is no better. */
function improve(problem: DispatchProblem, { values, actions }: DispatchPolicy): Int16Array | null {
  const { units, zones, priorityProb } = problem
  const next = actions.slice()
  let changed = false
  for (let s = 0; s < values.length; s += 1) {
    for (let z = 0; z < zones; z += 1) {
      for (let p = 0; p < priorityProb.length; p += 1) {
        const at = (s * zones + z) * priorityProb.length + p
        const worth = (unit: number): number => (unit < 0 ? values[s]! : reward(problem, unit, z, p) + values[s + (z + 1) * (zones + 1) ** unit]!)
        let best = actions[at]!
        let most = worth(best)
        for (let unit = -1; unit < units; unit += 1) {
          const open = unit < 0 || (digit(s, unit, zones) === 0 && Number.isFinite(problem.responseMin[unit]![z]!))
          // By more than rounding, or two equal ways would be exchanged for ever.
          if (open && worth(unit) > most + 1e-9 * Math.max(1, Math.abs(most))) {
            best = unit
            most = worth(unit)
          }
        }
        if (best !== actions[at]) {
          next[at] = best
          changed = true
        }
      }
    }
  }
  return changed ? next : null
}

/** One dispatch problem as files hold it. Throws RangeError naming what is wrong. */
export function dispatchOf(value: unknown): DispatchProblem {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RangeError('instance is no object')
  }
  const given = value as Readonly<Record<string, unknown>>
  const { id } = given
  if (typeof id !== 'string' || id === '') {
    throw new RangeError('instance: id is no text')
  }
  const figure = (name: string, least: number): number => {
    const found = given[name]
    if (typeof found !== 'number' || !Number.isFinite(found) || found < least) {
      throw new RangeError(`${id}: ${name} is no number from ${least} up`)
    }
    return found
  }
  const row = (found: unknown, name: string, length: number): number[] => {
    if (!Array.isArray(found) || found.length !== length || !found.every((one): one is number => typeof one === 'number' && one >= 0)) {
      throw new RangeError(`${id}: ${name} is no list of ${length} numbers from 0 up`)
    }
    return found
  }
  const units = figure('units', 1)
  const zones = figure('zones', 1)
  const table = (name: string): number[][] => {
    const found = given[name]
    if (!Array.isArray(found) || found.length !== units) {
      throw new RangeError(`${id}: ${name} is no list of ${units} rows`)
    }
    return found.map((one: unknown, i) => row(one, `${name}[${i}]`, zones))
  }
  const priorities = Array.isArray(given['priorityWeight']) ? given['priorityWeight'].length : 0
  return {
    id, units, zones, lambdaPerMin: figure('lambdaPerMin', 0), discountPerMin: figure('discountPerMin', Number.MIN_VALUE), zoneProb: row(given['zoneProb'], 'zoneProb', zones),
    priorityProb: row(given['priorityProb'], 'priorityProb', priorities), priorityWeight: row(given['priorityWeight'], 'priorityWeight', priorities), responseMin: table('responseMin'), serviceMin: table('serviceMin'),
  }
}
