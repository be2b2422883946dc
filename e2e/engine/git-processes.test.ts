import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createGit } from '@coppice/engine'
import { commandPlan, tempFolder } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { engineUnderTest, finished, projectWith } from './engine-under-test.ts'

const TASKS = 20
/** These helpers stay alive (ADR 0057). On a slow machine they may end and start again in between. */
const HELPERS =
  /^(?:cat-file --batch-check|update-ref -m coppice --stdin$|hash-object .*--stdin-paths|diff-tree .*--stdin)/
/** The settings that Coppice gives to its git. An agent's git has none of them. */
const OF_COPPICE = 'core.hooksPath=/dev/null'

it('a task that commits a file starts seven git processes, and a run at most ten for each of its twenty tasks', {
  timeout: 600_000,
}, async () => {
  const { env, started } = tracedGit()
  const under = await engineUnderTest('pglite', { git: createGit({ env }), environment: env })
  onTestFinished(() => under.close())
  const keys = Array.from({ length: TASKS }, (_, index) => `task-${index}`)
  const commit = (key: string) => `echo ${key} > ${key}.txt && git add -A && git commit -qm ${key}`
  const { project } = await projectWith(under, commandPlan(keys.map((key) => ({ key, epic: 'e', run: commit(key) }))))
  const { id } = await under.engine.startParallel({ projectId: project.id, maxConcurrency: 1 })
  expect((await finished(under, id)).run.status).toBe('COMPLETED')

  const commands = started().filter((command) => !HELPERS.test(command))
  const times = (pattern: RegExp) => commands.filter((command) => pattern.test(command)).length
  expect({
    lease: times(/^read-tree --reset/) + times(/^clean /),
    tree: times(/^add /) + times(/^write-tree/),
    pack: times(/^pack-objects --revs/),
  }).toEqual({ lease: TASKS, tree: 2 * TASKS, pack: 2 * TASKS })
  // One more before the first agent starts, and one after the delivery.
  expect(times(/^status /)).toBeLessThanOrEqual(TASKS + 2)
  // On a slow machine several finished tasks may wait for their merge. Then the radar looks whether they will conflict (ADR 0071).
  const ofRadar = times(/^merge-tree /) - TASKS
  expect(ofRadar).toBeLessThan(TASKS / 2)
  expect(commands.length - ofRadar).toBeLessThan(10 * TASKS)
})

/** An environment in which git writes down each of its processes, also those that git itself starts. */
function tracedGit() {
  const home = tempFolder('home')
  const events = join(home, 'events')
  mkdirSync(events)
  writeFileSync(join(home, '.gitconfig'), `[trace2]\n\teventTarget = ${events}\n`)
  const startIn = (file: string): Start => {
    const lines = readFileSync(join(events, file), 'utf8').split('\n').filter(Boolean)
    return lines.map((line) => JSON.parse(line)).find(({ event }) => event === 'start')
  }
  /** Returns the commands of Coppice's git, and of those that it has started, without settings. An example is `add --all`. */
  const started = (): string[] => {
    const all = readdirSync(events).map(startIn)
    const ours = new Set(all.filter(({ argv }) => argv.includes(OF_COPPICE)).map(({ sid }) => sid))
    return all.filter(({ sid }) => ours.has(sid.split('/')[0] ?? sid)).map(({ argv }) => withoutSettings(argv))
  }
  return { env: { ...process.env, HOME: home }, started }
}

/** The session id of a process that git started is the id of its parent, a slash and its own id. */
interface Start {
  sid: string
  argv: readonly string[]
}

const withoutSettings = (argv: readonly string[]): string =>
  argv
    .slice(1)
    .filter((one, index, all) => one !== '-c' && all[index - 1] !== '-c')
    .join(' ')
