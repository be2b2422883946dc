'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useMemo, useRef } from 'react'
import { useUrlTab } from '../hooks/use-url-choice.ts'
import { useUrlSet } from '../hooks/use-url-set.ts'
import { useUrlValue } from '../hooks/use-url-value.ts'
import { isRunEnded } from '../marks/statuses.ts'
import { KeysSheet } from '../ui/keys-sheet.tsx'
import { Board } from './board/board.tsx'
import { FOLD_FROM, layoutBoard, rowOrder, withoutBatch } from './board/board-layout.ts'
import { CostTab } from './cost/cost-tab.tsx'
import { EpicLine } from './epic-line.tsx'
import { EventList } from './events/event-list.tsx'
import { BelowBoard } from './pane/below-board.tsx'
import { RunActions } from './parts/run-actions.tsx'
import type { RunScreenProps } from './parts/run-screen-props.ts'
import { taskAddress } from './parts/task-link.tsx'
import { RunHeader } from './run-header.tsx'
import { RUN_TABS, RunTabs } from './run-tabs.tsx'
import { SearchTab } from './search/search-tab.tsx'
import { RUN_KEYS, useRunKeys } from './use-run-keys.ts'
import { taskFilter } from './view/filter-tasks.ts'

const epicIn = (filter: string): string | null => /(?:^|\s)epic:(\S+)/.exec(filter)?.[1] ?? null

/** The page of a run on a wide screen: head, tabs, epics, the board, and below it the pane of the selected task. */
export function WideRun(props: RunScreenProps) {
  const { view, now, stale, control, activity, task, onSelect, onCancel, onSetBudget, onWantEvents } = props
  const ended = isRunEnded(view.status)
  const [tab, setTab] = useUrlTab(RUN_TABS)
  const [filterText, setFilter] = useUrlValue('filter')
  const [unfolded, setUnfolded] = useUrlSet('unfolded')
  const field = useRef<HTMLInputElement>(null)
  const router = useRouter()
  const filter = filterText ?? ''
  const matches = useMemo(() => taskFilter(filter), [filter])
  const order = useMemo(() => {
    const rows = rowOrder(layoutBoard({ view, width: 1440, ended, unfolded }))
    if (!matches) return rows
    const found = new Set(view.tasks.filter(matches).map(({ key }) => key))
    return [...found]
  }, [view, ended, unfolded, matches])
  const open = (key: string) => router.push(taskAddress(view.projectId, view.id, key))
  useRunKeys({
    order,
    selected: ended ? props.chosen : (task?.key ?? null),
    field,
    onSelect,
    onOpen: open,
    onCancel: () => !ended && !control.off && onCancel(),
    onBudget: () => !stale && onSetBudget?.(),
    onPause: () => !ended && !control.off && control.toggle(),
    onHold: () => !ended && !control.off && control.hold?.(),
    onClear: () => setFilter(null),
    onTab: setTab,
  })
  useEffect(() => {
    if (tab === 'Events') onWantEvents()
  }, [tab, onWantEvents])

  return (
    <>
      <RunHeader
        view={view}
        now={now}
        stale={stale}
        control={control}
        activity={activity}
        onSetBudget={onSetBudget}
        actions={<RunActions view={view} control={control} onCancel={onCancel} />}
      />
      <RunTabs view={view} tab={tab} onTab={setTab} filter={filter} onFilter={setFilter} field={field} />
      {tab === 'Events' && <EventList events={props.events} began={view.startedAt ?? 0} />}
      {tab === 'Cost' && <CostTab view={view} now={now} stale={stale} activity={activity} onSetBudget={onSetBudget} />}
      {tab === 'Search' && <SearchTab view={view} />}
      {tab === 'Board' && (
        <>
          {view.tasks.length < FOLD_FROM && (
            <EpicLine
              view={view}
              selected={epicIn(filter)}
              onSelect={(key) => setFilter(epicIn(filter) === key ? null : `epic:${key}`)}
            />
          )}
          <Board
            view={view}
            ended={ended}
            now={now}
            activity={activity}
            selected={ended ? props.chosen : (task?.key ?? null)}
            matches={matches}
            unfolded={unfolded}
            onSelect={ended && matches === null ? open : onSelect}
            onUnfold={(id) => setUnfolded(new Set(unfolded).add(id))}
            onFold={(number) => setUnfolded(withoutBatch(unfolded, number))}
          />
          <BelowBoard {...props} matches={matches} onOpen={open} />
        </>
      )}
      <KeysSheet keys={RUN_KEYS} />
    </>
  )
}
