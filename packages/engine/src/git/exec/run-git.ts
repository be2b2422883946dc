import { readFile } from 'node:fs/promises'
import { GitPluginError, type SimpleGitOptions, simpleGit } from 'simple-git'
import type { Environment } from './git-environment.ts'
import { watchOutput } from './watch-output.ts'

/** One git command with all its inputs. It uses nothing from the environment of the process that runs it. */
export interface GitRequest {
  cwd: string
  args: readonly string[]
  /** Settings as `name=value`, like the values of `git -c`. */
  config: readonly string[]
  /** The whole environment. */
  env: Environment
  input: string | Uint8Array
  /** The path of a file that is the input instead of `input`. */
  inputFile?: string
  /** A command that prints nothing for this long is killed. */
  silenceMs: number
}

export interface GitResult {
  exitCode: number
  stdout: Buffer
  stderr: string
}

/** What simple-git returns, also when git did not run to its end. */
export interface GitOutcome extends Omit<GitResult, 'exitCode'> {
  /** It is null when git was killed, and negative when git could not be started. */
  exitCode: number | null
}

/** Runs a git command. @returns its outcome, whatever the exit code @throws when git hangs */
export async function runGit({ cwd, args, config, env, input, inputFile, silenceMs }: GitRequest): Promise<GitOutcome> {
  const results: GitOutcome[] = []
  const bytes = inputFile === undefined ? Buffer.from(input) : await readFile(inputFile)
  const git = simpleGit({
    ...guards(env),
    baseDir: cwd,
    config: [...config],
    timeout: { block: silenceMs },
    // An empty input must be a buffer. With `''` or undefined, simple-git leaves stdin open, and a command that reads stdin waits forever.
    input: () => bytes,
    errors(error, { exitCode, stdOut, stdErr }) {
      results.push({ exitCode, stdout: Buffer.concat(stdOut), stderr: Buffer.concat(stdErr).toString('utf8') })
      return error instanceof GitPluginError ? error : undefined
    },
  })
  const watch = watchOutput(`git ${args[0]} in ${cwd}`, silenceMs)
  await Promise.race([
    git
      .env(env)
      .outputHandler(watch.handler)
      .raw([...args]),
    watch.hung,
  ])
  const [result] = results
  if (!result) throw new Error(`git ${args[0]} in ${cwd} ended without an exit code`)
  return result
}

/** Options of simple-git. By default it refuses all `GIT_*` variables and some settings. These options allow those that Coppice sets. */
const guards = (env: Environment): Partial<SimpleGitOptions> => ({
  allowEnvironment: Object.keys(env).filter((name) => name.startsWith('GIT_')),
  completion: { onClose: true, onExit: false },
  unsafe: {
    allowUnsafeHooksPath: true,
    allowUnsafeFsMonitor: true,
    allowUnsafeProtocolOverride: true,
    allowUnsafeEditor: true,
    allowUnsafeConfigPaths: true,
    allowUnsafeConfigEnvCount: true,
    allowUnsafeFilter: true,
    allowUnsafeMergeDriver: true,
    allowUnsafeSshCommand: true,
    allowUnsafeAskPass: true,
    allowUnsafeGitProxy: true,
    allowUnsafeCredentialHelper: true,
    allowUnsafePack: true,
  },
})
