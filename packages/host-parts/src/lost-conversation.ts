import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const MAX_COMMITS = 30

/**
 * Returns what is added to the prompt of a new conversation when the agent cannot continue the earlier one: a summary of the earlier work.
 *
 * @param lastWords the last message of the earlier session; empty when it is unknown
 * @param env the environment in which git runs
 */
export async function afterLostConversation(
  worktree: string,
  baseCommit: string,
  lastWords: string,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const work = await commitsSince(worktree, baseCommit, env)
  return `

# What happened before

An earlier session of this task has ended, and its conversation is lost. The worktree contains its work, and all of it is committed.
${work === '' ? 'It has made no commit.' : `Its commits, the newest first:\n\n${work}`}
${lastWords === '' ? '' : `\nThe last that it said:\n\n${lastWords}\n`}
Look at the worktree first, then continue with the task.`
}

/** Returns the commits of a worktree since a commit, the newest first, one per line. */
async function commitsSince(worktree: string, base: string, env: NodeJS.ProcessEnv): Promise<string> {
  const args = ['log', '--format=- %s', `--max-count=${MAX_COMMITS}`, `${base}..HEAD`]
  const { stdout } = await run('git', args, { cwd: worktree, env })
  return stdout.trim()
}
