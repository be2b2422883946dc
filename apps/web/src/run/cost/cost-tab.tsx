'use client'

import type { ReactNode } from 'react'
import { useFresh, WHEN_ASKED_MS } from '../../client/use-fresh.ts'
import { useNarrow } from '../../hooks/use-narrow.ts'
import { useRefreshOn } from '../../hooks/use-refresh-on.ts'
import { isRunEnded } from '../../marks/statuses.ts'
import { FaultNotice } from '../../ui/fault-notice.tsx'
import { dollars, plural } from '../../words/format.ts'
import { SetBudgetButton } from '../budget/set-budget-button.tsx'
import { costVersion } from '../budget/spending-version.ts'
import type { Activity } from '../live/use-activity.ts'
import { TaskLink } from '../parts/task-link.tsx'
import type { RunView } from '../view/run-view.ts'
import { tasksSpend } from '../view/spend.ts'
import { type CostGroup, RUN_COSTS, type RunCosts } from './cost-documents.ts'
import { CostForecastFacts } from './cost-forecast-facts.tsx'
import { attemptName, costWords, inAttemptOrder, knownOf } from './cost-words.ts'
import { InkBars } from './ink-bars.tsx'
import { ModelBlocks, ModelTable } from './model-table.tsx'
import { OnePot } from './one-pot.tsx'
import { SpendChart } from './spend-chart.tsx'
import { spendPoints } from './spend-points.ts'
import { useExpectedCost } from './use-expected-cost.ts'

export interface CostTabProps {
  view: RunView
  now: number
  stale: boolean
  activity: ReadonlyMap<string, Activity>
  /** Opens the dialog of the budget. It is null for a person who may not change it, and after the end of the run. */
  onSetBudget: (() => void) | null
}

/**
 * What a run costs, over time and added up by epic, attempt, model and task. The costs are read again when an event of the run or the usage of a
 * running agent has arrived, at most once a second, and not by a timer.
 */
