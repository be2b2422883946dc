import type { Store } from '@coppice/engine'
import { type BudgetPot, dayName, dayStart } from '@coppice/engine/domain/budget'
import type { PrismaClient } from '@coppice/prisma'
import { NO_RUN_COST } from './costs.ts'
import type { Loaders } from './loaders.ts'

/** A budget and its use, in millionths of a dollar. */
export interface BudgetOf {
  pot: BudgetPot
  /** The present day (UTC), such as 2026-11-30, for the budget of a day. */
  day: string | null
  limitMicroUsd: bigint
  spentMicroUsd: bigint
  reservedMicroUsd: bigint
}

interface Parts {
  prisma: PrismaClient
  store: Store
  clock: { now(): number }
  loaders: Pick<Loaders, 'costOfRun'>
}

/** The limits of a project, in millionths of a dollar. */
export interface ProjectLimits {
  id: string
  budgetMicroUsd: bigint | null
  dayBudgetMicroUsd: bigint | null
}

export async function budgetOfRun(
  { loaders }: Pick<Parts, 'loaders'>,
  run: { id: string; budgetMicroUsd: bigint | null },
): Promise<BudgetOf[]> {
  if (run.budgetMicroUsd === null) return []
  const { spentMicroUsd, reservedMicroUsd } = (await loaders.costOfRun(run.id)) ?? NO_RUN_COST
  return [{ pot: 'RUN', day: null, limitMicroUsd: run.budgetMicroUsd, spentMicroUsd, reservedMicroUsd }]
}

/**
 * Returns the budgets of a project: at most one for all its runs and one for the present day.
 * @param knownActive the id of its active run; null when the caller does not know it
 */
export async function budgetsOfProject(
  { prisma, store, clock, loaders }: Parts,
  { id, budgetMicroUsd: total, dayBudgetMicroUsd: day }: ProjectLimits,
  knownActive: string | null,
): Promise<BudgetOf[]> {
  if (total === null && day === null) return []
  const activeId =
    knownActive ?? (await prisma.run.findUnique({ where: { activeProjectId: id }, select: { id: true } }))?.id
  const [spending, use] = await Promise.all([
    store.projectSpending(id, dayStart(clock.now()), null),
    activeId === undefined ? null : loaders.costOfRun(activeId),
  ])
  const reservedMicroUsd = use?.reservedMicroUsd ?? 0n
  const budgets: BudgetOf[] = []
  if (total !== null)
    budgets.push({
      ...{ pot: 'PROJECT', day: null, limitMicroUsd: total },
      ...{ spentMicroUsd: BigInt(spending.totalMicroUsd), reservedMicroUsd },
    })
  if (day !== null)
    budgets.push({
      ...{ pot: 'DAY', day: dayName(clock.now()), limitMicroUsd: day },
      ...{ spentMicroUsd: BigInt(spending.todayMicroUsd), reservedMicroUsd },
    })
  return budgets
}

/** Sorts budgets by what is free: the one with the least money first. */
export function nearestFirst(budgets: readonly BudgetOf[]): BudgetOf[] {
  const free = ({ limitMicroUsd, spentMicroUsd, reservedMicroUsd }: BudgetOf) =>
    Number(limitMicroUsd - spentMicroUsd - reservedMicroUsd)
  return budgets.toSorted((one, other) => free(one) - free(other))
}
