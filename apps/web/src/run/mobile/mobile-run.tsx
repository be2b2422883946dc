'use client'

import { useUrlTab } from '../../hooks/use-url-choice.ts'
import { CostTab } from '../cost/cost-tab.tsx'
import { RunActions } from '../parts/run-actions.tsx'
import type { RunScreenProps } from '../parts/run-screen-props.ts'
import { SearchTab } from '../search/search-tab.tsx'
import { MobileDetails } from './mobile-details.tsx'
import { MobileOutput } from './mobile-output.tsx'
import { MobileSummary } from './mobile-summary.tsx'
import { MobileTasks } from './mobile-tasks.tsx'

const TABS = ['Tasks', 'Output', 'Details', 'Cost', 'Search'] as const

/** The page of a run on a phone. It shows one tab at a time, first the tasks. */
export function MobileRun(props: RunScreenProps) {
  const { view, now, stale, control, activity, onCancel, onSetBudget } = props
  const [tab, setTab] = useUrlTab(TABS)
  return (
    <>
      <MobileSummary view={view} now={now} stale={stale} />
      <div
        role="tablist"
        className="flex h-11 flex-none gap-6 overflow-x-auto border-b border-(--hair) px-4 [scrollbar-width:none]"
      >
        {TABS.map((name) => (
          <button
            type="button"
            role="tab"
            key={name}
            aria-selected={tab === name}
            onClick={() => setTab(name)}
            className={`-mb-px min-w-11 border-b-2 ${tab === name ? 'border-(--ink) font-semibold' : 'border-transparent text-(--text-2)'}`}
          >
            {name}
          </button>
        ))}
      </div>
      {tab === 'Tasks' && (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <MobileTasks view={view} now={now} activity={activity} />
        </div>
      )}
      {tab === 'Output' && <MobileOutput {...props} />}
      {tab === 'Details' && <MobileDetails {...props} />}
      {tab === 'Cost' && <CostTab view={view} now={now} stale={stale} activity={activity} onSetBudget={onSetBudget} />}
      {tab === 'Search' && <SearchTab view={view} />}
      <footer className="flex min-h-16 flex-none items-center gap-2.5 border-t border-(--hair) px-4 py-2.5 *:flex-1">
        <RunActions view={view} control={control} onCancel={onCancel} />
      </footer>
    </>
  )
}
