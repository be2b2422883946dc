import { dollars } from '../../words/format.ts'
import type { ProjectData } from '../project-documents.ts'

/** Describes what the project may cost, the nearest limit first, for example `$14.00 left of $50.00 in all`. */
export const projectBudgetWords = (budgets: ProjectData['budgets']): string =>
  budgets.length === 0
    ? 'no limit'
    : budgets
        .map(({ pot, freeUsd, limitUsd }) => {
          const when = pot === 'DAY' ? 'today (UTC)' : 'in all'
          return `${dollars(freeUsd)} left of ${dollars(limitUsd)} ${when}`
        })
        .join(' · ')
