import type { ModelHistory } from '../domain/model-choice.ts'
import type { ChooseSession } from '../domain/session-choice.ts'
import type { ProjectSettings } from '../domain/settings.ts'
import type { Prices } from '../money/prices.ts'
import type { ParsePlan } from '../parsing/plan-parser.ts'
import type { Agent } from '../ports/agent.ts'
import type { Clock } from '../ports/clock.ts'
import type { ReachFailPoint } from '../ports/fail-points.ts'
import type { Git } from '../ports/git.ts'
import type { PassedVariables } from '../ports/passed-variables.ts'
import type { Sandbox } from '../ports/sandbox.ts'
import type { Store } from '../ports/store.ts'
import type { ProjectTurns } from './project-turns.ts'

/** What the commands need. A command does not call the owner of a run. It writes to the database, and the owner reads the change there. */
export interface CommandDeps {
  store: Store
  clock: Clock
  git: Git
  /** The agents by their kind. */
  agents: ReadonlyMap<string, Agent>
  passed: PassedVariables
  /** When absent, no agent can be confined. */
  sandbox?: Sandbox
  /** The prices of models (M1). */
  prices: Prices
  /** Creates the function that chooses the models of sessions (M3). */
  chooserOf(settings: ProjectSettings, history: ModelHistory): ChooseSession
  /** The allow-listed environment of agents and commands (A2). */
  env: Readonly<Record<string, string>>
  reach: ReachFailPoint
  samples: readonly SampleSource[]
  turns: ProjectTurns
  /** Parses a plan file in a thread of its own. */
  parsePlan: ParsePlan
}

export interface SampleSource {
  name: string
  /** Creates the repository of the sample, in place of an earlier one. @returns its path and the text of its plan */
  prepare(): Promise<{ path: string; planSource: string }>
}
