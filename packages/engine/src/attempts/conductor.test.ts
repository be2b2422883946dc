import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { secret } from '../agents/agent-field.ts'
import type { AttemptOrder } from '../domain/attempt-order.ts'
import type { AttemptReport } from '../domain/attempt-report.ts'
import { anOrder } from '../domain/testing/an-order.ts'
import { createGit } from '../git/create-git.ts'
import { scratchRepository } from '../git/fixtures/scratch-repository.ts'
import { toOlderLayout } from '../git/fixtures/to-older-layout.ts'
import { lineAgent } from '../hosts/fixtures/line-agent.ts'
import { allOutput, createWorld, markedBy, textsOf, until } from '../hosts/fixtures/world.ts'
import { createSecretKeeper } from '../hosts/shell/passed-variables.ts'
import { createShell } from '../hosts/shell/shell.ts'
import type { Agent } from '../ports/agent.ts'
import { type Clock, systemClock } from '../ports/clock.ts'
import type { Conductor, NewsBody } from '../ports/dispatch.ts'
import { noFailPoints } from '../ports/fail-points.ts'
import type { SessionHosts } from '../ports/hosts.ts'
import { silentLog } from '../ports/log.ts'
import { createConductor } from './conductor.ts'

/** An agent that runs the `model` of its order as a shell command. The command gets the agent's secret in the variable TICKET. */
const shellAgent: Agent = {
  ...lineAgent,
  fields: { ticket: secret({ doc: 'A secret.', value: null }) },
  start: ({ model, settings }) => ({ command: model ?? 'true', env: { TICKET: String(settings.ticket ?? '') } }),
}

/** A clock with which Coppice does not wait between its own tries. */
const hastyClock: Clock = { ...systemClock, after: (_delayMs, call) => systemClock.after(0, call) }

/** A conductor on real git and real processes. It has no store. `another` makes a conductor on the same folders, as after a restart. */
function setUp() {
  const repository = scratchRepository()
  const startCommit = repository.commit({ 'README.md': 'start\n' })
  repository.git(['branch', 'coppice/run-3'])
  const world = createWorld()
  const root = join(repository.folder, 'worktrees')
  const { redact, passed } = createSecretKeeper({ SESAME: 'open-sesame' }, [])
  const hosts = world.hosts({ graceMs: 500, redact })
  const create = (ofServer: SessionHosts) =>
    createConductor({
      git: createGit({ env: repository.env }),
      hosts: ofServer,
      shell: createShell({ clock: systemClock, redact, graceMs: 500 }),
      agents: new Map([['line', shellAgent]]),
      clock: hastyClock,
      backoff: { baseMs: 1, capMs: 1 },
      log: silentLog,
      worktreesRoot: root,
      quarantineRoot: join(repository.folder, 'quarantine'),
      env: { PATH: process.env.PATH ?? '' },
      passed,
      reach: noFailPoints,
    })
  const conductor = create(hosts)
  onTestFinished(() => conductor.close())
  const another = () => create(world.hosts({ graceMs: 500, redact }))
  const base = anOrder()
  const order = (command: string, over: Partial<AttemptOrder> = {}): AttemptOrder => ({
    ...base,
    sessionId: world.newSession(),
    run: { ...base.run, repositoryPath: repository.path },
    tree: { ...base.tree, baseCommit: startCommit, startCommit },
    agent: { settings: { kind: 'line' }, model: command },
    limits: { ...base.limits, startedAt: Date.now() },
    ...over,
  })
  const worktree = join(root, base.run.projectId, 'run-3', 'slot-1', 'tree')
  return { repository, conductor, another, order, startCommit, worktree, hosts }
}

/** Conducts the attempt, and collects its news. */
function conduct(conductor: Conductor, order: AttemptOrder) {
  const news: NewsBody[] = []
  const last = new Promise<NewsBody>((resolve) => {
    conductor.conduct(order, (one) => {
      news.push(one)
      if (one.is === 'left' || one.is === 'report') resolve(one)
    })
  })
  const report = async (): Promise<AttemptReport> => {
    const one = await last
    if (one.is !== 'report') throw new Error(`there is no report but ${one.is}`)
    return one.report
  }
  const started = () => news.find((one) => one.is === 'started')
  return { news: () => news.map(({ is }) => is), last, report, started, isAtWork: () => started() !== undefined }
}

