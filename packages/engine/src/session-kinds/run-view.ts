import type { RunRecord, RunTaskRecord } from '../domain/records.ts'
import type { ChooseSession } from '../domain/session-choice.ts'
import type { Teacher } from '../lifecycle/learn-from.ts'
import type { Agent } from '../ports/agent.ts'
import type { Claim } from '../ports/claim.ts'
import type { Clock } from '../ports/clock.ts'
import type { Transcripts } from '../ports/dispatch.ts'
import type { Repository } from '../ports/git.ts'
import type { Log } from '../ports/log.ts'
import type { Store } from '../ports/store.ts'
import type { BackoffPolicy } from '../scheduler/backoff.ts'

/** The part of a run that the kinds of sessions may use. */
export interface RunView {
  deps: {
    store: Store
    clock: Clock
    claim: Claim
    backoff: BackoffPolicy
    agents: ReadonlyMap<string, Agent>
    log: Log
    dispatch: { transcripts: Pick<Transcripts, 'facts'> }
  }
  chooseSession: ChooseSession
  state: {
    run: RunRecord
    tasks: readonly RunTaskRecord[]
    plannedFiles: readonly string[]
    task(key: string): RunTaskRecord
    costOf(tasks: readonly RunTaskRecord[]): number | null
    /** Returns the sessions that made the finished work of a task, oldest first. */
    teachersOf(task: RunTaskRecord): readonly Teacher[]
    /** The keys of the completed tasks from whose sessions no LEARNING session has begun to learn. */
    toLearnFrom: readonly string[]
    /** Returns the newest merge of the task's epic in the task's batch, or null when there is none. */
    lastMergeOfLane(task: RunTaskRecord): string | null
  }
  repository: Repository
  /** Returns the tip of the run's branch. */
  tip(): Promise<string>
}
