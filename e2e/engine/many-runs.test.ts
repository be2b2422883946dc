import { execFile, execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { RunRecord } from '@coppice/engine'
import { commandPlan, tempFolder, tempRepository, until } from '@coppice/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { type EngineUnderTest, engineUnderTest, eventOf, finished } from './engine-under-test.ts'

/** How many clones have a run at the same time. A long search sets COPPICE_RUNS=16. */
const CLONES = Number(process.env.COPPICE_RUNS ?? 3)
const RUNS_OF_A_PROJECT = 2

/** What a person does to a repository while runs are active. */
const DEEDS: readonly ((git: AsyncGit) => Promise<unknown>)[] = [
  (git) => git('gc', '-q', '--prune=now'),
  async (git) => {
    const branches = (await git('for-each-ref', '--format=%(refname:short)', 'refs/heads/coppice/run-*')).split('\n')
    for (const branch of branches.filter(Boolean)) await git('branch', '-q', '-D', branch)
  },
  (git) => git('commit', '-q', '--amend', '--allow-empty', '-m', 'amended'),
]

type AsyncGit = (...args: string[]) => Promise<string>
const asyncGitIn =
  (cwd: string): AsyncGit =>
  async (...args) =>
    (await promisify(execFile)('git', args, { cwd })).stdout.trim()
const gitIn =
  (cwd: string) =>
  (...args: string[]) =>
    execFileSync('git', args, { cwd, encoding: 'utf8' }).trim()

const writes = (key: string) => `mkdir -p out && echo ${key} > out/${key}.txt && git add -A && git commit -qm ${key}`
const planOf = (name: string, round: number) => {
  const key = (task: string) => `${name}-${round}-${task}`
  return commandPlan([
    { key: key('a'), epic: 'x', run: writes(key('a')) },
    { key: key('b'), epic: 'x', run: writes(key('b')) },
    { key: key('c'), epic: 'y', run: writes(key('c')), dependsOn: [key('a'), key('b')] },
    { key: key('d'), epic: 'y', run: writes(key('d')), dependsOn: [key('c')] },
  ])
}

it(`I3, C2: ${CLONES} clones and two projects on one repository run at once, while somebody cleans up with git, and no task fails`, {
  timeout: 1_800_000,
}, async () => {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  const { path, git } = tempRepository()
  git('config', 'gc.auto', '0')
  const clones = Array.from({ length: CLONES }, (_, index) => {
    const clone = join(tempFolder('clone'), `clone-${index}`)
    execFileSync('git', ['clone', '-q', path, clone])
    gitIn(clone)('config', 'user.name', 'Ada')
    gitIn(clone)('config', 'user.email', 'ada@example.org')
    return clone
  })
  await Promise.all([
    ...clones.map((clone, index) => runs(under, `clone${index}`, clone, 1)),
    runs(under, 'first', path, RUNS_OF_A_PROJECT),
    runs(under, 'second', path, RUNS_OF_A_PROJECT),
  ])
  const expected = ['first', 'second'].flatMap((name) =>
    [1, 2].flatMap((round) => ['a', 'b', 'c', 'd'].map((task) => `out/${name}-${round}-${task}.txt`)),
  )
  for (const repository of [path, ...clones]) expect(problemsOf(repository)).toBe('')
  expect(git('ls-tree', '-r', '--name-only', 'main', 'out').split('\n')).toEqual(expected.toSorted())
})

/** @returns what git reports about missing objects; an empty text when no object is missing */
const problemsOf = (cwd: string): string =>
  execFileSync('sh', ['-c', 'git fsck --connectivity-only --no-dangling 2>&1 || true'], { cwd, encoding: 'utf8' })

/** Runs plans of a project one after another. After each merged task, somebody does something to the repository. */
async function runs(under: EngineUnderTest, name: string, path: string, count: number): Promise<void> {
  const project = await under.engine.createProject({ name, repositoryPath: path, baseBranch: 'main' })
  for (let round = 1; round <= count; round++) {
    await under.engine.importPlan({ projectId: project.id, source: JSON.stringify(planOf(name, round)) })
    const { id } = await under.engine.startParallel({ projectId: project.id, maxConcurrency: 2 })
    let ended = false
    const disturbing = disturb(under, id, asyncGitIn(path), () => ended)
    const { run, tasks } = await finished(under, id)
    ended = true
    await disturbing
    const unfinished = tasks.filter(({ status, attempts }) => status !== 'COMPLETED' || attempts !== 1)
    expect(unfinished.map((task) => `${task.key} ${task.status} ${task.attempts} ${task.statusReason}`)).toEqual([])
    expect(run.status).toBe('COMPLETED')
    await expectDelivered(under, run)
  }
}

/**
 * Expects that a run is delivered. If the other project or the person moved `main` at the moment of the delivery, it is refused. Then somebody
 * delivers the run by hand, as the reason says.
 */
async function expectDelivered(under: EngineUnderTest, ended: RunRecord): Promise<void> {
  for (let run: RunRecord | null = ended; run?.deliveryStatus !== 'DELIVERED'; ) {
    expect(run?.deliveryReason).toContain('main has moved to another commit in the meantime')
    await under.engine.deliver({ runId: ended.id })
    await until('the delivery to end', async () => {
      run = await under.database.store.run(ended.id)
      return run?.deliveryRequestedAt === null
    })
  }
}

async function disturb(under: EngineUnderTest, runId: string, git: AsyncGit, isOver: () => boolean): Promise<void> {
  let after = 0
  for (const deed of DEEDS) {
    const { sequence } = await eventOf(
      under,
      runId,
      ({ type, sequence }) => sequence > after && ['TaskFinished', 'RunFinished'].includes(type),
    )
    after = sequence
    if (isOver()) return
    // Git refuses while Coppice holds a lock of the repository. A person would try again.
    await until('git', async () =>
      deed(git).then(
        () => true,
        () => false,
      ),
    )
  }
}
