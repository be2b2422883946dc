import type { CostBasis } from '../domain/cost-forecast.ts'
import type { PastRun, PastTask } from '../domain/forecast.ts'
import { assumedSpread, type CostSpread, spreadOf } from './cost-spread.ts'
import { ENOUGH_SESSIONS, estimateCost } from './estimate-cost.ts'
import { pastTaskCost } from './past-task-cost.ts'
import type { Prices } from './prices.ts'

export interface PricedTask {
  key: string
  /** The kind of its agent. */
  agent: string
  /** The model of its first attempt. It is null when the agent chooses its model itself. */
  model: string | null
  domain: string | null
  /** Whether only the agent knows the model by this name, so that the model needs no price here. */
  isOwnName?: boolean | undefined
}

export interface TaskCost extends CostSpread {
  basis: CostBasis
  /** The earlier tasks from which the cost follows. */
  from: readonly PastTask[]
}

/** The shares of what a budget would reserve for a session, which is meant to be enough for nine of ten. */
const ASSUMED_SHARES = { low: 1 / 8, likely: 1 / 2, high: 1 }

interface Group {
  tasks: PastTask[]
  costs: number[]
  runs: Set<PastRun>
  /** Whether the cost of one of its tasks stays unknown. */
  hasUnknown: boolean
}

/**
 * Returns a function that estimates what all sessions of a task in one run will cost: from earlier runs of the task with the same model, or
 * else from earlier tasks with this model in its domain, from five on, or else from all earlier tasks with this model. Without any, it assumes
 * a part of what a budget would reserve for a session (ADR 0082).
 *
 * @param now in ms
 * @returns a function that returns `UNKNOWN` when the price of the model is unknown, or when its earlier sessions had unknown costs (M1)
 */
export function taskCostEstimates(
  past: readonly PastRun[],
  prices: Prices,
  now: number,
): (task: PricedTask) => TaskCost | 'UNKNOWN' {
  const groups = groupsOf(past)
  const spreads = new Map<Group, CostSpread>()
  const learned = (basis: CostBasis, name: string, enough: number): TaskCost | null => {
    const group = groups.get(name)
    if (group === undefined || group.costs.length < enough) return null
    const spread = spreads.get(group) ?? spreadOf(group.costs, group.runs.size)
    spreads.set(group, spread)
    return { ...spread, basis, from: group.tasks }
  }
  return (task) => {
    const { model, isOwnName = false } = task
    if (model !== null && !isOwnName && prices.priceAt(model, now) === null) return 'UNKNOWN'
    const { own, domain, all } = namesOf(task)
    return (
      learned('TASK', own, 1) ??
      learned('DOMAIN', domain, ENOUGH_SESSIONS) ??
      learned('MODEL', all, 1) ??
      (groups.get(all)?.hasUnknown ? 'UNKNOWN' : assumed(task, prices, now))
    )
  }
}

function assumed({ model, isOwnName }: PricedTask, prices: Prices, now: number): TaskCost | 'UNKNOWN' {
  const reserved = estimateCost({ model, domain: null, isOwnName }, [], prices, now)?.microUsd
  if (reserved === undefined) return 'UNKNOWN'
  const { low, likely, high } = ASSUMED_SHARES
  return { ...assumedSpread(reserved * low, reserved * likely, reserved * high), basis: 'ASSUMED', from: [] }
}

function groupsOf(past: readonly PastRun[]): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>()
  for (const { run, task } of past.flatMap((run) => run.tasks.map((task) => ({ run, task })))) {
    const first = task.sessions.find(({ kind }) => kind === 'WORK')
    const cost = pastTaskCost(task)
    if (first === undefined || cost === null) continue
    const { own, domain, all } = namesOf({ ...task, model: first.model, domain: first.domain })
    for (const name of [own, domain, all]) {
      const group = groups.get(name) ?? { tasks: [], costs: [], runs: new Set<PastRun>(), hasUnknown: false }
      groups.set(name, group)
      if (cost === 'UNKNOWN') group.hasUnknown = true
      else {
        group.tasks.push(task)
        group.costs.push(cost)
        group.runs.add(run)
      }
    }
  }
  return groups
}

/** Returns the names of the groups to which a task belongs. Agents that choose their models themselves are kept apart by their kinds. */
function namesOf({ key, agent, model, domain }: PricedTask): { own: string; domain: string; all: string } {
  const who = model === null ? { agent } : { model }
  return {
    own: JSON.stringify({ ...who, key }),
    domain: JSON.stringify({ ...who, domain }),
    all: JSON.stringify(who),
  }
}
