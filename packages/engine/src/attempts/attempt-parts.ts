import type { Agent } from '../ports/agent.ts'
import type { Clock } from '../ports/clock.ts'
import type { ReachFailPoint } from '../ports/fail-points.ts'
import type { Git } from '../ports/git.ts'
import type { SessionHosts } from '../ports/hosts.ts'
import type { Log } from '../ports/log.ts'
import type { PassedVariables } from '../ports/passed-variables.ts'
import type { Sandbox } from '../ports/sandbox.ts'
import type { Shell } from '../ports/shell.ts'
import type { BackoffPolicy } from '../scheduler/backoff.ts'

/** The parts that conduct attempts on this machine, and their settings. */
export interface AttemptParts {
  git: Git
  hosts: SessionHosts
  shell: Shell
  /** The agents by kind. A kind is missing when this machine has no such agent. */
  agents: ReadonlyMap<string, Agent>
  /** The absolute paths of the scripts of Coppice that agents may start, by name. When absent, there are none. */
  scripts?: ReadonlyMap<string, string>
  /** The absolute path of the folder with the program `coppice`, for agents that are commands. When absent, PATH stays as it is. */
  programs?: string
  /** The absolute path of the folder into which scripts install the programs of agents. When absent, they install none. */
  agentsRoot?: string
  /** When absent, no agent can be confined. */
  sandbox?: Sandbox
  clock: Clock
  backoff: BackoffPolicy
  log: Log
  /** The absolute path of the folder with the worktrees of all runs. */
  worktreesRoot: string
  /** The absolute path of the folder for patches of changes outside the worktrees (I2). */
  quarantineRoot: string
  /** The allow-listed environment of agents and commands (A2). */
  env: Readonly<Record<string, string>>
  /** The variables that plans add to `env`. */
  passed: PassedVariables
  reach: ReachFailPoint
}
