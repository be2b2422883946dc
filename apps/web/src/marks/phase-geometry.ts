import type { Drawing, Shape } from './shape.ts'
import type { TaskPhase } from './statuses.ts'

/** The phases in order, with the width of each in px. A phase that usually takes more time is drawn wider. */
const PHASES: readonly { phase: TaskPhase; width: number }[] = [
  { phase: 'QUEUE', width: 6 },
  { phase: 'SETUP', width: 6 },
  { phase: 'AGENT', width: 24 },
  { phase: 'VERIFY', width: 11 },
  { phase: 'MERGE', width: 6 },
]
const GAP = 2

export function phaseColour(phase: TaskPhase): string {
  if (phase === 'QUEUE') return 'var(--pending)'
  return phase === 'VERIFY' || phase === 'MERGE' ? 'var(--merging)' : 'var(--running)'
}

/** Draws the phases of a task. Past phases are filled. The present phase is outlined and filled to `fraction` (0 to 1). Later phases are dotted. */
export function phaseDrawing(now: TaskPhase, fraction: number): Drawing {
  const nowIndex = PHASES.findIndex((entry) => entry.phase === now)
  const colour = phaseColour(now)
  const shapes: Shape[] = []
  let x = 0
  PHASES.forEach(({ width }, index) => {
    if (index < nowIndex) shapes.push({ kind: 'rect', x, y: 3, width, height: 4, fill: 'var(--bar)' })
    else if (index > nowIndex)
      shapes.push({ kind: 'path', d: `M${x} 5h${width}`, stroke: 'var(--line-2)', dash: '1 2' })
    else {
      const filled = Math.round(width * Math.min(1, Math.max(0, fraction)) * 10) / 10
      shapes.push({ kind: 'rect', x: x + 0.5, y: 1.5, width: width - 1, height: 7, stroke: colour })
      shapes.push({ kind: 'rect', x, y: 1, width: filled, height: 8, fill: colour })
    }
    x += width + GAP
  })
  return { width: x - GAP, height: 10, shapes }
}
