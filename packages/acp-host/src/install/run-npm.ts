import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { firstWords } from '../trouble/whole-words.ts'

const run = promisify(execFile)
const MAX_BYTES = 4 * 1024 * 1024
const LONGEST = 400
const TIMEOUT_MS = 10 * 60_000

/** What went wrong, as one line for people. */
export interface NpmProblem {
  text: string
  /** Whether there is no npm. Other problems may be temporary, such as those of the network or the disk. */
  isMissing: boolean
}

/** Runs npm. @returns null when nothing went wrong */
export async function runNpm(
  args: readonly string[],
  { cwd, env, signal }: { cwd: string; env: Record<string, string | undefined>; signal: AbortSignal },
): Promise<NpmProblem | null> {
  try {
    await run('npm', args, { cwd, env, signal, maxBuffer: MAX_BYTES, timeout: TIMEOUT_MS })
    return null
  } catch (error) {
    const { code, message, stderr } = error as NodeJS.ErrnoException & { stderr?: string }
    if (code === 'ENOENT')
      return { text: 'npm is not in the PATH of the server. Install Node.js with npm', isMissing: true }
    const said = (stderr ?? '').trim() || message
    return { text: firstWords(said.replace(/\s+/g, ' '), LONGEST), isMissing: false }
  }
}
