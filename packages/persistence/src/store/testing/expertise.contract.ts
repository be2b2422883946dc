import { randomUUID } from 'node:crypto'
import type { ExpertiseEntry, SessionExpertise, SessionRecord, Store } from '@coppice/engine'
import { type Failure, NO_METRICS, type RunTaskRecord } from '@coppice/engine/domain/records'
import { LIMITS, learn, type Teaching } from '@coppice/engine/expertise'
import { describe, expect, it } from 'vitest'
import type { Database } from '../../database/database.ts'
import type { TestDatabase } from '../../testing/index.ts'
import { openBeside } from '../../testing/index.ts'
import { NOW, sampleExpertiseEntry, sampleProject, sampleSession } from '../../testing/sample-records.ts'
import { storedRun } from '../../testing/stored-records.ts'

const WRITERS = 50
const VERIFIED = { verify: ['npm test'], redBase: 'refuse' } as const

export const expertiseContract = (database: () => TestDatabase) =>
  describe('expertise', () => {
    async function storedProject() {
      const { store } = database()
      const project = sampleProject()
      await store.transaction((tx) => tx.insertProject(project))
      return { store, projectId: project.id }
    }

    it('E2: entries are stored whole, domain by domain, the pinned and the most useful first', async () => {
      const { store, projectId } = await storedProject()
      const entry = (fields: Partial<ExpertiseEntry>) => sampleExpertiseEntry(projectId, fields)
      const pinned = entry({ uses: 0 })
      const useful = entry({ pinned: false, uses: 9, firstKey: 'b' })
      const asUseful = entry({ pinned: false, uses: 9, firstKey: 'a' })
      const other = entry({ domain: 'database', paths: [], evidence: [], origin: 'PERSON' })
      const deleted = entry({ deletedAt: NOW + 9 })
      const all = [deleted, useful, other, asUseful, pinned]
      await store.transaction((tx) => tx.putExpertise(all))
      expect(await store.expertise(projectId)).toEqual([other, pinned, asUseful, useful])
      expect(await store.expertiseEntry(deleted.id)).toEqual(deleted)
      expect(await store.expertiseEntry('no uuid')).toBeNull()
      await store.transaction(async (tx) => {
        await tx.putExpertise([{ ...pinned, text: 'edited', pinned: false }])
        await tx.removeExpertise([useful.id])
      })
      expect(await store.expertise(projectId)).toEqual([other, asUseful, { ...pinned, text: 'edited', pinned: false }])
    })

    it('E2: a session finds the entries of its domain, and others by their ids and files', async () => {
      const { store, projectId } = await storedProject()
      const [deleted, used, about, unrelated] = [
        sampleExpertiseEntry(projectId, { deletedAt: NOW }),
        sampleExpertiseEntry(projectId, { domain: 'api', paths: [] }),
        sampleExpertiseEntry(projectId, { domain: 'security', paths: ['a.js', 'b.js'] }),
        sampleExpertiseEntry(projectId, { domain: 'frontend', paths: ['c.js'] }),
      ]
      await store.transaction((tx) => tx.putExpertise([deleted, used, about, unrelated]))
      const found = await store.expertiseAround(projectId, { domain: 'testing', ids: [used.id, 'x'], paths: ['b.js'] })
      expect(found.map(({ id }) => id).sort()).toEqual([deleted.id, used.id, about.id].sort())
    })

    it('E2: a first attempt succeeded when no work of its task was poor; sessions that were cut off or stalled are none', async () => {
      const { store } = database()
      const { project, task } = await storedRun(store, VERIFIED)
      const expertise: SessionExpertise = {
        ...{ domain: 'api', given: 'GIVEN' },
        entries: [{ id: 'e', domain: 'api', text: 'x', because: 'y' }],
      }
      const session = (number: number, fields: Partial<SessionRecord> = {}) =>
        store.transaction((tx) =>
          tx.insertSession(
            sampleSession(task, project.id, {
              ...{ number, kind: 'WORK', status: 'COMPLETED', expertise, startedAt: NOW, endedAt: NOW + 5 },
              ...{ qualityFailures: 0 },
              ...{ metrics: { ...NO_METRICS, costMicroUsd: 7 } },
              ...fields,
            }),
          ),
        )
      await session(1, { cutOff: true, expertise: { ...expertise, given: 'HELD_OUT' } })
      await session(2)
      await session(3, { kind: 'CONFLICT' })
      expect(await store.firstAttempts(project.id, 10)).toEqual([])
      const merged = { status: 'COMPLETED', keptFromRunId: null, noChange: false, qualityFailures: 0 } as const
      await store.transaction((tx) => tx.updateRunTask(task.id, ['RUNNING'], merged))
      const first = { domain: 'api', given: 'GIVEN', entryIds: new Set(['e']), costMicroUsd: 7, durationMs: 5 }
      expect(await store.firstAttempts(project.id, 10)).toEqual([{ ...first, succeeded: true }])
      // The session before has stalled, so it was no attempt. Without a poor attempt, this one is the first.
      await session(4, { expertise: { ...expertise, given: 'HELD_OUT' } })
      expect(await store.firstAttempts(project.id, 10)).toEqual([{ ...first, given: 'HELD_OUT', succeeded: true }])
      await session(5, { qualityFailures: 1 })
      await store.transaction((tx) => tx.updateRunTask(task.id, ['COMPLETED'], { ...merged, qualityFailures: 1 }))
      expect(await store.firstAttempts(project.id, 10)).toEqual([{ ...first, given: 'HELD_OUT', succeeded: false }])
    })

    it('E2: an attempt at a task that failed without poor work is no first attempt', async () => {
      const { store } = database()
      const { project, task } = await storedRun(store, VERIFIED)
      const expertise: SessionExpertise = { domain: 'api', given: 'GIVEN', entries: [] }
      const session = sampleSession(task, project.id, {
        ...{ kind: 'WORK', status: 'ERROR', expertise, endedAt: NOW + 5, qualityFailures: 0 },
      })
      await store.transaction((tx) => tx.insertSession(session))
      const counted = async (of: Failure['class'], qualityFailures: number) => {
        const lastFailure = { class: of, reason: 'x', output: '' }
        await store.transaction((tx) =>
          tx.updateRunTask(task.id, [task.status, 'FAILED'], { status: 'FAILED', lastFailure, qualityFailures }),
        )
        return (await store.firstAttempts(project.id, 10)).length
      }
      const classes = ['configuration', 'coppice', 'work'] as const
      for (const one of classes) expect(await counted(one, 0)).toBe(0)
      expect(await counted('work', 1)).toBe(1)
    })

    it('E2: a run without verify, or with a red base, shows no first attempt', async () => {
      const { store } = database()
      for (const settings of [{ ...VERIFIED, verify: [] }, { ...VERIFIED, redBase: 'allow' } as const]) {
        const { project, task } = await storedRun(store, settings)
        const expertise: SessionExpertise = { domain: 'api', given: 'GIVEN', entries: [] }
        const session = sampleSession(task, project.id, {
          ...{ kind: 'WORK', status: 'COMPLETED', expertise, endedAt: NOW, qualityFailures: 0 },
        })
        await store.transaction((tx) => tx.insertSession(session))
        const merged = { status: 'COMPLETED', keptFromRunId: null, noChange: false, qualityFailures: 0 } as const
        await store.transaction((tx) => tx.updateRunTask(task.id, ['RUNNING'], merged))
        expect(await store.firstAttempts(project.id, 10)).toEqual([])
      }
    })

    it('E2: work that a person made is no success of an agent, and no attempt at all if no attempt was poor', async () => {
      const { store } = database()
      const { project, run, task } = await storedRun(store, VERIFIED)
      const expertise: SessionExpertise = { domain: 'api', given: 'GIVEN', entries: [] }
      const session = sampleSession(task, project.id, {
        ...{ kind: 'WORK', status: 'ERROR', expertise, endedAt: NOW + 5, qualityFailures: 0 },
      })
      await store.transaction((tx) => tx.insertSession(session))
      const after = async (fields: Partial<RunTaskRecord>) => {
        const patch = {
          status: 'COMPLETED',
          keptFromRunId: null,
          noChange: false,
          qualityFailures: 0,
          ...fields,
        } as const
        await store.transaction((tx) => tx.updateRunTask(task.id, [task.status, 'COMPLETED'], patch))
        return (await store.firstAttempts(project.id, 10)).map(({ succeeded }) => succeeded)
      }
      expect(await after({})).toEqual([true])
      expect(await after({ keptFromRunId: run.id })).toEqual([])
      expect(await after({ noChange: true })).toEqual([])
      expect(await after({ keptFromRunId: run.id, qualityFailures: 1 })).toEqual([false])
    })

    it('returns entries that were changed since the last read, also by another server', async () => {
      const { store, projectId } = await storedProject()
      const other = await openOther(database())
      const elsewhere = other?.store ?? store
      const texts = async () => (await store.expertise(projectId)).map(({ text }) => text)
      const put = (entry: ExpertiseEntry) => elsewhere.transaction((tx) => tx.putExpertise([entry]))
      const [one, two] = ['one', 'two'].map((text) => sampleExpertiseEntry(projectId, { text, firstKey: text }))
      if (!one || !two) throw new Error('there are no entries')
      await put(one)
      expect(await texts()).toEqual(['one'])
      await put(two)
      expect((await texts()).sort()).toEqual(['one', 'two'])
      await put({ ...one, text: 'uno' })
      expect((await texts()).sort()).toEqual(['two', 'uno'])
      await put({ ...one, text: 'uno', domain: 'api' })
      expect((await store.expertise(projectId)).map(({ domain, text }) => [domain, text])).toEqual([
        ['api', 'uno'],
        [two.domain, 'two'],
      ])
      await put({ ...two, deletedAt: NOW })
      expect(await texts()).toEqual(['uno'])
      await elsewhere.transaction((tx) => tx.removeExpertise([one.id]))
      expect(await texts()).toEqual([])
      await other?.close()
    })

    it('E2: fifty sessions of two servers learn the same domain at once: nothing is lost and duplicates are joined', async () => {
      const { store, projectId } = await storedProject()
      const other = await openOther(database())
      const stores = other ? [store, other.store] : [store]
      const order = await learnAtOnce(projectId, stores, 4)
      await other?.close()
      const entries = await store.expertise(projectId)
      expect(entries).toHaveLength(1 + WRITERS * 3)
      expect(entries[0]).toMatchObject({ text: 'Everybody runs `npm test`.', found: WRITERS })
      expect(entries[0]?.evidence.map(({ session }) => session)).toEqual([50, 49, 48, 47, 46])
      const again = await storedProject()
      expect(await learnAtOnce(again.projectId, [store], 4)).toEqual(order)
    })

    it('E2: fifty sessions at once keep the limit of a domain, and the same entries stay whatever their order', async () => {
      const [first, second] = [await storedProject(), await storedProject()]
      const order = await learnAtOnce(first.projectId, [first.store], 30)
      expect(order).toHaveLength(LIMITS.linesPerDomain)
      expect(order[0]).toBe('Everybody runs `npm test`.')
      expect(await learnAtOnce(second.projectId, [second.store], 30)).toEqual(order)
    })
  })

