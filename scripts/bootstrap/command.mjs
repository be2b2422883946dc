import { constants } from 'node:os'
import { explainFailure } from './explain-failure.mjs'
import { CommandFailed } from './quiet-command.mjs'
import { Refusal } from './refusal.mjs'

const ENDING = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/**
 * Runs `npm start` and `npm test`: it calls `prepare`, then `next`, and exits with the code that `next` returns. If one of them fails, it
 * prints a message and exits with 1.
 * @param {(signal: AbortSignal) => Promise<Prepared>} prepare
 * @param {(prepared: Prepared) => Promise<number>} next
 * @template Prepared
 */
export async function runCommand(prepare, next) {
  const controller = new AbortController()
  const abort = (/** @type {NodeJS.Signals} */ name) => controller.abort(new Interrupted(name))
  for (const name of ENDING) process.on(name, abort)
  try {
    const prepared = await prepare(controller.signal)
    for (const name of ENDING) process.off(name, abort)
    process.exitCode = await next(prepared)
  } catch (error) {
    process.exitCode = report(controller.signal.aborted ? controller.signal.reason : error)
  }
}

class Interrupted extends Error {
  /** @param {NodeJS.Signals} name */
  constructor(name) {
    super(name)
    this.code = 128 + constants.signals[name]
  }
}

/** @param {unknown} error */
function report(error) {
  if (error instanceof Interrupted) return error.code
  const explanation = error instanceof Refusal ? error.message : explainFailure(String(error))
  if (error instanceof CommandFailed) console.error(error.output)
  console.error(`coppice: ${explanation ?? (error instanceof Error ? error.message : error)}`)
  return 1
}
