import { dollars } from '../../words/format.ts'
import type { BudgetUse } from './budget-documents.ts'

/** Describes the budget beside the cost, for example `of $220.00 · $7.58 reserved · $114.02 left`. */
export const budgetWords = ({ reservedUsd, freeUsd }: Pick<BudgetUse, 'reservedUsd' | 'freeUsd'>, limitUsd: number) =>
  [`of ${dollars(limitUsd)}`, reservedUsd > 0 ? `${dollars(reservedUsd)} reserved` : null, `${dollars(freeUsd)} left`]
    .filter((part) => part !== null)
    .join(' · ')
