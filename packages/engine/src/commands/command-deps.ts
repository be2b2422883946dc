import type { HandDeliveries } from '../coordinator/hand-deliveries.ts'
import type { Launcher } from '../coordinator/launch-run.ts'
import type { ParsePlan } from '../parsing/plan-parser.ts'
import type { ProjectTurns } from './project-turns.ts'

/** What the commands need. */
export interface CommandDeps extends Launcher {
  /** Begins to carry out a stored run. */
  launch(runId: string): Promise<void>
  deliveries: HandDeliveries
  sample: SampleSource | null
  turns: ProjectTurns
  /** Parses in a thread of its own. */
  parsePlan: ParsePlan
}

/** Where the sample project comes from. */
export interface SampleSource {
  name: string
  /** Makes the sample's repository, or makes it anew. @returns its path and the text of its plan */
  prepare(): Promise<{ path: string; planSource: string }>
}
