import type { AttemptEnd } from '../domain/attempt-report.ts'
import type { RunningProcess } from '../ports/hosts.ts'

/** The result of the beginning of an attempt: an agent that runs, or the end of the attempt before its agent started. */
export type BegunAttempt = { is: 'started'; process: RunningProcess } | (AttemptEnd & { is: 'failed' | 'called-off' })
