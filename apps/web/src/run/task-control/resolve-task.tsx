'use client'

import { useState } from 'react'
import { useAct } from '../../client/use-act.ts'
import { isRunEnded } from '../../marks/statuses.ts'
import { useMayOperate } from '../../shell/use-may-operate.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmAct } from '../../ui/confirm-act.tsx'
import { Field } from '../../ui/field.tsx'
import { shortRef } from '../../words/format.ts'
import type { RunView, TaskView } from '../view/run-view.ts'
import { isResolvable } from './is-resolvable.ts'
import { RESOLVE_TASK } from './resolve-document.ts'

const Mono = ({ children }: { children: string }) => <span className="font-mono break-all">{children}</span>

export interface ResolveTaskProps {
  view: RunView
  task: TaskView
  stale: boolean
}

/** A button that gives a commit made by hand as the work of a task that ended unmerged (D4). A dialog asks for the commit. */
export function ResolveTask({ view, task, stale }: ResolveTaskProps) {
  const allowed = useMayOperate()
  const { act, busy, state, clear } = useAct(RESOLVE_TASK, (data) => data.resolveTask)
  const [open, setOpen] = useState(false)
  const [commit, setCommit] = useState('')
  const [given, setGiven] = useState<string | null>(null)
  const ended = isRunEnded(view.status)
  const change = (next: boolean) => {
    clear()
    setOpen(next)
  }
  const resolve = async () => {
    const chosen = commit.trim()
    if (chosen === '' || (await act({ runTaskId: task.id, commit: chosen })) === null) return
    setOpen(false)
    setGiven(chosen)
  }
  if (!isResolvable(view, task)) return null
  return (
    <>
      <Button disabled={stale || !allowed} onClick={() => change(true)}>
        Resolve by hand…
      </Button>
      {given !== null && ended && (
        <p role="status" className="w-full text-(--text-2)">
          The next run merges <Mono>{given}</Mono> as the work of {task.key}.
        </p>
      )}
      <ConfirmAct
        open={open}
        onOpenChange={change}
        title={`Resolve ${task.key} by hand?`}
        keep="Not now"
        act="Use this commit"
        doing={busy ? 'Sending' : 'Use this commit'}
        danger={false}
        busy={busy || commit.trim() === ''}
        onAct={() => void resolve()}
        state={state}
        notDone="Not resolved."
        notKnown={`It is not known whether the commit was accepted for ${task.key}.`}
      >
        <div className="grid gap-3">
          <Field
            mono
            label="Commit"
            value={commit}
            placeholder={`fix-${task.key}`}
            hint="The id of a commit of the repository, or a branch."
            onChange={({ target }) => setCommit(target.value)}
          />
          <ul className="grid list-disc gap-1.5 pl-4 text-(--text-2) marker:text-(--text-3)">
            {task.branch && (
              <li>
                To make it: start from <Mono>{shortRef(task.branch)}</Mono>, merge <Mono>{shortRef(view.branch)}</Mono>,{' '}
                {task.status === 'CONFLICT' ? 'resolve the conflict' : 'finish the work'} and commit.
              </li>
            )}
            <li>
              {ended
                ? 'The next run merges and verifies it before it starts an agent for the task.'
                : 'It is merged and verified now. If it conflicts or verify refuses it, the task ends again and no agent starts.'}
            </li>
            <li>The earlier work of the task stays on its branch.</li>
          </ul>
        </div>
      </ConfirmAct>
    </>
  )
}
