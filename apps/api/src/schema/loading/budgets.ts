import type { Store } from '@coppice/engine'
import { type BudgetPot, dayName, dayStart } from '@coppice/engine/domain/budget'
import type { PrismaClient } from '@coppice/prisma'
import { budgetUse } from './budget-use.ts'

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
}

/** The limits of a project, in millionths of a dollar. */
export interface ProjectLimits {
  id: string
  budgetMicroUsd: bigint | null
  dayBudgetMicroUsd: bigint | null
}

export async function budgetOfRun(
  { prisma }: Pick<Parts, 'prisma'>,
  run: { id: string; budgetMicroUsd: bigint | null },
): Promise<BudgetOf[]> {
  if (run.budgetMicroUsd === null) return []
  return [{ pot: 'RUN', day: null, limitMicroUsd: run.budgetMicroUsd, ...(await budgetUse(prisma, run.id)) }]
}

/** Returns the budgets of a project: at most one for all its runs and one for the present day. */
export async function budgetsOfProject(
  { prisma, store, clock }: Parts,
  { id, budgetMicroUsd: total, dayBudgetMicroUsd: day }: ProjectLimits,
): Promise<BudgetOf[]> {
  if (total === null && day === null) return []
  const active = await prisma.run.findUnique({ where: { activeProjectId: id }, select: { id: true } })
  const [spending, use] = await Promise.all([
    store.projectSpending(id, dayStart(clock.now()), null),
    active === null ? null : budgetUse(prisma, active.id),
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
