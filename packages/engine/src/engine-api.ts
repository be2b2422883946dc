/** What API and CLI may ask of the engine. */
import type { Commands } from './commands/commands.ts'
import type { DurationEstimate, Forecast } from './domain/forecast.ts'
import type { RunOptions } from './domain/run-options.ts'
import type { OutputEntry } from './domain/session-output.ts'
import type { Claim } from './ports/claim.ts'
import type { PlanPreview } from './reads/plan-preview.ts'
import type { ProjectDelivery } from './reads/project-delivery.ts'
import type { RunningAgentView } from './reads/running-agents.ts'

export interface Engine extends Commands {
  /** Reads that need git or the agents. Everything else is read from the record. */
  readonly read: EngineReads

  /**
   * Begins to own the runs of the record (R6): takes up what an earlier server left (R1), and from then on what commands add. Call it
   * once. Until then commands only change the record: no agent is adopted, started or ended. With `cancelled` only runs that are being
   * cancelled continue, so that nothing starts.
   */
  recover(claim: Claim, which?: 'all' | 'cancelled'): Promise<void>
  /** R5: takes no new work, and resolves when everything is stored. `interrupt` ends agents as INTERRUPTED; `handover` leaves them running. */
  stop(how: 'interrupt' | 'handover'): Promise<void>
}

export interface EngineReads {
  /** P5: keys of tasks whose work is part of what the next run starts from, and that no person reverted. */
  doneTasks(projectId: string): Promise<ReadonlySet<string>>
  /** Previews a run that would start now. */
  planPreview(projectId: string): Promise<PlanPreview>
  /**
   * Forecasts a run that would start now, by simulating it some twenty times. Refuses: NotFound, InvalidInput.
   * @returns null when nothing is left to do, or more than 5,000 tasks are
   */
  forecast(input: RunOptions & { projectId: string; taskIds?: readonly string[] | null }): Promise<Forecast | null>
  /** D2: the branch that a run started now would move, and what would refuse that now. Refuses: NotFound, InvalidRepository. */
  projectDelivery(projectId: string): Promise<ProjectDelivery>
  /** Estimates how long each task of the plan would occupy a slot, by task id. */
  taskEstimates(projectId: string): Promise<ReadonlyMap<string, DurationEstimate>>
  runningAgents(runId: string): Promise<RunningAgentView[]>
  output(sessionId: string, after: number, limit: number): Promise<OutputEntry[]>
  onOutput(sessionId: string, call: () => void): () => void
}
