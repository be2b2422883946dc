import { Drawn } from './drawn.tsx'
import { phaseDrawing } from './phase-geometry.ts'
import type { TaskPhase } from './statuses.ts'

export interface PhaseMarkProps {
  phase: TaskPhase
  /** How far the present phase is, 0 to 1; half where it is not known. */
  fraction?: number
  label?: string
}

/** Where a task is on its way: queue, setup, agent, verify, merge. */
export function PhaseMark({ phase, fraction = 0.5, label }: PhaseMarkProps) {
  return (
    <Drawn
      drawing={phaseDrawing(phase, fraction)}
      label={label ?? `now: ${phase.toLowerCase()}; queue, setup, agent, verify, merge`}
    />
  )
}
