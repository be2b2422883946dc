import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NumberedFact } from '@coppice/engine'
import { type FaultInput, scriptFileSchema } from '@coppice/messages-simulator'
import { killIfAlive, until } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { type EngineUnderTest, finished, projectWith, startParallel } from '../engine-under-test.ts'
import { type Agents, callsOf, givenAgents, hostOf, sessionsOf, tokensOf } from './given-agents.ts'

/** How many runs of the sample have random faults and kills. A long search: COPPICE_SAMPLE_RUNS=50, from COPPICE_SEED on. */
const RUNS = Number(process.env.COPPICE_SAMPLE_RUNS ?? 1)
const FIRST_SEED = Number(process.env.COPPICE_SEED ?? 1)
const FAULTS: FaultInput[] = [
  { kind: 'cut' },
  { kind: 'end-early', after: 0.9 },
  { kind: 'error-event' },
  { kind: 'status', status: 529, retryAfterSeconds: 0.1 },
  { kind: 'status', status: 500 },
  { kind: 'no-response' },
]
const EXAMPLES = fileURLToPath(new URL('../../../examples', import.meta.url))
const SCRIPTS = scriptFileSchema.parse(
  parse(readFileSync(join(EXAMPLES, 'textkit-model/scripts.yaml'), 'utf8')),
).scripts

/** The files of the sample's repository. */
function sampleFiles(folder = join(EXAMPLES, 'textkit')): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
  const files = paths.filter((path) => !path.includes('node_modules') && statSync(path).isFile())
  return Object.fromEntries(files.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]))
}

function samplePlan(url: string): object {
  const plan = parse(readFileSync(join(EXAMPLES, 'textkit-model/coppice.plan.yaml'), 'utf8'))
  // The faults are more than those that a task of the sample may survive by its own attempts.
  return { ...plan, defaults: { ...plan.defaults, baseUrl: url, maxAttempts: 10 } }
}

