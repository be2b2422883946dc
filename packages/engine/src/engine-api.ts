/** The functions of the engine that the API and the CLI may call. */
import type { Commands } from './commands/commands.ts'
import type { CostForecast } from './domain/cost-forecast.ts'
import type { DurationEstimate, Forecast } from './domain/forecast.ts'
import type { ModelChoice } from './domain/model-choice.ts'
import type { OpenText } from './domain/open-text.ts'
import type { RunOptions } from './domain/run-options.ts'
import type { SandboxState } from './domain/sandbox.ts'
import type { OutputEntry } from './domain/session-output.ts'
import type { Claim } from './ports/claim.ts'
import type { ListedAgent } from './reads/agent-list.ts'
import type { KeptItem } from './reads/kept-list.ts'
import type { PlanPreview } from './reads/plan-preview.ts'
import type { ProjectDelivery } from './reads/project-delivery.ts'
import type { DomainExpertise } from './reads/project-expertise.ts'
import type { RunningAgentView } from './reads/running-agents.ts'
import type { TaskConflict } from './reads/task-conflict.ts'
import type { MarkdownTranscript, TranscriptOf } from './reads/transcripts/markdown/transcript-markdown.ts'
import type { OutputSearch, OutputSearchResult } from './reads/transcripts/search-output.ts'

export interface Engine extends Commands {
  /** Reads that need git or the agents. All other data is read from the database. */
  readonly read: EngineReads

  /**
   * Makes this server the owner of the runs in the database (R6). It takes up the runs of an earlier server (R1). After that, it also
   * carries out the runs that commands add. Call it once. Before this call commands only change the database, and no agent is adopted,
   * started or ended. With `cancelled` only runs that are being cancelled continue, so that nothing starts.
   */
  recover(claim: Claim, which?: 'all' | 'cancelled'): Promise<void>
  /** Stops the engine, and resolves when everything is stored (R5). `interrupt` ends agents as INTERRUPTED; `handover` leaves them running. */
  stop(how: 'interrupt' | 'handover'): Promise<void>
}

export interface EngineReads {
  /**
   * Returns the keys of the tasks that are done (P5). The work of a done task is in the commit from which the next run starts, and no
   * person has reverted that work.
   */
  doneTasks(projectId: string): Promise<ReadonlySet<string>>
  /** Previews a run that would start now. */
  planPreview(projectId: string): Promise<PlanPreview>
  /**
   * Forecasts a run that would start now: its duration, by simulating it about twenty times, and its cost.
   * @returns null when no task, or more than 5,000 tasks, would run
   * @throws NotFound or InvalidInput
   */
  forecast(input: RunOptions & { projectId: string; taskIds?: readonly string[] | null }): Promise<Forecast | null>
  /**
   * Forecasts what an active run will have cost at its end.
   * @returns null when the run has ended, does not exist, or has more than 5,000 tasks
   */
  runCost(runId: string): Promise<CostForecast | null>
  /** Returns the branch that a run would move if it started now, and what would prevent this (D2). @throws NotFound or InvalidRepository */
  projectDelivery(projectId: string): Promise<ProjectDelivery>
  /** Lists the kept work of the runs that have ended, newest run first (D5). @throws NotFound or InvalidRepository */
  keptWork(projectId: string): Promise<KeptItem[]>
  /** Returns how many bytes become free when this kept work is dropped, and the time of its commit in ms. */
  keptSize(projectId: string, item: Pick<KeptItem, 'ref' | 'commit'>): Promise<{ bytes: number; committedAt: number }>
  /** Compares both sides of a task's conflict (D4). @returns null when the task has no conflict. @throws NotFound or InvalidRepository */
  taskConflict(runTaskId: string): Promise<TaskConflict | null>
  /**
   * Returns a file of a task's conflict with markers around both sides and their common text.
   * @returns null when the task has no conflict in this file, or when the file is binary or larger than 256 KiB
   * @throws NotFound or InvalidRepository
   */
  conflictText(runTaskId: string, path: string): Promise<string | null>
  /** Returns the expertise of a project, domain by domain, and how much it helps (E2). */
  expertise(projectId: string): Promise<DomainExpertise[]>
  /** Returns the expertise of a project as Markdown. @throws NotFound */
  expertiseMarkdown(projectId: string): Promise<string>
  /** Estimates how long each task of the plan would occupy a slot, by task id. */
  taskEstimates(projectId: string): Promise<ReadonlyMap<string, DurationEstimate>>
  /**
   * Returns the model for the first attempt at each task of the plan, as a run that starts now would choose it, and why, by task id (M3).
   * @throws NotFound or InvalidRepository
   */
  modelChoices(projectId: string): Promise<ReadonlyMap<string, ModelChoice | null>>
  runningAgents(runId: string): Promise<RunningAgentView[]>
  /** Lists the agents that a plan can name, and whether this server can start them. */
  agents(): ListedAgent[]
  /** Whether this server can confine agents. */
  sandbox(): Promise<SandboxState>
  /** Whether agents of this kind read messages while they run. */
  readsMessages(agent: string): boolean
  output(sessionId: string, after: number, limit: number): Promise<OutputEntry[]>
  lastOutput(sessionId: string): Promise<number>
  /**
   * Searches the output of sessions for a plain text. Several searches at once share the time of the server, and none of them blocks it (R4).
   */
  searchOutput(search: OutputSearch): Promise<OutputSearchResult>
  /** Exports the transcript of a session, or of all sessions of a task or a run, as Markdown. @returns null when nothing has this id */
  transcriptMarkdown(of: TranscriptOf): Promise<MarkdownTranscript | null>
  onOutput(sessionId: string, call: () => void): () => void
  /** Returns what the agent of a session is writing, redacted, before it is output. It is null when there is nothing to show, and never stored. */
  openText(sessionId: string): Promise<OpenText | null>
  onOpenText(sessionId: string, call: () => void): () => void
}
