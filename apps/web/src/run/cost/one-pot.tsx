import { Fragment, type ReactNode } from 'react'
import { isRunEnded } from '../../marks/statuses.ts'
import { dollars, NOT_KNOWN } from '../../words/format.ts'
import type { RunView } from '../view/run-view.ts'
import type { RunCosts } from './cost-documents.ts'
import { spentWords } from './cost-words.ts'
import { UnknownCosts } from './unknown-costs.tsx'

export interface OnePotProps {
  view: RunView
  costs: RunCosts
  children: ReactNode
}

/** What is spent, reserved and left. Attempts, conflict sessions and learning share one budget (M2). */
export function OnePot({ view, costs, children }: OnePotProps) {
  const { budget, budgets, agents } = costs
  const ended = isRunEnded(view.status)
  const spent = spentWords(costs)
  const running = agents.reduce((sum, { session }) => sum + session.metrics.knownCostUsd, 0)
  return (
    <>
      <h2 className="text-[13px] font-semibold">One pot</h2>
      <dl className="mt-2.5 grid grid-cols-[1fr_auto] gap-y-1.5 [&_dd]:pl-4 [&_dd]:text-right [&_dt]:text-(--text-3)">
        {agents.length > 0 && spent !== NOT_KNOWN && (
          <>
            <dt>Settled</dt>
            <dd>{dollars(Math.max(0, costs.costUsd - running))}</dd>
            <dt>Used so far by the {agents.length} running</dt>
            <dd>{dollars(running)}</dd>
          </>
        )}
        <dt className="border-(--hair) border-t pt-1.5 text-(--text)!">Spent</dt>
        <dd className="border-(--hair) border-t pt-1.5 font-semibold">{spent}</dd>
        {budget === null ? (
          <>
            <dt>Budget</dt>
            <dd>none</dd>
          </>
        ) : (
          <>
            {!ended && (
              <>
                <dt>Reserved beyond that</dt>
                <dd>{dollars(budget.reservedUsd)}</dd>
              </>
            )}
            <dt>{ended ? 'Left' : 'Free'}</dt>
            <dd>{dollars(budget.freeUsd)}</dd>
            <dt>Budget</dt>
            <dd>{dollars(budget.limitUsd)}</dd>
            {!ended && (
              <>
                <dt>Warnings at 80 % and 95 %</dt>
                <dd>
                  {dollars(budget.limitUsd * 0.8)} and {dollars(budget.limitUsd * 0.95)}
                </dd>
              </>
            )}
          </>
        )}
        {!ended &&
          budgets.map(({ pot, freeUsd, limitUsd }) =>
            pot === 'RUN' ? null : (
              <Fragment key={pot}>
                <dt>{pot === 'PROJECT' ? 'Left for the project' : 'Left for today (UTC)'}</dt>
                <dd>
                  {dollars(freeUsd)} of {dollars(limitUsd)}
                </dd>
              </Fragment>
            ),
          )}
      </dl>
      <UnknownCosts costs={costs} />
      {children}
    </>
  )
}
