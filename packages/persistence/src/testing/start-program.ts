import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A program of ./programs that runs in a process of its own. */
export interface Program {
  readonly process: ChildProcess
  /** The lines that it prints. */
  readonly lines: AsyncIterableIterator<string>
  next(): Promise<string>
  /** Lets the program continue after its line `ready`, so that several programs can act at the same time. */
  go(): void
  /** Ends the program by SIGKILL, and waits for its end. */
  kill(): Promise<void>
}

export function startProgram(name: string, ...parameters: string[]): Program {
  const path = fileURLToPath(new URL(`./programs/${name}.ts`, import.meta.url))
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path, ...parameters], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, TZ: 'America/New_York' },
  })
  const exited = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    process: child,
    lines,
    async next() {
      const { value, done } = await lines.next()
      if (done) throw new Error(`${name} ended without another line`)
      return value
    },
    go() {
      child.stdin.write('\n')
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
