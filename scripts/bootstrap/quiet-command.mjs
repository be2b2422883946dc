import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { explainFailure } from './explain-failure.mjs'
import { Refusal } from './refusal.mjs'

/** The error of a command that failed, with its whole output. */
export class CommandFailed extends Error {
  /**
   * @param {string} message
   * @param {string} output
   */
  constructor(message, output) {
    super(message)
    this.output = output
  }
}

/**
 * Runs a command without showing its output. `onLine` is called with each line. If the command fails, the error contains the whole output.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, signal: AbortSignal, onLine?: (line: string) => void }} options
 */
export function runQuietly(file, args, { cwd, env, signal, onLine = () => {} }) {
  const child = spawn(file, args, { cwd, env, signal, killSignal: 'SIGTERM', stdio: ['ignore', 'pipe', 'pipe'] })
  /** @type {string[]} */
  const lines = []
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      onLine(line)
    })
  }
  return new Promise((resolve, reject) => {
    // After an abort, the end of the command is awaited, because the next command may use the same files.
    child.once('error', (error) => signal.aborted || reject(error))
    child.once('close', (code, ended) => {
      if (signal.aborted) return reject(signal.reason)
      if (code === 0) return resolve(undefined)
      const command = [file, ...args].join(' ')
      reject(failure(`${command} ended with ${ended ?? `exit code ${code}`}`, lines.join('\n')))
    })
  })
}

/**
 * @param {string} message
 * @param {string} output
 */
function failure(message, output) {
  const explanation = explainFailure(output)
  return explanation ? new Refusal(explanation, { cause: message }) : new CommandFailed(message, output)
}
