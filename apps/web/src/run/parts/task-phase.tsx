import { phaseColour } from '../../marks/phase-geometry.ts'
import { PhaseMark } from '../../marks/phase-mark.tsx'
import { isTaskEnded } from '../../marks/statuses.ts'
import { phaseFraction } from '../view/phase-fraction.ts'
import type { TaskView } from '../view/run-view.ts'

export interface TaskPhaseProps {
  task: TaskView
  now: number
  typicalMs: number | null
  /** Whether the name of the phase is shown beside the drawing. */
  word?: boolean
}

/** Shows the present phase of a task. It renders nothing when the task has no phase: before its batch begins and after its end. */
export function TaskPhase({ task, now, typicalMs, word = true }: TaskPhaseProps) {
  const { phase } = task
  if (phase === null || isTaskEnded(task.status)) return null
  const inLine = task.status === 'MERGING' && phase === 'QUEUE'
  const shown = inLine ? 'VERIFY' : phase
  const fraction = inLine ? 0 : phaseFraction(phase, now - (task.phaseStartedAt ?? now), typicalMs)
  const name = inLine ? 'in line' : phase.toLowerCase()
  return (
    <span className="flex flex-none items-center gap-[7px] text-[12px]">
      <PhaseMark phase={shown} fraction={phase === 'QUEUE' ? 0.5 : fraction} label={word ? '' : `now: ${name}`} />
      {word && (
        <span className="w-[38px]" style={{ color: phase === 'QUEUE' ? 'var(--text-3)' : phaseColour(phase) }}>
          {name}
        </span>
      )}
    </span>
  )
}