describe('a conductor', () => {
  it('carries out an order up to the report, and then the next order in the same worktree', async () => {
    const { repository, conductor, order, worktree } = setUp()
    const first = order('echo one > one.txt')
    const conducted = conduct(conductor, first)
    const { end, left } = await conducted.report()
    expect(conducted.news()).toEqual(['started', 'ended', 'report'])
    expect(conducted.started()).toMatchObject({ worktreePath: worktree })
    expect(end).toMatchObject({ is: 'ended', process: { how: 'exited', exitCode: 0 } })
    if (left.is !== 'kept') throw new Error(left.is)
    expect(repository.git(['show', `${left.tip}:one.txt`])).toBe('one')
    expect(repository.git(['rev-parse', first.tree.branch])).toBe(left.tip)

    conductor.release(first.sessionId)
    const branch = 'refs/heads/coppice/work/run-3/other'
    const second = order('ls', { tree: { ...first.tree, branch } })
    const again = await conduct(conductor, second).report()
    expect(again.left).toEqual({
      is: 'kept',
      tip: first.tree.startCommit,
      isEmpty: true,
      unresolved: [],
      teardown: null,
      ignored: null,
    })
    conductor.release(second.sessionId)
    await conductor.tidy({ place: first.run, lent: [], uncollected: [] })
    expect(existsSync(worktree)).toBe(false)
  })

  it('A2: gives the agent the value of a secret whose variable the order names, and redacts the value in the output', async () => {
    const { repository, conductor, order, hosts } = setUp()
    const copy = join(repository.folder, 'copy')
    const agent = { settings: { kind: 'line', ticket: 'SESAME' }, model: `echo $TICKET > ${copy}; echo it is $TICKET` }
    const one = order('', { agent })
    await conduct(conductor, one).report()
    expect(readFileSync(copy, 'utf8')).toBe('open-sesame\n')
    expect(textsOf(await allOutput(hosts, one.sessionId))).toEqual(['it is [redacted]'])
  })

  it('A2: does not start an agent whose secret is not set on this machine', async () => {
    const { conductor, order, startCommit } = setUp()
    const agent = { settings: { kind: 'line', ticket: 'NOT_HERE' }, model: 'echo > it-ran' }
    const conducted = conduct(conductor, order('', { agent }))
    const { end, left } = await conducted.report()
    expect(end).toMatchObject({ is: 'failed', failure: { class: 'configuration' } })
    expect(end.is === 'failed' && end.failure.reason).toContain('NOT_HERE')
    expect(left).toMatchObject({ is: 'kept', tip: startCommit })
    expect(conducted.news()).toEqual(['report'])
  })

  it('D5: keeps the unmerged work of an earlier attempt on a ref before it uses the branch again', async () => {
    const { repository, conductor, order } = setUp()
    const first = order('echo one > one.txt')
    const { left } = await conduct(conductor, first).report()
    conductor.release(first.sessionId)
    const keepEarlierTip = 'refs/coppice/kept/run-3/slugify/1'
    const second = order('true', { begin: { is: 'anew', keepEarlierTip, mergeWith: null } })
    await conduct(conductor, second).report()
    expect(repository.git(['rev-parse', keepEarlierTip])).toBe(left.is === 'kept' && left.tip)
  })
})

describe('I1: an attempt whose agent was not started', () => {
  it('has no work, also when the worktree in its slot is that of another task', async () => {
    const { repository, conductor, another, order, startCommit } = setUp()
    const first = order('echo one > one.txt')
    await conduct(conductor, first).report()
    conductor.release(first.sessionId)
    const branch = 'refs/heads/coppice/work/run-3/other'
    const earlier = repository.commit({ 'other.txt': 'other\n' })
    repository.git(['update-ref', branch, earlier])
    const tree = { ...first.tree, branch }
    const keepEarlierTip = 'refs/coppice/kept/no..name'
    const failed = order('true', { tree, begin: { is: 'anew', keepEarlierTip, mergeWith: null } })
    const { end, left } = await conduct(conductor, failed).report()
    expect(end).toMatchObject({ is: 'failed', failure: { class: 'coppice' } })
    expect(left).toMatchObject({ is: 'kept', tip: startCommit })

    await conductor.close()
    const takenUp = order('true', { tree, begin: { is: 'take-up', process: null } })
    expect((await conduct(another(), takenUp).report()).left).toMatchObject({ is: 'kept', tip: startCommit })
  })
})

