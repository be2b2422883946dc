import { existsSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { createGit, type Git, type Worktree } from '@coppice/engine'
import { commandPlan, Gate, type TempRepository, tempFolder, until } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import {
  agentStarted,
  type EngineUnderTest,
  engineUnderTest,
  eventOf,
  finished,
  projectWith,
} from './engine-under-test.ts'
import { livingProcesses } from './living-processes.ts'

/** Counts the worktrees of runs that are on the disk, and the refs that protect their start commits. */
function worktreesOf({ home }: EngineUnderTest, repository: TempRepository): number {
  const root = join(home, 'worktrees')
  const folders = existsSync(root) ? readdirSync(root, { recursive: true, encoding: 'utf8' }) : []
  const pins = repository.git('for-each-ref', '--format=%(refname)', 'refs/coppice/slots/').split('\n').filter(Boolean)
  return folders.filter((name) => /(?:slot-\d+|verify)$/.test(name)).length + pins.length
}

it('C1, D5, R6: a run was cancelled by a server with another data folder: a server with its folder ends its agents and removes its worktrees', async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const written = join(tempFolder(), 'written')
  const { project, repository } = await projectWith(
    under,
    commandPlan([{ key: 'a', epic: 'x', run: `echo half > half.txt; touch ${written}; sleep 300` }]),
  )
  const { id } = await under.engine.startParallel({ projectId: project.id })
  await agentStarted(under, id, 'a')
  await until('the file of the agent', async () => existsSync(written))
  await under.engine.stop('handover')
  const [session] = await under.database.store.sessions(id)

  const elsewhere = await under.restart(tempFolder())
  await elsewhere.engine.cancel({ runId: id })
  const { run } = await finished(elsewhere, id)
  expect(run).toMatchObject({ status: 'CANCELLED' })
  expect(run.statusReason).toContain('The next server that starts with that folder ends them')
  expect(livingProcesses(session?.id ?? '')).not.toEqual([])
  await elsewhere.engine.stop('interrupt')

  const back = await under.restart()
  onTestFinished(() => back.engine.stop('interrupt'))
  const folders = join(under.home, 'worktrees', project.id)
  await until('the end of the agent and its worktree', async () => readdirSync(folders).length === 0)
  expect(worktreesOf(under, repository)).toBe(0)
  expect(livingProcesses(session?.id ?? '')).toEqual([])
  expect(repository.git('show', 'coppice/work/run-1/a:half.txt')).toBe('half')
  expect(await under.database.store.run(id)).toEqual(run)
})

it('C2: worktrees of a run that ended while its repository was missing are removed at the next start of the server', async () => {
  let away = () => {}
  const under = await engineUnderTest('pglite', { reach: (point) => point === 'delivery.begun' && away() })
  onTestFinished(() => under.close())
  const { project, repository } = await projectWith(
    under,
    commandPlan([{ key: 'a', epic: 'x', run: 'echo a > a.txt' }], { verify: 'true' }),
  )
  away = () => renameSync(repository.path, `${repository.path}-away`)
  const { id } = await under.engine.startParallel({ projectId: project.id })
  await finished(under, id)
  await under.engine.stop('interrupt')
  renameSync(`${repository.path}-away`, repository.path)
  expect(worktreesOf(under, repository)).toBeGreaterThan(0)

  const next = await under.restart()
  onTestFinished(() => next.engine.stop('interrupt'))
  await until('the end of the worktrees', async () => worktreesOf(under, repository) === 0)
})

/** Real git in which `commitAll` fails while `broken` is true. */
class BreakableGit {
  broken = true
  readonly git: Git

  constructor(git: Git) {
    const watched = (worktree: Worktree) => {
      const commitAll = worktree.commitAll.bind(worktree)
      return Object.assign(worktree, {
        commitAll: (...args: Parameters<Worktree['commitAll']>) =>
          this.broken ? Promise.reject(new Error('the disk is full')) : commitAll(...args),
      })
    }
    this.git = {
      ...git,
      open: async (...args) => {
        const repository = await git.open(...args)
        return { ...repository, addWorktree: async (...given) => watched(await repository.addWorktree(...given)) }
      },
    }
  }
}

it('D5: work that an earlier server could not commit is committed at the end of the run, before its worktree is removed', async () => {
  const breakable = new BreakableGit(createGit({ env: process.env }))
  const under = await engineUnderTest('pglite', { git: breakable.git })
  onTestFinished(() => under.close())
  const gate = new Gate()
  onTestFinished(() => gate.close())
  const { project, repository } = await projectWith(
    under,
    commandPlan([
      { key: 'a', epic: 'x', run: 'echo a > a.txt' },
      { key: 'b', epic: 'x', run: gate.wait },
    ]),
  )
  const { id } = await under.engine.startParallel({ projectId: project.id })
  await agentStarted(under, id, 'b')
  await eventOf(under, id, ({ type, data }) => type === 'TaskFinished' && data.taskKey === 'a')
  await under.engine.stop('handover')
  breakable.broken = false

  const next = await under.restart()
  onTestFinished(() => next.engine.stop('interrupt'))
  gate.open()
  await finished(next, id)
  expect(repository.git('show', 'coppice/work/run-1/a:a.txt')).toBe('a')
  expect(worktreesOf(under, repository)).toBe(0)
})
