import { GitPluginError, type SimpleGitOptions, simpleGit } from 'simple-git'
import type { Environment } from './git-environment.ts'
import { watchOutput } from './watch-output.ts'

/** One git command, with all that it needs to know: nothing is taken from the process that carries it out. */
export interface GitRequest {
  cwd: string
  args: readonly string[]
  /** `name=value`, as for `git -c`. */
  config: readonly string[]
  /** The whole environment. */
  env: Environment
  input: string
  /** Without a byte of output for so long, the command is ended. */
  silenceMs: number
}

export interface GitResult {
  exitCode: number
  stdout: Buffer
  stderr: string
}

/** Answers whatever the exit code; rejects where git could not be started, or hangs. */
export async function runGit({ cwd, args, config, env, input, silenceMs }: GitRequest): Promise<GitResult> {
  const results: GitResult[] = []
  const git = simpleGit({
    ...guards(env),
    baseDir: cwd,
    config: [...config],
    timeout: { block: silenceMs },
    // A buffer even where it is empty: simple-git leaves stdin open for `''` and undefined, and a command that reads it would wait.
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

/** simple-git refuses what is named here unless it is allowed; every one of these is a constant of ours or an environment let through on purpose. */
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
