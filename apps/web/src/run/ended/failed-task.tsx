'use client'

import { buttonClass } from '../../ui/button.tsx'
import { plural } from '../../words/format.ts'
import { TaskLink } from '../parts/task-link.tsx'
import { KeptWork, TroubleBlock } from '../parts/trouble-block.tsx'
import { VerifyOutput } from '../parts/verify-output.tsx'
import { ResolveTask } from '../task-control/resolve-task.tsx'
import { sessionWords } from '../view/session-words.ts'
import type { UnmergedTaskProps } from './conflict-task.tsx'

/** Shows a failed task: the reason from the server, and the end of its output. */
export function FailedTask({ run, task, stale }: UnmergedTaskProps) {
  const tries = task.attempts > 1 ? ` (${plural(task.attempts, 'attempt')})` : ''
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
          <div className="flex flex-wrap items-center gap-2">
            <TaskLink run={run} taskKey={task.key} className={buttonClass()}>
              Transcript
            </TaskLink>
            <ResolveTask view={run} task={task} stale={stale} />
          </div>
        </div>
      </div>
    </TroubleBlock>
  )
}
