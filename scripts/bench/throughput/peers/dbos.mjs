/** `node dbos.mjs URL TASKS SLOTS` prints the time in ms that DBOS takes for TASKS workflows that spawn `true`, SLOTS at a time. */
import { DBOS } from '@dbos-inc/dbos-sdk'
import { runInSlots } from './run-in-slots.mjs'
import { spawnTrue } from './spawn-true.mjs'

const [url, tasks, slots] = process.argv.slice(2)

const workflow = DBOS.registerWorkflow(() => DBOS.runStep(spawnTrue, { name: 'spawn' }), { name: 'task' })
DBOS.setConfig({ name: 'bench', systemDatabaseUrl: url, runAdminServer: false, logLevel: 'error' })
await DBOS.launch()
const started = performance.now()
await runInSlots(Number(tasks), Number(slots), workflow)
const ms = performance.now() - started
await DBOS.shutdown()
console.log(ms)
