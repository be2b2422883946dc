import type { Agent } from '../ports/agent.ts'
import type { Clock } from '../ports/clock.ts'
import type { ReachFailPoint } from '../ports/fail-points.ts'
import type { Git } from '../ports/git.ts'
import type { SessionHosts } from '../ports/hosts.ts'
import type { Log } from '../ports/log.ts'
import type { PassedVariables } from '../ports/passed-variables.ts'
import type { Shell } from '../ports/shell.ts'
import type { BackoffPolicy } from '../scheduler/backoff.ts'

/** What attempts are conducted with on this machine. */
export interface AttemptParts {
  git: Git
  hosts: SessionHosts
  shell: Shell
  /** By kind. A kind is missing when this machine has no such agent. */
  agents: ReadonlyMap<string, Agent>
  clock: Clock
  backoff: BackoffPolicy
  log: Log
  /** Absolute paths. */
  worktreesRoot: string
  quarantineRoot: string
  /** The allow-listed environment of agents and commands (A2). */
  env: Readonly<Record<string, string>>
  /** What plans add to it. */
  passed: PassedVariables
  reach: ReachFailPoint
}
