import { execFileSync } from 'node:child_process'
import { commandPlan, tempFolder, tempRepository } from '@coppice/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type EngineUnderTest, engineUnderTest, finished } from '../engine-under-test.ts'
import { dependenciesOf, type ReplayedCommit, replayedCommits } from './history.ts'
import { writeHistory } from './write-history.ts'

/** The folders of real repositories, separated by colons. Each is replayed in each mode: `COPPICE_REPLAY=/a:/b COPPICE_REPLAY_COMMITS=100`. */
const REAL = (process.env.COPPICE_REPLAY ?? '').split(':').filter(Boolean)
const COMMITS = Number(process.env.COPPICE_REPLAY_COMMITS ?? 100)
const EPICS = 5

const MODES = (['BATCHES', 'CONTINUOUS'] as const).flatMap((strategy) =>
  (['TASK', 'EPIC'] as const).map((isolation) => ({ strategy, isolation })),
)

describe.each(MODES)('a history, replayed with $strategy and $isolation', ({ strategy, isolation }) => {
  it('D1, S2: gives exactly the tree of its last commit', async () => {
    const { path, git } = tempRepository()
    const base = git('rev-parse', 'HEAD')
    const length = writeHistory(path)
    git('branch', 'real')
    git('reset', '-q', '--hard', base)
    await replays(path, length, { strategy, isolation })
  })

  it.each(REAL)('D1, S2: gives exactly the tree of %s', { timeout: 3_600_000 }, async (real) => {
    const path = tempFolder('replayed')
    const git = (...args: string[]) => execFileSync('git', args, { cwd: path, encoding: 'utf8' }).trim()
    execFileSync('git', ['clone', '-q', '--no-checkout', real, path])
    git('branch', 'real')
    git('checkout', '-q', '-B', 'main', `HEAD~${COMMITS}`)
    await replays(path, COMMITS, { strategy, isolation })
  })
})

async function replays(path: string, count: number, mode: (typeof MODES)[number]): Promise<void> {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: path, encoding: 'utf8' }).trim()
  const commits = replayedCommits(path, 'real', count)
  const dependencies = dependenciesOf(commits)
  const key = (index: number) => `c${index}`
  const tasks = commits.map((commit, index) => ({
    key: key(index),
    epic: `e${index % EPICS}`,
    dependsOn: (dependencies[index] ?? []).map(key),
    run: sameChange(commit),
  }))
  const under = await opened()
  const project = await under.engine.createProject({ name: 'replay', repositoryPath: path, baseBranch: 'main' })
  await under.engine.importPlan({ projectId: project.id, source: JSON.stringify(commandPlan(tasks)) })
  const { id } = await under.engine.startParallel({ projectId: project.id, maxConcurrency: 4, ...mode })
  const { run, tasks: ended } = await finished(under, id)
  const refused = ended.filter(({ status }) => status !== 'COMPLETED')
  expect(refused.map((task) => `${task.key} ${task.status}: ${task.statusReason}`)).toEqual([])
  expect(run).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'DELIVERED' })
  expect(git('diff', '--stat', 'main', 'real')).toBe('')
  expect(git('rev-parse', 'main^{tree}')).toBe(git('rev-parse', 'real^{tree}'))
  expect(git('status', '--porcelain')).toBe('')
}

/** @returns a shell command that makes the change of a commit */
function sameChange({ id, parent, written, deleted }: ReplayedCommit): string {
  if (written.length + deleted.length === 0) return 'echo "COPPICE: no change needed"'
  return `git diff-tree -p --binary --full-index ${parent} ${id} | git apply --index && git commit -qm ${id}`
}

async function opened(): Promise<EngineUnderTest> {
  const under = await engineUnderTest()
  onTestFinished(() => under.close())
  return under
}
