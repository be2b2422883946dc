import { dollars, plural } from '../../words/format.ts'
import type { BudgetUse } from './budget-documents.ts'

/** Describes the budget beside the cost, for example `of $220.00 · $7.58 reserved · $114.02 left`. */
export const budgetWords = (
  { reservedUsd, freeUsd }: Pick<BudgetUse, 'reservedUsd' | 'freeUsd'>,
  limitUsd: number,
  unpriced: number,
): string =>
  [
    `of ${dollars(limitUsd)}`,
    reservedUsd > 0 ? `${dollars(reservedUsd)} reserved` : null,
    `${dollars(freeUsd)} left`,
    unpriced > 0 ? `${plural(unpriced, 'session')} of unknown cost` : null,
  ]
    .filter((part) => part !== null)
    .join(' · ')
