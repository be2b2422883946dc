import { spawn } from 'node:child_process'

export interface ProgramOptions {
  cwd: string
  env?: NodeJS.ProcessEnv
}

/** Runs a program with this Node, in this terminal. @returns whether it exited with 0 */
export function runProgram(script: string, args: readonly string[], { cwd, env }: ProgramOptions): Promise<boolean> {
  const child = spawn(process.execPath, [script, ...args], { cwd, env: { ...process.env, ...env }, stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code === 0))
  })
}
