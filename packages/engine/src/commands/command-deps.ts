import type { ParsePlan } from '../parsing/plan-parser.ts'
import type { Agent } from '../ports/agent.ts'
import type { Clock } from '../ports/clock.ts'
import type { ReachFailPoint } from '../ports/fail-points.ts'
import type { Git } from '../ports/git.ts'
import type { PassedVariables } from '../ports/passed-variables.ts'
import type { Store } from '../ports/store.ts'
import type { ProjectTurns } from './project-turns.ts'

/** What the commands need. They write the record and tell nobody: whoever carries runs out follows the record. */
export interface CommandDeps {
  store: Store
  clock: Clock
  git: Git
  /** By kind. */
  agents: ReadonlyMap<string, Agent>
  passed: PassedVariables
  reach: ReachFailPoint
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
