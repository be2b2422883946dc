import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CALLS_FILE, type Claim, readCall, TASK_FILE_VARIABLE } from '@coppice/engine/domain/task-calls'

/**
 * Returns the last claim that the agent made with its task tool (ADR 0077).
 *
 * @param env the environment of the host
 * @returns null when the agent made none
 */
export function toldClaim(env: NodeJS.ProcessEnv): Claim | null {
  const path = join(dirname(env[TASK_FILE_VARIABLE] ?? ''), CALLS_FILE)
  if (env[TASK_FILE_VARIABLE] === undefined || !existsSync(path)) return null
  const calls = readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => readCall(line)?.call ?? [])
  const last = calls.findLast((call) => call.type === 'status')
  return last?.type === 'status' ? last.claim : null
}
