import { Drawn } from './drawn.tsx'
import { phaseDrawing } from './phase-geometry.ts'
import type { TaskPhase } from './statuses.ts'

export interface PhaseMarkProps {
  phase: TaskPhase
  /** The progress of the present phase, 0 to 1. The default is 0.5. */
  fraction?: number
  label?: string
}

/** Draws the phase of a task: queue, setup, agent, verify or merge. */
export function PhaseMark({ phase, fraction = 0.5, label }: PhaseMarkProps) {
  return (
    <Drawn
      drawing={phaseDrawing(phase, fraction)}
      label={label ?? `phase ${phase.toLowerCase()}, of the phases queue, setup, agent, verify and merge`}
    />
  )
}
