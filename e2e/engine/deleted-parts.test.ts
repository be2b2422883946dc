import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ProjectRecord, RunRecord } from '@coppice/engine'
import { commandPlan, type TempRepository, until } from '@coppice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type EngineUnderTest,
  engineUnderTest,
  eventOf,
  finished,
  projectWith,
  startParallel,
} from './engine-under-test.ts'

/** The moments at which a part of a run is deleted: names of fail points of the engine. */
const MOMENTS = [
  'start.branch-made',
  'prepare.verified',
  'prepare.recorded',
  'attempt.begun',
  'attempt.worktree-ready',
  'attempt.started',
  'attempt.ended',
  'attempt.committed',
  'attempt.released',
  'merge.entered',
  'merge.committed',
  'merge.branch-moved',
  'merge.recorded',
  'batch.closed',
  'delivery.begun',
  'delivery.base-moved',
  'end.tidied',
] as const

type Moment = (typeof MOMENTS)[number]

interface Place {
  repository: TempRepository
  under: EngineUnderTest
}

const refsBelow = ({ repository }: Place, ...prefixes: string[]): string[] =>
  repository
    .git('for-each-ref', '--format=%(refname)', ...prefixes)
    .split('\n')
    .filter(Boolean)

function deleteRefs(place: Place, ...prefixes: string[]): void {
  for (const ref of refsBelow(place, ...prefixes)) place.repository.git('update-ref', '--no-deref', '-d', ref)
}

function removeWorktrees({ under }: Place, name: RegExp): void {
  const root = join(under.home, 'worktrees')
  for (const project of existsSync(root) ? readdirSync(root) : [])
    for (const run of readdirSync(join(root, project)))
      for (const worktree of readdirSync(join(root, project, run)))
        if (name.test(worktree)) rmSync(join(root, project, run, worktree), { recursive: true, force: true })
}

const inGit = ({ repository }: Place, folder: string): string => join(repository.path, '.git', folder)
const removeAll = (path: string): void => rmSync(path, { recursive: true, force: true })

/** The parts that are deleted. `away` deletes the part. `back` restores it, if a person must do that before the project can continue. */
const DELETIONS: Record<string, { away: (place: Place) => void; back?: (place: Place) => void }> = {
  'the branch of the run': { away: (place) => deleteRefs(place, 'refs/heads/coppice/run-1') },
  'all branches of tasks': { away: (place) => deleteRefs(place, 'refs/heads/coppice/work') },
  'all refs of Coppice': { away: (place) => deleteRefs(place, 'refs/heads/coppice', 'refs/coppice') },
  'all refs of Coppice, with gc': {
    away(place) {
      deleteRefs(place, 'refs/heads/coppice', 'refs/coppice')
      place.repository.git('reflog', 'expire', '--expire=now', '--all')
      place.repository.git('gc', '-q', '--prune=now')
    },
  },
  'the base branch': {
    away: ({ repository }) => repository.git('update-ref', '-d', 'refs/heads/main'),
    back: ({ repository }) => {
      const start = repository.git('rev-list', '--max-parents=0', '--all').split('\n')[0] ?? ''
      repository.git('update-ref', 'refs/heads/main', start)
      repository.git('reset', '-q', '--hard')
    },
  },
  'the folders of attempts': { away: (place) => removeWorktrees(place, /^slot-/) },
  'the folder of verify': { away: (place) => removeWorktrees(place, /^verify$/) },
  'the root of all worktrees': { away: ({ under }) => removeAll(join(under.home, 'worktrees')) },
  'git’s entries of worktrees': { away: (place) => removeAll(inGit(place, 'worktrees')) },
  'the folder of Coppice’s lock': { away: (place) => removeAll(inGit(place, 'coppice')) },
  'the folders of sessions': { away: ({ under }) => removeAll(join(under.home, 'sessions')) },
  'the repository': {
    away: ({ repository }) => renameSync(repository.path, `${repository.path}-away`),
    back: ({ repository }) => renameSync(`${repository.path}-away`, repository.path),
  },
  'the git directory': {
    away: (place) => renameSync(inGit(place, ''), join(place.repository.path, 'git-away')),
    back: (place) => renameSync(join(place.repository.path, 'git-away'), inGit(place, '')),
  },
}

/** Each deletion is tested at every eleventh moment, and with COPPICE_DELETIONS=all at every moment. */
const STRIDE = process.env.COPPICE_DELETIONS === 'all' ? 1 : 11
/** Cases that are always tested. In them, the run cannot remove its worktrees, or git no longer has the start commit of an attempt. */
const ALWAYS = [
  'all refs of Coppice, with gc at attempt.started',
  'the repository at delivery.begun',
  'the git directory at delivery.base-moved',
]
const CASES = Object.keys(DELETIONS).flatMap((what, row) =>
  MOMENTS.filter((when, column) => (column + row) % STRIDE === 0 || ALWAYS.includes(`${what} at ${when}`)).map(
    (when) => [what, when] as const,
  ),
)

const PLAN = commandPlan(
  [
    { key: 'a', epic: 'x', run: 'echo a > a.txt' },
    { key: 'b', epic: 'x', run: 'echo b > b.txt' },
    { key: 'c', epic: 'x', dependsOn: ['a', 'b'], run: 'echo c > c.txt' },
  ],
  { verify: 'true' },
)
const FILES = ['a.txt', 'b.txt', 'c.txt']

