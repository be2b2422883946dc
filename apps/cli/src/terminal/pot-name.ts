import type { BudgetPot } from '@coppice/run-model'

/** Names a budget in a sentence. It is null in events of earlier versions, which had only the budget of a run. */
export function potName(pot: BudgetPot | null): string {
  if (pot === 'PROJECT') return 'the budget of the project'
  return pot === 'DAY' ? 'the budget for a day' : 'the budget'
}
