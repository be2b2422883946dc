import type { AttemptEnd } from '../domain/attempt-report.ts'
import type { RunningProcess } from '../ports/hosts.ts'

/** What the beginning of an attempt leads to: an agent that runs, or the end before that. */
export type BegunAttempt = { is: 'started'; process: RunningProcess } | (AttemptEnd & { is: 'failed' | 'called-off' })