describe('a recall', () => {
  it('C2: ends setup, and then no agent starts', async () => {
    const { conductor, order, worktree } = setUp()
    const equipment = { ...anOrder().equipment, setup: ['touch began; sleep 600'], setupTimeoutMs: 600_000 }
    const one = order('touch agent', { equipment })
    const conducted = conduct(conductor, one)
    await until(() => existsSync(join(worktree, 'began')))
    conductor.recall(one.sessionId, 'run-cancelled')
    expect((await conducted.report()).end).toEqual({ is: 'called-off', why: 'cancelled' })
    expect(conducted.news()).toEqual(['report'])
    expect(existsSync(join(worktree, 'agent'))).toBe(false)
  })

  it('lets teardown run if one task is cancelled, and skips teardown if the run is cancelled', async () => {
    for (const [why, runs] of [
      ['task-cancelled', true],
      ['run-cancelled', false],
    ] as const) {
      const { repository, conductor, order } = setUp()
      const torn = join(repository.folder, 'torn')
      const equipment = { ...anOrder().equipment, teardown: [`touch ${torn}`], teardownTimeoutMs: 60_000 }
      const one = order('sleep 300', { equipment })
      const conducted = conduct(conductor, one)
      await until(conducted.isAtWork)
      conductor.recall(one.sessionId, why)
      expect((await conducted.report()).end).toMatchObject({ is: 'ended', process: { how: 'cancelled' } })
      expect(existsSync(torn)).toBe(runs)
      expect(markedBy(one.sessionId)).toEqual([])
    }
  })

  it('R5: with the reason handover lets the agent run, and an order with take-up continues with that agent', async () => {
    const { repository, conductor, order } = setUp()
    const go = join(repository.folder, 'go')
    const one = order(`until [ -e ${go} ]; do sleep 0.05; done; echo one > one.txt`)
    const conducted = conduct(conductor, one)
    await until(conducted.isAtWork)
    conductor.recall(one.sessionId, 'handover')
    expect(await conducted.last).toEqual({ is: 'left' })
    await conductor.close()
    expect(markedBy(one.sessionId)).not.toEqual([])

    const next = conduct(conductor, { ...one, epoch: 2, begin: { is: 'take-up', process: null } })
    await until(next.isAtWork)
    writeFileSync(go, '')
    const { left } = await next.report()
    expect(left.is === 'kept' && repository.git(['show', `${left.tip}:one.txt`])).toBe('one')
  })

  it('R1, D5: also with an agent in a worktree of an older version of Coppice, and its work is kept', async () => {
    const { repository, conductor, another, order, worktree } = setUp()
    const go = join(repository.folder, 'go')
    const one = order(
      `until [ -e ${go} ]; do sleep 0.05; done; echo one > one.txt; git add .; git commit -qm One; echo two > two.txt`,
    )
    const conducted = conduct(conductor, one)
    await until(conducted.isAtWork)
    conductor.recall(one.sessionId, 'handover')
    await conducted.last
    await conductor.close()
    toOlderLayout(dirname(worktree))

    const next = conduct(another(), { ...one, epoch: 2, begin: { is: 'take-up', process: null } })
    await until(next.isAtWork)
    writeFileSync(go, '')
    const { left } = await next.report()
    if (left.is !== 'kept') throw new Error(left.is)
    expect(repository.git(['log', '--format=%s', `main..${left.tip}`]).split('\n')).toHaveLength(2)
    expect(repository.git(['show', `${left.tip}:one.txt`, `${left.tip}:two.txt`])).toBe('one\ntwo')
    expect(existsSync(join(worktree, 'two.txt'))).toBe(true)
  })

  it('D5: says what was kept if somebody deleted the whole slot while the agent worked', async () => {
    const { conductor, order, worktree } = setUp()
    const root = dirname(dirname(worktree))
    const { left } = await conduct(conductor, order(`rm -rf ${root}/slot-1 ${root}/.slot-1`)).report()
    expect(left).toMatchObject({ is: 'removed', failure: { class: 'work' } })
    expect(left.is === 'removed' && left.failure.reason).toContain('its commits could not be kept')
  })

  it('R1: an order with take-up ends as called off if the agent was never started', async () => {
    const { conductor, order, startCommit } = setUp()
    const { end, left } = await conduct(conductor, order('true', { begin: { is: 'take-up', process: null } })).report()
    expect(end).toEqual({ is: 'called-off', why: 'interrupted' })
    expect(left).toMatchObject({ is: 'kept', tip: startCommit })
  })
})

