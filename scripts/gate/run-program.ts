import { spawn } from 'node:child_process'

export interface ProgramOptions {
  cwd: string
  env?: NodeJS.ProcessEnv
}

/** Runs one of our programs with this Node, in our terminal. @returns whether it ended with 0. */
export function runProgram(script: string, args: readonly string[], { cwd, env }: ProgramOptions): Promise<boolean> {
  const child = spawn(process.execPath, [script, ...args], { cwd, env: { ...process.env, ...env }, stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code === 0))
  })
}