/** A generator of random numbers from 0 to 1 that gives the same numbers for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed * 2_654_435_761
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

it.each(Array.from({ length: RUNS }, (_, index) => FIRST_SEED + index))(
  'R1, M1: run %i of the sample with random faults and kills: tokens and transcript are those that were served, and no turn is bought twice',
  { timeout: 900_000 },
  async (seed) => {
    const random = randomOf(seed)
    const agents = await givenAgents(SCRIPTS, {
      randomFaults: { rate: 0.25, faults: FAULTS },
      seed,
      pace: { firstTokenMs: 50 },
    })
    let under = agents.under
    const { project, repository } = await projectWith(under, samplePlan(agents.simulator.url), sampleFiles())
    const { id } = await startParallel(under, project, 3)
    const current = (): Agents => ({ ...agents, under })
    const isOver = async () => !['RUNNING', 'CANCELLING'].includes((await under.database.store.run(id))?.status ?? '')

    let killedHosts = 0
    const moments = Array.from({ length: 3 }, () => 1 + Math.floor(random() * 14))
    for (const [index, facts] of moments.entries()) {
      const victim = await until(`a host with ${facts} facts`, async () => {
        if (await isOver()) return 'none'
        await allow(under, id)
        const running = (await sessionsOf(current(), id)).filter(({ status }) => status === 'RUNNING')
        return running
          .filter((one) => one.facts.length >= facts)
          .map((one) => hostOf(one.id))
          .find((pid) => pid !== null)
      })
      if (victim === 'none') break
      if (index % 3 === 2) under = await restarted(under)
      else if (killIfAlive(victim)) killedHosts += 1
    }
    const allowedAndOver = async () => {
      await allow(under, id)
      return isOver()
    }
    await until('the end of the run', allowedAndOver, 600_000)
    const { run, tasks } = await finished(under, id)
    const notDone = tasks.filter(({ status }) => status !== 'COMPLETED')
    expect({
      seed,
      notDone: notDone.map(({ key, attempts, statusReason }) => ({ key, attempts, statusReason })),
    }).toEqual({
      seed,
      notDone: [],
    })
    expect(run.status).toBe('COMPLETED')
    expect(repository.git('ls-tree', '--name-only', 'main', 'src/')).toContain('src/csv-write.js')

    const { served } = agents.simulator
    const sessions = await sessionsOf(current(), id)
    let unrecorded = 0
    for (const { id: taskId, key } of tasks) {
      const its = sessions.filter(({ runTaskId }) => runTaskId === taskId)
      const facts = its.flatMap((one) => one.facts)
      const ofTask = served.filter(({ script }) => script === key)
      // The tokens of the recorded requests are those that the simulator told. A request that was cut off has those of its beginning.
      for (const session of its) {
        const recorded = new Set(callsOf(session.facts).map(({ requestId }) => requestId))
        const begun = session.facts.flatMap((fact) => (fact.type === 'ModelCalled' && fact.partial ? [fact] : []))
        const cutOff = begun.filter(({ requestId }) => !recorded.has(requestId))
        const known = tokensOf(ofTask.filter(({ requestId }) => recorded.has(requestId)))
        const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = session.metrics
        const counted = { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens }
        const expected = {
          inputTokens: known.inputTokens + sum(cutOff.map((one) => one.inputTokens)),
          outputTokens: known.outputTokens + sum(cutOff.map((one) => one.outputTokens)),
          cacheReadTokens: known.cacheReadTokens + sum(cutOff.map((one) => one.cacheReadTokens)),
          cacheWriteTokens: known.cacheWriteTokens + sum(cutOff.map((one) => one.cacheWriteTokens)),
        }
        if (recorded.size + cutOff.length === 0) expect(counted).toEqual(NO_TOKENS)
        else
          expect({ seed, key, session: session.number, ...counted }).toEqual({
            ...{ seed, key, session: session.number },
            ...expected,
          })
      }
      const calls = callsOf(facts)
      // After a verify that failed, the agent gets a new prompt, and its script begins again.
      for (const ofPrompt of Map.groupBy(its, ({ qualityFailures }) => qualityFailures).values()) {
        const bought = ofPrompt.flatMap((one) => callsOf(one.facts)).map(({ requestId }) => requestId)
        const turns = bought.map((requestId) => ofTask.find((one) => one.requestId === requestId)?.turn)
        expect({ seed, key, turns }).toEqual({ seed, key, turns: [...new Set(turns)] })
      }
      const ids = new Set(calls.map(({ requestId }) => requestId))
      unrecorded += ofTask.filter((one) => one.outcome === 'complete' && !ids.has(one.requestId)).length
      // Each complete reply says exactly what a step of its script says.
      const texts = new Set(SCRIPTS[key]?.steps.map(({ text }) => text ?? ''))
      for (const [requestId, text] of saidIn(facts))
        expect({ seed, key, requestId, text, isScripted: texts.has(text) }).toMatchObject({ isScripted: true })
    }
    // A reply that was on its way to a host when the host was killed is lost, and is asked for again.
    expect(unrecorded).toBeLessThanOrEqual(killedHosts)
    if (under !== agents.under) await under.engine.stop('interrupt')
    await agents.close()
  },
)

const sum = (counts: readonly (number | null)[]): number => counts.reduce<number>((total, one) => total + (one ?? 0), 0)

const NO_TOKENS = { inputTokens: null, outputTokens: null, cacheReadTokens: null, cacheWriteTokens: null }

/** Allows what the agents ask for. */
async function allow({ engine, database }: EngineUnderTest, runId: string): Promise<void> {
  for (const { id, question } of await database.store.sessions(runId)) {
    const optionId = question?.options[0]?.id
    if (question && optionId)
      await engine.answerQuestion({ sessionId: id, askId: question.askId, optionId }).catch(() => {})
  }
}

async function restarted(under: EngineUnderTest): Promise<EngineUnderTest> {
  await under.engine.stop('handover')
  return under.restart()
}

/** Returns what the agent said in each complete reply, by the id of its request. */
function saidIn(facts: readonly NumberedFact[]): Map<string, string> {
  const said = new Map<string, string>()
  let text = ''
  for (const fact of facts) {
    if (fact.type === 'Said') text += fact.text
    if (fact.type !== 'ModelCalled') continue
    if (!fact.partial) said.set(fact.requestId, text)
    text = ''
  }
  return said
}