describe('an order that is repeated', () => {
  const leaves = (go: string) =>
    `echo started >> starts.txt; until [ -e ${go} ]; do sleep 0.05; done; echo one > one.txt`

  it('R1: to another conductor starts no second agent, and does not reset the worktree of the first', async () => {
    const { repository, conductor, another, order, worktree } = setUp()
    const go = join(repository.folder, 'go')
    const one = order(leaves(go))
    const conducted = conduct(conductor, one)
    await until(() => existsSync(join(worktree, 'starts.txt')))
    conductor.recall(one.sessionId, 'handover')
    await conducted.last
    await conductor.close()

    const next = conduct(another(), one)
    await until(next.isAtWork)
    expect(next.started()).toEqual(conducted.started())
    expect(readFileSync(join(worktree, 'starts.txt'), 'utf8')).toBe('started\n')
    writeFileSync(go, '')
    const { left } = await next.report()
    expect(next.news()).toEqual(['started', 'ended', 'report'])
    expect(left.is === 'kept' && repository.git(['show', `${left.tip}:starts.txt`, `${left.tip}:one.txt`])).toBe(
      'started\none',
    )
  })

  it('R1, D5: after the agent has ended without a conductor collects its work and starts no second agent', async () => {
    const { repository, conductor, another, order, worktree } = setUp()
    const go = join(repository.folder, 'go')
    const one = order(leaves(go))
    const conducted = conduct(conductor, one)
    await until(() => existsSync(join(worktree, 'starts.txt')))
    conductor.recall(one.sessionId, 'handover')
    await conducted.last
    await conductor.close()
    writeFileSync(go, '')
    await until(() => markedBy(one.sessionId).length === 0)

    const { left } = await conduct(another(), one).report()
    expect(left.is === 'kept' && repository.git(['show', `${left.tip}:starts.txt`])).toBe('started')
  })

  it('R1: while it is conducted continues with the news from the first one', async () => {
    const { repository, conductor, order } = setUp()
    const go = join(repository.folder, 'go')
    const one = order(leaves(go))
    await until(conduct(conductor, one).isAtWork)
    const again = conduct(conductor, one)
    expect(again.news()).toEqual(['started'])
    writeFileSync(go, '')
    await again.report()
    const { left } = await conduct(conductor, one).report()
    expect(left.is === 'kept' && repository.git(['show', `${left.tip}:starts.txt`])).toBe('started')
  })

  it('R1: begins anew when the crash came before the agent was started', async () => {
    const { repository, conductor, order, hosts } = setUp()
    const one = order('echo one > one.txt')
    await hosts.provide(one.sessionId, 'prompt.md', one.prompt)
    const { left } = await conduct(conductor, one).report()
    expect(left.is === 'kept' && repository.git(['show', `${left.tip}:one.txt`])).toBe('one')
  })
})

describe('a session that cannot be taken up', () => {
  it('C1: is tried again several times, and is then reported as stranded, because its agent may still run', async () => {
    const { conductor, order, hosts } = setUp()
    let looks = 0
    hosts.adopt = () => {
      looks += 1
      return Promise.reject(new Error('the journal cannot be read'))
    }
    const { end, left } = await conduct(conductor, order('true', { begin: { is: 'take-up', process: null } })).report()
    expect(looks).toBe(6)
    expect(end).toMatchObject({ is: 'ended', process: { how: 'lost' } })
    expect(left).toMatchObject({ is: 'stranded', failure: { class: 'coppice' } })
    expect(left.is === 'stranded' && left.failure.reason).toContain('the journal cannot be read')
  })
})

describe('a session whose end cannot be stored', () => {
  function withoutEnd() {
    const given = setUp()
    const { start } = given.hosts
    const failing = <T extends { ended: Promise<unknown> }>(process: T) => ({
      ...process,
      ended: process.ended.then(() => Promise.reject(new Error('ENOSPC: no space left on device'))),
    })
    given.hosts.start = async (request) => failing(await start(request))
    return given
  }

  it('I5: is reported as stranded, and its work is committed when the run is tidied', async () => {
    const { repository, conductor, order } = withoutEnd()
    const one = order('echo one > one.txt')
    const { end, left } = await conduct(conductor, one).report()
    expect(end).toMatchObject({ is: 'ended', process: { how: 'lost' } })
    expect(left).toMatchObject({ is: 'stranded', failure: { class: 'coppice' } })
    expect(left.is === 'stranded' && left.failure.reason).toContain('ENOSPC')
    conductor.release(one.sessionId)
    await conductor.tidy({ place: one.run, lent: [], uncollected: [one] })
    expect(repository.git(['show', `${one.tree.branch}:one.txt`])).toBe('one')
  })

  it('R1: is left to the next server if this server stops', async () => {
    const { conductor, order } = withoutEnd()
    const one = order('sleep 300')
    const conducted = conduct(conductor, one)
    await until(conducted.isAtWork)
    conductor.recall(one.sessionId, 'interrupted')
    expect(await conducted.last).toEqual({ is: 'left' })
    await conductor.close()
  })
})

