'use client'

import { buttonClass } from '../../ui/button.tsx'
import { plural } from '../../words/format.ts'
import { TaskLink, type TaskLinkProps } from '../parts/task-link.tsx'
import { KeptWork, TroubleBlock } from '../parts/trouble-block.tsx'
import { VerifyOutput } from '../parts/verify-output.tsx'
import type { TaskView } from '../view/run-view.ts'
import { sessionWords } from '../view/session-words.ts'

export interface FailedTaskProps {
  run: TaskLinkProps['run']
  task: TaskView
}

/** Shows a failed task: the reason from the server, and the end of its output. */
export function FailedTask({ run, task }: FailedTaskProps) {
  const tries = task.attempts > 1 ? `, ${plural(task.attempts, 'attempt')}` : ''
  return (
    <TroubleBlock
      status="FAILED"
      title={task.key}
      why={`${task.reason ?? 'no reason given'}${tries}`}
      tail={sessionWords(task)}
    >
      <div className="grid grid-cols-[minmax(0,1fr)_318px] gap-6 max-[1100px]:grid-cols-1">
        <VerifyOutput output={task.failureOutput ?? ''} />
        <div>
          <p className="mb-2">
            <KeptWork branch={task.branch} />
          </p>
          <TaskLink run={run} taskKey={task.key} className={buttonClass()}>
            Transcript
          </TaskLink>
        </div>
      </div>
    </TroubleBlock>
  )
}
