import type { HandDeliveries } from '../coordinator/hand-deliveries.ts'
import type { Launcher } from '../coordinator/launch-run.ts'
import type { ParsePlan } from '../parsing/plan-parser.ts'
import type { ProjectTurns } from './project-turns.ts'

/** What the commands work with. */
export interface CommandDeps extends Launcher {
  /** Takes a stored run into execution. */
  launch(runId: string): Promise<void>
  deliveries: HandDeliveries
  sample: SampleSource | null
  turns: ProjectTurns
  /** Off this thread. */
  parsePlan: ParsePlan
}

/** Where the sample project comes from. */
export interface SampleSource {
  name: string
  /** Makes (or makes anew) the sample's repository; answers its path and the text of its plan. */
  prepare(): Promise<{ path: string; planSource: string }>
}
