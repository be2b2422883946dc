import { GitPluginError, type SimpleGitOptions, simpleGit } from 'simple-git'
import type { Environment } from './git-environment.ts'
import { watchOutput } from './watch-output.ts'

/** One git command with everything it needs. It takes nothing from the process that runs it. */
export interface GitRequest {
  cwd: string
  args: readonly string[]
  /** Settings as `name=value`, like the values of `git -c`. */
  config: readonly string[]
  /** The whole environment. */
  env: Environment
  input: string
  /** A command that prints nothing for this long is ended. */
  silenceMs: number
}

export interface GitResult {
  exitCode: number
  stdout: Buffer
  stderr: string
}

/** Resolves with any exit code. Rejects when git could not be started, or hangs. */
export async function runGit({ cwd, args, config, env, input, silenceMs }: GitRequest): Promise<GitResult> {
  const results: GitResult[] = []
  const git = simpleGit({
    ...guards(env),
    baseDir: cwd,
    config: [...config],
    timeout: { block: silenceMs },
    // Pass a buffer even when it is empty: simple-git leaves stdin open for `''` and undefined, and a command that reads it would wait.
    input: () => Buffer.from(input),
    errors(error, { exitCode, stdOut, stdErr }) {
      results.push({ exitCode, stdout: Buffer.concat(stdOut), stderr: Buffer.concat(stdErr).toString('utf8') })
      return error instanceof GitPluginError ? error : undefined
    },
  })
  const watch = watchOutput(silenceMs)
  await Promise.race([
    git
      .env(env)
      .outputHandler(watch.handler)
      .raw([...args]),
    watch.hung,
  ])
  const [result] = results
  if (!result) throw new Error(`git ${args[0]} left no result`)
  return result
}

/** simple-git refuses `GIT_*` variables and some options by default. This allows those that we set ourselves, and no others. */
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