/** Opens the database a second time, as another server does. @returns null when the database allows only one process */
const openOther = async (database: TestDatabase): Promise<Database | null> =>
  database.url === null ? null : openBeside(database)

/** Lets fifty sessions learn at once, in any order. @returns the texts of the entries in their order */
async function learnAtOnce(projectId: string, stores: readonly Store[], lessons: number): Promise<string[]> {
  const sessions = Array.from({ length: WRITERS }, (_, index) => index + 1).sort(() => Math.random() - 0.5)
  await Promise.all(
    sessions.map((session) =>
      stores[session % stores.length]?.transaction(async (tx) => {
        const entries = await tx.expertiseAround(projectId, { domain: 'testing', ids: [], paths: [] })
        const { put, remove } = learn(entries, teaching(projectId, session, lessons), randomUUID)
        await tx.putExpertise(put)
        await tx.removeExpertise(remove)
      }),
    ),
  )
  return (await stores[0]?.expertise(projectId))?.map(({ text }) => text) ?? []
}

function teaching(projectId: string, session: number, lessons: number): Teaching {
  const own = Array.from({ length: lessons - 1 }, (_, index) => `Lesson ${index} of session ${session}`)
  return {
    projectId,
    domain: 'testing',
    evidence: { sessionId: randomUUID(), session, taskKey: 'slugify', commit: null, at: NOW },
    lessons: ['Everybody runs `npm test`.', ...own].map((text) => ({ kind: 'COMMAND', text, paths: [] })),
    used: [],
    changedFiles: [],
  }
}
