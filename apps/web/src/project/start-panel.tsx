'use client'

import Link from 'next/link'
import { type ReactNode, useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { runAddress } from '../shell/addresses.ts'
import { mayAct, useViewer } from '../shell/use-viewer.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { FaultNotice } from '../ui/fault-notice.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { plural } from '../words/format.ts'
import type { ProjectData } from './project-documents.ts'
import { Checked, NotTouched } from './promises.tsx'
import { SlotsStepper } from './slots-stepper.tsx'
import { FIRST_FORM, startCommand } from './start-form.ts'
import { StartRefusal } from './start-refusal.tsx'
import { type StartState, useStart } from './use-start.ts'

const MODES = [
  { value: 'PARALLEL', label: 'PARALLEL' },
  { value: 'SEQUENTIAL', label: 'SEQUENTIAL' },
] as const

export interface StartPanelProps {
  project: ProjectData
  /** What the page shows may no longer be true: nothing is started from it. */
  stale: boolean
}

/** The next run: how it goes, what was checked, what it leaves alone, and the button. */
export function StartPanel({ project, stale }: StartPanelProps) {
  const [form, setForm] = useState(FIRST_FORM)
  const { state, start, busy } = useStart(project.id)
  const viewer = useViewer()
  const number = (project.runs.edges[0]?.node.number ?? 0) + 1
  const total = project.tasks.totalCount
  const todo = project.plan.totalTasks
  const allowed = mayAct(viewer, 'OPERATOR')
  const ready = allowed && !stale && !busy && todo > 0 && project.activeRun === null
  const send = () => ready && void start(form)
  useHotkeys('mod+enter', send, { enableOnFormTags: true, preventDefault: true })

  return (
    <aside
      aria-label={`Run ${number}`}
      className="flex w-full flex-none flex-col border-(--hair) min-[1080px]:w-[400px] min-[1080px]:border-l max-[1079px]:border-t"
    >
      <div className="px-6 pt-3.5 max-[719px]:px-4">
        <h2 className="mb-2.5 flex items-baseline justify-between gap-4 font-semibold text-[14px]">
          Run {number}
          <span className="font-normal text-(--text-2) text-[12px]">
            {todo} of {plural(total, 'task')} {todo === 1 ? 'is' : 'are'} not done
          </span>
        </h2>
        <Row label="Mode">
          <Segmented label="Mode" options={MODES} value={form.mode} onChange={(mode) => setForm({ ...form, mode })} />
        </Row>
        <Row label="Slots">
          {form.mode === 'PARALLEL' ? (
            <SlotsStepper value={form.slots} disabled={false} onChange={(slots) => setForm({ ...form, slots })} />
          ) : (
            <span className="text-(--text-2)">1, the tasks one after the other in plan order</span>
          )}
        </Row>
        <Row label="Strategy">
          <span>BATCHES</span>
        </Row>
        <Row label="Isolation">
          <span>
            TASK <span className="text-(--text-2)">· a worktree for each running task</span>
          </span>
        </Row>
      </div>
      <Checked project={project} />
      <NotTouched baseBranch={project.baseBranch} />
      <div className="mt-auto border-(--hair) border-t px-6 pt-3.5 pb-4 max-[719px]:px-4 min-[1080px]:sticky min-[1080px]:bottom-0 min-[1080px]:bg-(--bg)">
        <Outcome state={state} projectId={project.id} />
        <div className="flex flex-wrap gap-2">
          <Button
            id="start"
            kind="primary"
            disabled={!ready}
            onClick={send}
            aria-keyshortcuts="Meta+Enter Control+Enter"
            className="h-8 flex-1"
          >
            {busy ? `Starting run ${number}` : `Start run ${number}`} <Kbd onInk={ready}>⌘↵</Kbd>
          </Button>
          <CopyButton text={startCommand(project, form)}>Copy as CLI</CopyButton>
        </div>
        <WhyNot project={project} stale={stale} allowed={allowed || viewer === null} />
      </div>
    </aside>
  )
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-h-[35px] items-center max-[719px]:min-h-[52px]">
      <span aria-hidden="true" className="w-[92px] flex-none text-(--text-2)">
        {label}
      </span>
      {children}
    </div>
  )
}

/** Why the button is off, where it is. */
function WhyNot({ project, stale, allowed }: { project: ProjectData; stale: boolean; allowed: boolean }) {
  const { activeRun, plan } = project
  if (stale) return <Why>Waits for the connection.</Why>
  if (!allowed) return <Why>Your role reads. Starting a run needs OPERATOR.</Why>
  if (activeRun)
    return (
      <Why>
        Waits for{' '}
        <Link href={runAddress(project.id, activeRun.id)} className="underline decoration-(--line) underline-offset-3">
          run {activeRun.number}
        </Link>
        : a project has one active run at a time.
      </Why>
    )
  if (plan.totalTasks === 0) return <Why>There is nothing to do.</Why>
  return null
}

const Why = ({ children }: { children: ReactNode }) => <p className="mt-2 text-(--text-2) text-[12px]">{children}</p>

function Outcome({ state, projectId }: { state: StartState; projectId: string }) {
  if (state.kind === 'ready') return null
  return (
    <div className="mb-3.5">
      {state.kind === 'refused' && <StartRefusal refused={state.refused} projectId={projectId} />}
      {state.kind === 'fault' && <FaultNotice title="Not started." fault={state.fault} />}
      {state.kind === 'unreachable' && (
        <Refusal title="It is not known whether the run was started." errorType="no answer">
          The server did not answer. The list of runs says what is, once the connection is back.
        </Refusal>
      )}
    </div>
  )
}
