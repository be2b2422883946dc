import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { acquireLock } from './bootstrap/lock.mjs'
import { startProgress } from './bootstrap/progress.mjs'
import { requireGit } from './bootstrap/requirements.mjs'
import { stamp } from './bootstrap/stamp.mjs'
import { preparation } from './bootstrap/steps.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
/**
 * Returns an environment that disables the telemetry of our build tools. Coppice itself sends none.
 * @returns {NodeJS.ProcessEnv}
 */
const quietEnv = () => ({
  ...process.env,
  NEXT_TELEMETRY_DISABLED: '1',
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  DO_NOT_TRACK: '1',
  NPM_CONFIG_UPDATE_NOTIFIER: 'false',
  PNPM_CONFIG_UPDATE_NOTIFIER: 'false',
})

/**
 * Does the steps that are not done yet, and returns the path of the Node that runs Coppice. If two starts happen at the same time, each
 * step is done only once.
 * @param {AbortSignal} signal
 */
export async function prepare(signal) {
  requireGit()
  const { node, steps } = preparation(ROOT)
  await bringUpToDate(steps, signal)
  return { root: ROOT, node, env: quietEnv() }
}

/**
 * Does only the step of this name.
 * @param {'generated' | 'console'} name
 * @param {AbortSignal} signal
 */
export const prepareOnly = (name, signal) =>
  bringUpToDate(
    preparation(ROOT).steps.filter((step) => step.name === name),
    signal,
  )
/**
 * @param {import('./bootstrap/steps.mjs').Step[]} steps
 * @param {AbortSignal} signal
 */
async function bringUpToDate(steps, signal) {
  if (stale(steps).length > 0) await withLock(signal, () => runStale(steps, { env: quietEnv(), signal }))
}

/**
 * @param {AbortSignal} signal
 * @param {() => Promise<void>} work
 */
async function withLock(signal, work) {
  const folder = join(ROOT, '.toolchain')
  mkdirSync(folder, { recursive: true })
  const onWait = (/** @type {number} */ pid) =>
    console.error(`coppice: waits for process ${pid}, which is preparing this clone`)
  const release = await acquireLock(join(folder, 'lock'), { signal, onWait })
  try {
    await work()
  } finally {
    release()
  }
}

/** @param {import('./bootstrap/steps.mjs').Step[]} steps */
const stale = (steps) => steps.filter((step) => !step.isThere() || stampOf(step).read() !== step.fingerprint())

/** @param {import('./bootstrap/steps.mjs').Step} step */
const stampOf = ({ name }) => stamp(join(ROOT, '.toolchain/stamps', name))

/**
 * @param {import('./bootstrap/steps.mjs').Step[]} steps
 * @param {{ env: NodeJS.ProcessEnv, signal: AbortSignal }} options
 */
async function runStale(steps, options) {
  const todo = stale(steps)
  for (const [index, step] of todo.entries()) {
    const progress = startProgress(`[${index + 1}/${todo.length}] ${step.title}`)
    const made = step.fingerprint()
    stampOf(step).clear()
    try {
      await step.run({ ...options, say: progress.say })
    } catch (error) {
      progress.failed()
      throw error
    }
    stampOf(step).write(made)
    progress.done()
  }
}