describe('a run that has ended', () => {
  it('C1, D5: has no agent and no worktree after a later server tidied it, and its work is on the branch of the task', async () => {
    const { repository, conductor, order, worktree } = setUp()
    const one = order('echo one > one.txt; touch lent.txt; sleep 300')
    const conducted = conduct(conductor, one)
    await until(() => existsSync(join(worktree, 'lent.txt')))
    conductor.recall(one.sessionId, 'handover')
    expect(await conducted.last).toEqual({ is: 'left' })
    await conductor.tidy({ place: one.run, lent: ['lent.txt'], uncollected: [one] })
    expect(markedBy(one.sessionId)).toEqual([])
    expect(repository.git(['ls-tree', '--name-only', one.tree.branch])).toBe('README.md\none.txt')
    expect(existsSync(worktree)).toBe(false)
  })

  it('C1: keeps the worktree of an agent that cannot be ended', async () => {
    const { conductor, order, hosts, worktree } = setUp()
    const one = order('touch one.txt; sleep 300')
    const conducted = conduct(conductor, one)
    await until(() => existsSync(join(worktree, 'one.txt')))
    conductor.recall(one.sessionId, 'handover')
    await conducted.last
    const { adopt } = hosts
    hosts.adopt = () => Promise.reject(new Error('the journal cannot be read'))
    await conductor.tidy({ place: one.run, lent: [], uncollected: [one] })
    expect(markedBy(one.sessionId)).not.toEqual([])
    expect(existsSync(join(worktree, 'one.txt'))).toBe(true)
    hosts.adopt = adopt
    await conductor.tidy({ place: one.run, lent: [], uncollected: [one] })
    expect(existsSync(worktree)).toBe(false)
  })
})

describe('work that cannot be committed', () => {
  async function withoutRepository(command: string) {
    const { repository, conductor, order, worktree, hosts } = setUp()
    const go = join(repository.folder, 'go')
    const one = order(`until [ -e ${go} ]; do sleep 0.05; done; ${command}`)
    const conducted = conduct(conductor, one)
    await until(conducted.isAtWork)
    renameSync(join(repository.path, '.git'), join(repository.folder, 'away'))
    return { repository, conductor, hosts, one, conducted, worktree, go: () => writeFileSync(go, '') }
  }

  it('D5: is reported as stranded after several tries, and is committed when the run is tidied', async () => {
    const { repository, conductor, one, conducted, worktree, go } = await withoutRepository('echo one > one.txt')
    go()
    const { left } = await conducted.report()
    expect(left).toMatchObject({ is: 'stranded', failure: { class: 'coppice' } })
    renameSync(join(repository.folder, 'away'), join(repository.path, '.git'))
    conductor.release(one.sessionId)
    expect(existsSync(join(worktree, 'one.txt'))).toBe(true)
    expect(await conductor.leftovers()).toEqual([{ projectId: one.run.projectId, run: one.run.run }])
    await conductor.tidy({ place: one.run, lent: [], uncollected: [one] })
    expect(repository.git(['show', `${one.tree.branch}:one.txt`])).toBe('one')
    expect(existsSync(worktree)).toBe(false)
    expect(await conductor.leftovers()).toEqual([])
  })

  it('I5: is reported as stranded also if the facts of its session cannot be read', async () => {
    const { conductor, one, hosts, conducted, go } = await withoutRepository('true')
    hosts.lastFact = () => Promise.reject(new Error('EMFILE: too many open files'))
    go()
    expect(await conducted.report()).toMatchObject({ left: { is: 'stranded' }, lastFact: null })
    conductor.release(one.sessionId)
  })

  it('R1: is collected by the next server if this server stops', async () => {
    const { repository, conductor, one, conducted } = await withoutRepository('true')
    conductor.recall(one.sessionId, 'interrupted')
    expect(await conducted.last).toEqual({ is: 'left' })
    renameSync(join(repository.folder, 'away'), join(repository.path, '.git'))
    const next = await conduct(conductor, { ...one, begin: { is: 'take-up', process: null } }).report()
    expect(next.left.is).toBe('kept')
  })
})
