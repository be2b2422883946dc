'use client'

import type { Ref } from 'react'
import { StatusGlyph } from '../marks/status-glyph.tsx'
import { timeOfDay } from '../words/format.ts'
import { statusCounts } from './view/counts.ts'
import type { RunView } from './view/run-view.ts'

export const RUN_TABS = ['Board', 'Events', 'Cost', 'Search'] as const
export type RunTab = (typeof RUN_TABS)[number]

export interface RunTabsProps {
  view: RunView
  tab: RunTab
  onTab: (tab: RunTab) => void
  filter: string
  onFilter: (filter: string) => void
  field: Ref<HTMLInputElement>
}

function heldUntil(view: RunView): string {
  const times = view.tasks.flatMap((task) => (task.scheduledFor === null ? [] : [task.scheduledFor]))
  return times.length === 0 ? '' : ` until ${timeOfDay(Math.max(...times))}`
}

function StatusCount({
  view,
  status,
  count,
  filter,
  onFilter,
}: ReturnType<typeof statusCounts>[number] & Pick<RunTabsProps, 'view' | 'filter' | 'onFilter'>) {
  const text = `status:${status.toLowerCase()}`
  const on = filter === text
  return (
    <button
      type="button"
      title={status}
      aria-pressed={on}
      onClick={() => onFilter(on ? '' : text)}
      className={`flex items-center gap-[5px] ${on ? 'font-semibold text-(--text) shadow-[0_2px_0_var(--ink)]' : 'text-(--text-2)'}`}
    >
      <StatusGlyph status={status} size={12} />
      {count}
      {status === 'HELD' && heldUntil(view)}
    </button>
  )
}

/** The tabs of a run's page, with the number of tasks per status and the filter. */
export function RunTabs({ view, tab, onTab, filter, onFilter, field }: RunTabsProps) {
  return (
    <nav
      className="flex h-9 flex-none items-stretch gap-5 overflow-x-auto border-b border-(--hair) px-6 [scrollbar-width:none]"
      aria-label="Views of the run"
    >
      {RUN_TABS.map((name) => (
        <button
          type="button"
          key={name}
          aria-current={tab === name ? 'page' : undefined}
          onClick={() => onTab(name)}
          className={`-mb-px border-b-2 pt-0.5 ${tab === name ? 'border-(--ink) font-semibold' : 'border-transparent text-(--text-2)'}`}
        >
          {name}
        </button>
      ))}
      <div className="ml-auto flex items-stretch gap-3.5">
        {statusCounts(view).map((entry) => (
          <StatusCount key={entry.status} {...entry} view={view} filter={filter} onFilter={onFilter} />
        ))}
        <label
          className={`my-auto ml-1 flex h-[26px] items-center gap-2 rounded-(--r) border px-2 focus-within:border-(--line) focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-(--ink) ${filter ? 'border-(--line)' : 'border-transparent'}`}
        >
          <svg width="13" height="13" viewBox="0 0 13 13" className="flex-none text-(--text-3)" aria-hidden="true">
            <circle cx="5.5" cy="5.5" r="3.8" fill="none" stroke="currentColor" strokeWidth="1.3" />
            <path d="M8.4 8.4L12 12" stroke="currentColor" strokeWidth="1.3" />
          </svg>
          <input
            ref={field}
            value={filter}
            onChange={(event) => onFilter(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return
              onFilter('')
              event.currentTarget.blur()
            }}
            placeholder="Filter"
            aria-label="Filter tasks, for example status:failed epic:core"
            title="status:failed epic:core batch:2, or words"
            className={`bg-transparent outline-none placeholder:text-(--text-3) ${filter ? 'w-[150px] font-mono text-[11.5px]' : 'w-[46px] focus:w-[150px]'}`}
          />
          {filter ? (
            <button type="button" aria-label="Clear the filter" onClick={() => onFilter('')}>
              ×
            </button>
          ) : (
            <kbd className="rounded-[3px] border border-(--hair) px-1 font-mono text-[10.5px] leading-[15px] text-(--text-3)">
              /
            </kbd>
          )}
        </label>
      </div>
    </nav>
  )
}
