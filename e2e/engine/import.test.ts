import { SafeguardRemoved } from '@coppice/engine'
import { type CommandTask, commandPlan, longestStall } from '@coppice/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EngineUnderTest, engineUnderTest, projectWith } from './engine-under-test.ts'

let under: EngineUnderTest
beforeAll(async () => {
  under = await engineUnderTest()
})
afterAll(() => under.close())

const task = (key: string) => ({ key, epic: 'e', run: 'true' })

describe('an import', () => {
  test('P6: says what it changes, and a dry run changes nothing', async () => {
    const { project } = await projectWith(under, commandPlan([task('a'), task('b')], { setup: 'npm ci' }))
    const source = JSON.stringify(commandPlan([task('b'), { ...task('c') }, { ...task('d') }], { verify: 'true' }))
    const expected = {
      settings: [
        { name: 'verify', before: [], after: ['true'] },
        { name: 'setup', before: ['npm ci'], after: [] },
      ],
      tasks: { added: ['c', 'd'], changed: [], archived: ['a'], revived: [] },
    }
    const dry = await under.engine.importPlan({ projectId: project.id, source, dryRun: true })
    expect(dry.changes).toMatchObject(expected)
    expect((await under.database.store.project(project.id))?.settings.setup).toEqual(['npm ci'])
    const { changes } = await under.engine.importPlan({ projectId: project.id, source })
    expect(changes).toEqual(dry.changes)
    const back = await under.engine.importPlan({
      projectId: project.id,
      source: JSON.stringify(commandPlan([task('a')], { verify: 'true' })),
    })
    expect(back.changes.tasks).toEqual({ added: [], changed: [], archived: ['b', 'c', 'd'], revived: ['a'] })
  })

  test('P6: removes verify or manual delivery only where it was told to', async () => {
    const { project } = await projectWith(under, commandPlan([task('a')], { verify: 'true', delivery: 'manual' }))
    const source = JSON.stringify(commandPlan([task('b')]))
    const importing = (mayRemove?: ('VERIFY' | 'MANUAL_DELIVERY')[]) =>
      under.engine.importPlan({ projectId: project.id, source, mayRemove })
    const refused = await importing().catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(SafeguardRemoved)
    expect(refused).toMatchObject({ safeguards: ['VERIFY', 'MANUAL_DELIVERY'] })
    await expect(importing(['VERIFY'])).rejects.toThrow('delivery: manual')
    expect((await under.database.store.plan(project.id)).tasks.map(({ key }) => key)).toEqual(['a'])
    const { project: now } = await importing(['VERIFY', 'MANUAL_DELIVERY'])
    expect(now.settings).toMatchObject({ verify: [], delivery: 'auto' })
  })

  test('R4: of 8,000 tasks lets others be served, and later imports of few read few', async () => {
    const within = ({ read, stall, later }: Shares) => read < 1 / 4 && stall < 1 / 8 && later < 1 / 10
    const measured: Shares[] = []
    // A busy machine can delay any single import. What the import itself delays, it delays each time.
    while (measured.length < ROUNDS && !measured.some(within)) measured.push(await sharesOfALargeImport())
    expect(measured, 'no round is within the bounds').toSatisfy((rounds: Shares[]) => rounds.some(within))
  })
})

const ROUNDS = 3

/**
 * The longest wait of another reader, the longest block of the event loop and the duration of a later small import, as shares of the
 * duration of the import.
 */
interface Shares {
  read: number
  stall: number
  later: number
}

async function sharesOfALargeImport(): Promise<Shares> {
  const { project } = await projectWith(under, commandPlan([task('a')]))
  const many = Array.from({ length: 8_000 }, (_, index) => ({ ...task(`t${index}`), epic: 'many' }))
  const importing = (tasks: CommandTask[]) =>
    longestStall(() => under.engine.importPlan({ projectId: project.id, source: JSON.stringify(commandPlan(tasks)) }))
  const reads = longestRead()
  const { tookMs, stallMs } = await importing(many)
  const readMs = await reads.stop()
  await importing([task('a')])
  const small = await importing([task('a'), task('b')])
  return { read: readMs / tookMs, stall: stallMs / tookMs, later: small.tookMs / tookMs }
}

/** The longest wait of another client that reads repeatedly. */
function longestRead() {
  let isOver = false
  const reading = (async () => {
    let longestMs = 0
    while (!isOver) {
      const started = performance.now()
      await under.database.store.projects()
      longestMs = Math.max(longestMs, performance.now() - started)
    }
    return longestMs
  })()
  return {
    stop() {
      isOver = true
      return reading
    },
  }
}