/** The deletions that are tested between two runs. The plan of the second run has one more task. */
const BETWEEN = Object.keys(DELETIONS).filter((_, row) => STRIDE === 1 || row % 4 === 0)
const ONE_MORE = commandPlan(
  [
    { key: 'a', epic: 'x', run: 'echo a > a.txt' },
    { key: 'd', epic: 'x', dependsOn: ['a'], run: 'test -e a.txt && echo d > d.txt' },
  ],
  { verify: 'true', delivery: 'manual' },
)
const MANUAL = commandPlan([{ key: 'a', epic: 'x', run: 'echo a > a.txt' }], { verify: 'true', delivery: 'manual' })

/** Counts the worktrees that are on the disk, and the refs that protect their start commits. */
function worktreesOf(place: Place): number {
  const root = join(place.under.home, 'worktrees')
  const names = existsSync(root) ? readdirSync(root, { recursive: true, encoding: 'utf8' }) : []
  return (
    names.filter((name) => /\/(?:slot-\d+|verify)$/.test(name)).length + refsBelow(place, 'refs/coppice/slots').length
  )
}

const filesOf = ({ repository }: Place): string[] => repository.git('ls-tree', '--name-only', 'main').split('\n')

describe('C2, D5: when somebody deletes', () => {
  let under: EngineUnderTest
  let strike: (moment: string) => void = () => {}

  beforeAll(async () => {
    under = await engineUnderTest('pglite', { reach: (point) => strike(point) })
  })
  afterAll(() => under.close())

  /**
   * Deletes the part when the run is at `moment`. If the moment occurs for each task, the part is deleted at its second occurrence, because
   * the work of one task is then already finished.
   */
  function strikeOnce(moment: Moment, away: () => void): void {
    let left = moment.startsWith('attempt.') || moment.startsWith('merge.') ? 2 : 1
    strike = (point) => {
      if (point !== moment) return
      left -= 1
      if (left === 0) away()
    }
  }

  async function reasonsOf(run: RunRecord): Promise<string> {
    const { store } = under.database
    const sessions = await store.sessions(run.id)
    const events = await store.events(run.id, 0, 1000)
    const tasks = await store.runTasks(run.id)
    return [
      ...events.map(({ data }) => ('reason' in data ? data.reason : null)),
      ...tasks.map(({ statusReason, lastFailure }) => statusReason ?? lastFailure?.reason),
      ...sessions.map(({ error }) => error),
      run.statusReason,
      run.deliveryReason,
    ]
      .filter(Boolean)
      .join('\n')
  }

  /**
   * Does what a person does next: starts another run, or delivers a run whose delivery is PENDING. When neither is possible, the person
   * starts the server again.
   */
  async function continueProject(project: ProjectRecord, place: Place): Promise<void> {
    const next = await startParallel(under, project).catch((error: Error) => error)
    if (!(next instanceof Error)) {
      expect((await finished(under, next.id)).run).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'DELIVERED' })
      return
    }
    expect(next).toMatchObject({ code: 'NOTHING_TO_DO' })
    if (filesOf(place).length > FILES.length) {
      await under.engine.stop('interrupt')
      under = await under.restart()
      await until('the end of the worktrees', async () => worktreesOf(place) === 0)
      return
    }
    const [run] = await under.database.store.runs(project.id)
    await under.engine.deliver({ runId: run?.id ?? '' })
    const isDelivered = (event: { type: string; data: object }) =>
      event.type === 'DeliveryFinished' && 'deliveryStatus' in event.data && event.data.deliveryStatus === 'DELIVERED'
    await eventOf(under, run?.id ?? '', isDelivered)
  }

  it.each(CASES)(
    '%s at %s, the run ends by itself and says why it is not complete, and the project can continue',
    async (what, when) => {
      const { project, repository } = await projectWith(under, PLAN)
      const place = { under, repository }
      const { away, back } = DELETIONS[what] ?? { away: () => {} }
      strikeOnce(when, () => away(place))
      const { run } = await finished(under, (await startParallel(under, project)).id)
      strike = () => {}
      expect(['COMPLETED', 'FAILED']).toContain(run.status)
      const isWhole = run.status === 'COMPLETED' && run.deliveryStatus === 'DELIVERED'
      if (!isWhole) expect(await reasonsOf(run)).not.toBe('')
      back?.(place)
      if (isWhole && !back) expect(filesOf(place)).toEqual(expect.arrayContaining(FILES))

      await continueProject(project, place)
      expect(filesOf(place)).toEqual(expect.arrayContaining(FILES))
      expect(worktreesOf(place)).toBe(0)
    },
  )

  it.each(BETWEEN)('%s between two runs, the second run has all merged work, or its start is refused', async (what) => {
    const { project, repository } = await projectWith(under, MANUAL)
    const place = { under, repository }
    const { away, back } = DELETIONS[what] ?? { away: () => {} }
    const first = await finished(under, (await startParallel(under, project)).id)
    expect(first.run).toMatchObject({ status: 'COMPLETED', deliveryStatus: 'PENDING' })
    await under.engine.importPlan({ projectId: project.id, source: JSON.stringify(ONE_MORE) })
    away(place)
    if (back) {
      await expect(startParallel(under, project)).rejects.toMatchObject({ code: 'INVALID_REPOSITORY' })
      back(place)
    }
    const second = await finished(under, (await startParallel(under, project)).id)
    expect(second.run).toMatchObject({ status: 'COMPLETED' })
    expect(repository.git('ls-tree', '--name-only', second.run.branch).split('\n')).toEqual(
      expect.arrayContaining(['a.txt', 'd.txt']),
    )
  })
})
