import { dollars, plural } from '../../words/format.ts'
import type { BudgetUse } from './budget-documents.ts'

const POT_WORDS: Record<BudgetUse['pot'], string> = { RUN: '', PROJECT: ' for the project', DAY: ' for today (UTC)' }

/**
 * Describes the budget with the least money beside what the run has spent, for example `of $220.00 · $7.58 reserved · $114.02 left`. When it
 * is not the budget of the run, the words name it: `spent · $7.58 reserved · $14.00 left of $50.00 for the project`.
 */
export function budgetWords(
  { pot, limitUsd, reservedUsd, freeUsd }: Pick<BudgetUse, 'pot' | 'limitUsd' | 'reservedUsd' | 'freeUsd'>,
  unpriced: number,
): string {
  const reserved = reservedUsd > 0 ? `${dollars(reservedUsd)} reserved` : null
  const words =
    pot === 'RUN'
      ? [`of ${dollars(limitUsd)}`, reserved, `${dollars(freeUsd)} left`]
      : ['spent', reserved, `${dollars(freeUsd)} left of ${dollars(limitUsd)}${POT_WORDS[pot]}`]
  return [...words, unpriced > 0 ? `${plural(unpriced, 'session')} of unknown cost` : null]
    .filter((part) => part !== null)
    .join(' · ')
}
