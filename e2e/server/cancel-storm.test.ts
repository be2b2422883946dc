import {
  commandPlan,
  followProgress,
  type ProgressEvent,
  type ServerAddress,
  tempRepository,
  until,
} from '@coppice/testkit'
import { expect, it } from 'vitest'
import { livingProcesses } from '../engine/living-processes.ts'
import { Client, type RunView, recordId } from './client.ts'
import { HostileAgents } from './hostile-agents.ts'
import { expectToldAll, reached, subscribeAtRandom } from './random-subscriber.ts'
import { newPlace, serve } from './serve.ts'

/**
 * C2, D5, D6, R2: runs that are cancelled at any moment, with agents that do not want to end. The agents, the system and git are counted,
 * not our record.
 */

/** For a long search: COPPICE_CANCELS=50. */
const CANCELS = Number(process.env.COPPICE_CANCELS ?? 3)
const SLOTS = 6
const SUBSCRIBERS = 4
/** More events than a young run has, and fewer than an old run has. */
const UP_TO = 60
const PATIENCE_MS = 3_600_000
/** Used only in a long search, and far above what is promised (1 s; grace + 2 s), so that a slow machine is not a failure. */
const BOUNDS_MS = process.env.COPPICE_CANCELS ? { answer: 10_000, terminal: 60_000 } : null

interface Round {
  answerMs: number
  terminalMs: number
}

/** One project. Its run is cancelled and started again until one was not cancelled in time. */
class Storm {
  readonly address: ServerAddress
  readonly client: Client
  readonly agents = new HostileAgents()
  readonly repository = tempRepository()
  readonly rounds: Round[] = []
  /** How many agents of a task had started when one of them ended well. */
  readonly paidFor = new Map<string, number>()
  #project = ''

  constructor(address: ServerAddress) {
    this.address = address
    this.client = new Client(address)
  }

  async begin(): Promise<void> {
    this.#project = await this.client.projectWith(commandPlan(this.agents.tasks), this.repository)
  }

  async start(): Promise<string | null> {
    const { run } = await this.client.startParallel(this.#project, { maxConcurrency: SLOTS })
    return run?.id ?? null
  }

  /** @returns false when the run had ended before it could be cancelled, or had nothing left to do. */
  async cancelOnce(moment: (runId: string) => Promise<unknown>): Promise<boolean> {
    const runId = await this.start()
    if (runId === null) return false
    const options = { upTo: UP_TO }
    const subscribers = Promise.all(
      Array.from({ length: SUBSCRIBERS }, () => subscribeAtRandom(this.address, runId, options)),
    )
    const ending = this.#follow(runId)
    await Promise.race([moment(runId), ending])
    const asked = performance.now()
    const { __typename } = await this.client.cancel(runId)
    const answered = performance.now()
    const events = await ending
    if (__typename === 'CancelSuccess')
      this.rounds.push({ answerMs: answered - asked, terminalMs: performance.now() - answered })
    await expectToldAll(this.address, runId, await subscribers)
    const run = await this.client.run(runId)
    expect(run.status).toBe(__typename === 'CancelSuccess' ? 'CANCELLED' : 'COMPLETED')
    this.#expectNothingStartedAfterCancel(events)
    await this.expectSettled(run)
    return __typename === 'CancelSuccess'
  }

  async finish(): Promise<void> {
    const runId = await this.start()
    if (runId !== null) {
      await this.#follow(runId)
      const run = await this.client.run(runId)
      expect(run.status, run.statusReason ?? '').toBe('COMPLETED')
      await this.expectSettled(run)
    }
    this.#expectTreeOfUndisturbedRun()
  }

  /** Nothing is alive, nothing is lost, and nothing is paid for twice. */
  async expectSettled(run: RunView): Promise<void> {
    const { git } = this.repository
    const tasks = run.tasks.edges.map(({ node }) => node)
    for (const { key, sessions } of tasks) {
      expect(sessions.filter(({ status }) => status === 'RUNNING')).toEqual([])
      for (const session of sessions) expect(livingProcesses(recordId(session)), key).toEqual([])
      const paid = this.paidFor.get(key)
      if (paid !== undefined) expect(this.agents.starts(key), key).toBe(paid)
      else if (sessions.some(({ status }) => status === 'COMPLETED')) this.paidFor.set(key, this.agents.starts(key))
    }
    expect(git('worktree', 'list').split('\n')).toHaveLength(1)
    expect(git('status', '--porcelain')).toBe('')
    const kept = git('for-each-ref', '--format=%(objectname)', 'refs/heads/coppice', 'refs/coppice').split('\n')
    const found = new Set(git('log', '-p', '--format=', ...kept, '--', 'draft-*').split('\n'))
    expect(this.agents.draftsCutOff().filter((line) => !found.has(`+${line}`))).toEqual([])
  }

  async #follow(runId: string): Promise<ProgressEvent[]> {
    const events = []
    for await (const event of followProgress(this.address, runId)) events.push(event)
    return events
  }

  #expectNothingStartedAfterCancel(events: readonly ProgressEvent[]): void {
    const asked = events.findIndex(({ runStatus }) => runStatus === 'CANCELLING')
    const after = asked < 0 ? [] : events.slice(asked)
    expect(after.filter(({ __typename }) => __typename === 'SessionStarted')).toEqual([])
  }

  /** The agents' work does not depend on when they run, so this is the tree of an undisturbed run (S2). */
  #expectTreeOfUndisturbedRun(): void {
    const expected = tempRepository({ 'README.md': '# fixture\n', ...this.agents.files })
    expect(this.repository.git('rev-parse', 'main^{tree}')).toBe(expected.git('rev-parse', 'main^{tree}'))
  }
}

/** Sometimes the worst moment: all slots are used by agents in the middle of their work. */
const moment =
  (storm: Storm, round: number) =>
  (runId: string): Promise<unknown> => {
    const before = storm.agents.drafts()
    return round % 3 === 0
      ? until('the agents', () => storm.agents.drafts() >= before + SLOTS, PATIENCE_MS)
      : reached(storm.address, runId, Math.floor(Math.random() * UP_TO))
  }

function tell(rounds: readonly Round[]): void {
  const spread = (values: readonly number[]) => {
    const sorted = values.map(Math.round).sort((a, b) => a - b)
    return `median ${sorted[sorted.length >> 1]}, most ${sorted.at(-1)}`
  }
  const [answer, terminal] = [rounds.map(({ answerMs }) => answerMs), rounds.map(({ terminalMs }) => terminalMs)]
  console.log(`${rounds.length} cancels: answered after (ms) ${spread(answer)}; ended after ${spread(terminal)}`)
  if (BOUNDS_MS === null) return
  expect(Math.max(...answer)).toBeLessThan(BOUNDS_MS.answer)
  expect(Math.max(...terminal)).toBeLessThan(BOUNDS_MS.terminal)
}

it(`C2, D5, D6: ${CANCELS} cancels at random moments: nothing is alive, lost or paid for twice, and the run can be started again to its end`, {
  timeout: PATIENCE_MS,
}, async () => {
  const server = await serve(await newPlace())
  const rounds: Round[] = []
  while (rounds.length < CANCELS) {
    const storm = new Storm(server)
    await storm.begin()
    for (let round = rounds.length; round < CANCELS; round += 1)
      if (!(await storm.cancelOnce(moment(storm, round)))) break
    await storm.finish()
    rounds.push(...storm.rounds)
  }
  tell(rounds)
})
