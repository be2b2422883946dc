/**
 * `node graphile-worker.mjs URL TASKS SLOTS` prints the time in ms that graphile-worker takes for TASKS jobs that spawn `true`, SLOTS at a
 * time.
 */
import { Logger, makeWorkerUtils, run } from 'graphile-worker'
import { spawnTrue } from './spawn-true.mjs'

const [connectionString, tasks, slots] = process.argv.slice(2)
const total = Number(tasks)

const logger = new Logger(() => () => {})
const options = { connectionString, concurrency: Number(slots), noHandleSignals: true, logger }
const utils = await makeWorkerUtils({ connectionString, logger })
await utils.migrate()
const runner = await run({ ...options, taskList: { task: spawnTrue } })
const { promise: allDone, resolve, reject } = Promise.withResolvers()
let completed = 0
// graphile-worker emits this event after it has stored the end of the job.
runner.events.on('job:complete', ({ error }) => {
  completed += 1
  if (error) reject(error)
  else if (completed === total) resolve()
})
const started = performance.now()
await utils.addJobs(Array.from({ length: total }, () => ({ identifier: 'task', payload: {} })))
await allDone
const ms = performance.now() - started
await runner.stop()
await utils.release()
console.log(ms)
