'use client'

import { useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { mayAct, useViewer } from '../shell/use-viewer.ts'
import { FIRST_FORM, startCommand } from '../start/start-form.ts'
import { StartOutcome } from '../start/start-outcome.tsx'
import { useStart } from '../start/use-start.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { typedBudget } from '../words/budget.ts'
import { count, plural } from '../words/format.ts'
import { ProjectBudget } from './budget/project-budget.tsx'
import { chosenWords } from './choose/chosen-tasks.ts'
import type { Choice } from './choose/use-choice.ts'
import { Forecast } from './forecast/forecast.tsx'
import { useForecast } from './forecast/use-forecast.ts'
import { NextDelivery } from './next-delivery.tsx'
import type { ProjectData } from './project-documents.ts'
import { Checked, NotTouched } from './promises.tsx'
import { SampleAgain } from './sample-again.tsx'
import { StartSettings } from './start-settings.tsx'
import { WhyNot, whyNotStart } from './why-not-start.tsx'

export interface StartPanelProps {
  project: ProjectData
  choice: Choice
  /** Whether the data may be out of date. The start button is then disabled. */
  stale: boolean
}

/** Shows the settings of the next run, what was checked, what the run does not touch, and the start button. */
export function StartPanel({ project, choice, stale }: StartPanelProps) {
  const [form, setForm] = useState(FIRST_FORM)
  const { state, start, startSample, busy } = useStart()
  const viewer = useViewer()
  const number = (project.runs.edges[0]?.node.number ?? 0) + 1
  const obstacle = whyNotStart(project, stale, mayAct(viewer, 'OPERATOR'))
  const { tasks } = choice.chosen
  const chosenIds = tasks.length > 0 ? tasks.map(({ id }) => id) : null
  const forecast = useForecast({ projectId: project.id, form, taskIds: chosenIds, version: versionOf(project) })
  const budget = typedBudget(form.budget)
  const isValid = budget.error === null
  const ready = obstacle === null && !busy && isValid
  const send = () => {
    if (ready) void start(project.id, form, chosenIds)
  }
  useHotkeys('mod+enter', send, { enableOnFormTags: true, preventDefault: true })

  return (
    <aside
      aria-label={`Run ${number}`}
      className="flex w-full flex-none flex-col border-(--hair) max-[1079px]:order-2 max-[1079px]:border-t min-[1080px]:w-[400px] min-[1080px]:border-l"
    >
      <div className="px-6 pt-3.5 max-[719px]:px-4">
        <h2 className="mb-2.5 flex items-baseline justify-between gap-4 font-semibold text-[14px]">
          Run {number}
          <span className="font-normal text-(--text-2) text-[12px]">{todoWords(project)}</span>
        </h2>
        <StartSettings
          form={form}
          onForm={setForm}
          limits={<ProjectBudget project={project} stale={stale} />}
          tasks={<WhichTasks project={project} choice={choice} />}
        />
      </div>
      {project.plan.totalTasks > 0 && <Forecast {...forecast} budgetUsd={budget.usd} />}
      <Checked project={project} />
      <NextDelivery project={project} />
      <NotTouched project={project} />
      <div className="mt-auto border-(--hair) border-t bg-(--bg) px-6 pt-3.5 pb-4 max-[719px]:px-4 min-[1080px]:sticky min-[1080px]:bottom-0">
        <div className="mb-3.5 empty:hidden">
          <StartOutcome state={state} />
        </div>
        <div className="flex flex-wrap gap-2">
          <Button
            id="start"
            kind="primary"
            disabled={!ready}
            onClick={send}
            aria-keyshortcuts="Meta+Enter Control+Enter"
            className="h-8 grow"
          >
            {busy ? 'Starting' : `Start run ${number}`} <Kbd onInk={ready}>⌘↵</Kbd>
          </Button>
          {tasks.length === 0 && isValid && (
            <CopyButton text={startCommand(project, form)}>Copy the command</CopyButton>
          )}
        </div>
        {viewer !== null && <WhyNot obstacle={obstacle} project={project} />}
        {project.sample && (
          <SampleAgain
            project={project}
            disabled={busy || stale || !isValid || project.activeRun !== null || !mayAct(viewer, 'OPERATOR')}
            onStart={() => void startSample(form, project.name)}
          />
        )}
      </div>
    </aside>
  )
}

function WhichTasks({ project: { plan }, choice }: { project: ProjectData; choice: Choice }) {
  if (plan.totalTasks === 0) return <span className="text-(--text-2)">no tasks are left</span>
  if (choice.chosen.tasks.length === 0)
    return (
      <span>
        all {count(plan.totalTasks)}{' '}
        <span className="text-(--text-2)">that are not done; choose tasks in the plan to run fewer</span>
      </span>
    )
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      {chosenWords(choice.chosen)}
      <Button kind="quiet" onClick={choice.clear}>
        Start all instead
      </Button>
    </span>
  )
}

/** @returns a text that changes when the incomplete tasks or the earlier runs change, because the forecast depends on them. */
const versionOf = ({ plan, runs }: ProjectData): string =>
  [
    ...plan.batches.map(({ tasks, total }) => `${total}:${tasks.map(({ key }) => key).join(',')}`),
    ...runs.edges.slice(0, 1).map(({ node }) => `${node.number} ${node.status}`),
  ].join(' ')

function todoWords({ plan, tasks }: ProjectData): string {
  return `${plan.totalTasks} of ${plural(tasks.totalCount, 'task')} ${plan.totalTasks === 1 ? 'is' : 'are'} not done`
}