export function CostTab(props: CostTabProps) {
  const { data, fault, refresh } = useFresh(RUN_COSTS, { id: props.view.id }, WHEN_ASKED_MS)
  useRefreshOn(costVersion(props.view, props.activity), refresh)
  return (
    <section
      className="flex min-h-0 flex-1 flex-col overflow-y-auto"
      aria-label={`Costs of run ${props.view.number}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
    >
      {fault && <FaultNotice title="The costs could not be loaded." fault={fault} className="m-6" />}
      {data?.run && <Costs {...props} costs={data.run} />}
    </section>
  )
}

const COLUMN = 'px-6 pt-3.5 pb-5 max-[719px]:px-4'

function Costs({ view, now, stale, onSetBudget, costs }: CostTabProps & { costs: RunCosts }) {
  const narrow = useNarrow()
  const expected = useExpectedCost(view)
  const total = costs.total[0]
  const isKnown = total !== undefined && knownOf(total) !== 'none'
  const at = isRunEnded(view.status) ? (view.finishedAt ?? now) : now
  return (
    <>
      <div className="flex flex-none border-(--hair) border-b max-[1000px]:flex-col">
        <div className={`min-w-0 flex-1 ${COLUMN}`}>
          <h2 className="font-semibold text-[13px]">
            Spent over time
            {isKnown && (
              <span className="ml-2 font-normal text-(--text-3) text-[12px]">
                by the ends of sessions; the rings are the batches
              </span>
            )}
          </h2>
          {isKnown ? (
            <SpendChart
              view={view}
              points={spendPoints(view, costs.costUsd, at)}
              budgetUsd={costs.budget?.limitUsd ?? null}
              reservedUsd={costs.budget?.reservedUsd ?? 0}
              forecast={(isRunEnded(view.status) ? view.costForecast : expected)?.range ?? null}
              height={narrow ? 220 : 312}
            />
          ) : (
            <NoCosts view={view} total={total} />
          )}
        </div>
        <aside
          className={`w-[440px] flex-none border-(--hair) max-[1000px]:w-full max-[1000px]:border-t min-[1001px]:border-l ${COLUMN}`}
        >
          <OnePot view={view} costs={costs}>
            <CostForecastFacts view={view} expected={expected} />
            {onSetBudget && (
              <div className="mt-3 flex">
                <SetBudgetButton disabled={stale} onClick={onSetBudget} />
              </div>
            )}
          </OnePot>
        </aside>
      </div>
      {total && (
        <div className="flex flex-auto shrink-0 max-[1279px]:flex-wrap">
          <Block title="By epic">
            <InkBars
              name="By epic"
              width={84}
              bars={costs.byEpic.map((group) => bar(group, plural(group.tasks, 'task')))}
            />
          </Block>
          <Block title="By attempt" hint="sessions">
            <InkBars
              name="By attempt"
              width={76}
              bars={inAttemptOrder(costs.byAttempt).map((group) => ({
                ...bar(group, String(group.sessions)),
                label: attemptName(group.key),
              }))}
            />
            <UnmergedFact view={view} />
          </Block>
          <div
            className={`min-w-0 flex-1 border-(--hair) max-[1279px]:w-full max-[1279px]:flex-none max-[1279px]:border-t min-[1280px]:border-l ${COLUMN}`}
          >
            <h2 className="font-semibold text-[13px]">By model, four kinds of tokens</h2>
            {narrow ? (
              <ModelBlocks models={costs.byModel} total={total} />
            ) : (
              <ModelTable models={costs.byModel} total={total} />
            )}
            <PartialFact total={total} />
            <DearestTasks view={view} tasks={costs.byTask} />
          </div>
        </div>
      )}
    </>
  )
}

const bar = (group: CostGroup, note: string) => ({
  key: group.key,
  label: group.key,
  note,
  value: group.costUsd,
  words: costWords(group),
})

function Block({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <div
      className={`w-[344px] flex-none border-(--hair) max-[1279px]:w-1/2 max-[719px]:w-full max-[719px]:border-b min-[720px]:not-first:border-l ${COLUMN}`}
    >
      <h2 className="font-semibold text-[13px]">
        {title}
        {hint && <span className="ml-2 font-normal text-(--text-3) text-[12px]">{hint}</span>}
      </h2>
      {children}
    </div>
  )
}

const FACT = 'mt-4 text-(--text-2) text-[12px]'

function UnmergedFact({ view }: { view: RunView }) {
  const lost = view.tasks.filter(({ status }) => status === 'FAILED' || status === 'CONFLICT' || status === 'CANCELLED')
  const { usd } = tasksSpend(lost)
  if (usd === null || usd === 0) return null
  return <p className={FACT}>{dollars(usd)} bought work that was not merged.</p>
}

function PartialFact({ total: { partialRequests } }: { total: CostGroup }) {
  if (partialRequests === 0) return null
  return (
    <p className={FACT}>
      {plural(partialRequests, 'request was', 'requests were')} cut off. Their tokens are those that were reported until
      then, so their real cost may be higher.
    </p>
  )
}

function DearestTasks({ view, tasks }: { view: RunView; tasks: readonly CostGroup[] }) {
  return (
    <>
      <h2 className="mt-4 font-semibold text-[13px]">Dearest tasks</h2>
      <ul className="mt-1 flex flex-wrap gap-x-5 gap-y-1 text-[12px] max-[719px]:block">
        {tasks.map((group) => (
          <li key={group.key} className="flex justify-between gap-2 max-[719px]:min-h-11 max-[719px]:items-center">
            <TaskLink run={view} taskKey={group.key}>
              {group.key}
            </TaskLink>
            <span className="text-(--text-2)">{costWords(group)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

function NoCosts({ view, total }: { view: RunView; total: CostGroup | undefined }) {
  if (total !== undefined)
    return <p className="mt-2 text-(--text-2)">No request so far has a known cost, so there is nothing to draw.</p>
  return (
    <p className="mt-2 max-w-[620px] text-(--text-2)">
      {isRunEnded(view.status)
        ? 'No agent reported a request to a model, so the cost of this run is unknown. A plain command reports none.'
        : 'No agent has reported a request to a model yet. The first one shows here. A plain command reports none.'}
    </p>
  )
}
