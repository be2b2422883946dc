import { buttonClass } from '../../ui/button.tsx'
import { plural } from '../../words/format.ts'
import { ConflictSides } from '../conflict/conflict-sides.tsx'
import { TaskLink } from '../parts/task-link.tsx'
import { KeptWork, TroubleBlock } from '../parts/trouble-block.tsx'
import { ResolveTask } from '../task-control/resolve-task.tsx'
import type { RunView, TaskView } from '../view/run-view.ts'
import { sessionWords } from '../view/session-words.ts'

export interface UnmergedTaskProps {
  run: RunView
  task: TaskView
  stale: boolean
}

/** Shows a task that ended in CONFLICT: both sides of each file, and the branch with the work of the task (D4). */
export function ConflictTask({ run, task, stale }: UnmergedTaskProps) {
  return (
    <TroubleBlock
      status="CONFLICT"
      title={task.key}
      why={task.reason ?? plural(task.conflictFiles.length, 'file')}
      tail={sessionWords(task)}
    >
      <ConflictSides task={task} />
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <span className="mr-auto text-(--text-2)">
          <KeptWork branch={task.branch} />
        </span>
        <TaskLink run={run} taskKey={task.key} className={buttonClass()}>
          Transcript
        </TaskLink>
        <ResolveTask view={run} task={task} stale={stale} />
      </div>
    </TroubleBlock>
  )
}
