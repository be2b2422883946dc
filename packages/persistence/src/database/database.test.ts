import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NewEvent, TaskPhase } from '@coppice/engine'
import { systemClock } from '@coppice/engine/ports/clock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DataFolder, openDataFolder } from '../folder/data-folder.ts'
import { DatabaseTooNew } from '../migrations/migrate.ts'
import { countStatements } from '../testing/count-statements.ts'
import { NOW, sampleProject, sampleSession } from '../testing/sample-records.ts'
import { type Program, startProgram } from '../testing/start-program.ts'
import { storedRun } from '../testing/stored-records.ts'
import { copyTestPglite } from '../testing/test-pglite.ts'
import { openDatabase } from './database.ts'
import { turn } from './turn.ts'

let home: string
let folder: DataFolder | undefined
let program: Program | undefined

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'coppice-home-'))
})
afterEach(async () => {
  await program?.kill()
  await folder?.release()
  await rm(home, { recursive: true, force: true })
  folder = undefined
  program = undefined
})

async function open() {
  folder ??= await openDataFolder(home)
  return openDatabase({ folder, clock: systemClock })
}

const phaseOf = (taskKey: string, phase: TaskPhase): NewEvent => ({
  type: 'TaskPhaseChanged',
  data: { taskKey, attempt: 1, phase },
})

describe('the embedded database', () => {
  it('R1: has every acknowledged row after kill -9, with its exact time in any time zone', async () => {
    await copyTestPglite(join(home, 'database'))
    program = startProgram('write-projects', home)
    expect(await program.next()).toBe('ready')
    program.go()
    const acknowledged: string[] = []
    while (acknowledged.length < 100) acknowledged.push(await program.next())
    await program.kill()
    for await (const line of program.lines) acknowledged.push(line)

    const database = await open()
    const stored = await database.store.projects()
    expect(stored.slice(0, acknowledged.length).map((project) => project.name)).toEqual(acknowledged)
    expect(stored.map((project) => project.createdAt)).toEqual(stored.map((_, number) => NOW + number))
    const rows = await database.prisma.$queryRaw`
      SELECT extract(epoch FROM "createdAt")::float8 * 1000 AS ms FROM "Project" WHERE "name" = 'project 7'`
    expect(rows).toEqual([{ ms: NOW + 7 }])
    await database.close()
  })

  it('returns the newest events of a run from memory', async () => {
    await copyTestPglite(join(home, 'database'))
    const database = await open()
    const { run } = await storedRun(database.store)
    const events = ['AGENT', 'QUEUE'].map((phase) => phaseOf('a', phase as TaskPhase))
    await database.store.transaction((tx) => tx.appendEvents(run.id, NOW, events))
    const counted = await countStatements(async () => {
      expect(await database.store.events(run.id, 0, 10)).toHaveLength(2)
      expect(await database.store.events(run.id, 2, 10)).toEqual([])
    })
    expect(counted).toBe(0)
    await database.close()
  })

  it('writes changes that begin at the same time by one statement', async () => {
    await copyTestPglite(join(home, 'database'))
    const database = await open()
    const { run } = await storedRun(database.store)
    const counted = await countStatements(async () => {
      const changes = Array.from({ length: 8 }, () =>
        database.store.transaction((tx) => tx.appendEvents(run.id, NOW, [phaseOf('a', 'AGENT')])),
      )
      await Promise.all(changes)
    })
    expect(counted).toBe(1)
    await database.close()
  })

  it('writes the facts of several sessions, their questions and what they acknowledge by one statement', async () => {
    await copyTestPglite(join(home, 'database'))
    const database = await open()
    const { store } = database
    const { run, task, project } = await storedRun(store)
    const sessions = Array.from({ length: 4 }, (_, index) => sampleSession(task, project.id, { number: index + 1 }))
    for (const session of sessions) await store.transaction((tx) => tx.insertSession(session))
    const counted = await countStatements(async () => {
      const changes = sessions.map(({ id }) =>
        store.transaction(async (tx) => {
          await tx.requireOwner(run.id)
          await tx.updateSession(id, ['RUNNING'], { factCursor: 9, question: null })
          await tx.acknowledgeSessionMessage(id, randomUUID(), NOW)
          await tx.appendEvents(run.id, NOW, [phaseOf('a', 'AGENT')])
        }),
      )
      await Promise.all(changes)
    })
    expect(counted).toBe(1)
    await database.close()
  })

  it('writes a change that begins one turn of the event loop later by the same statement', async () => {
    await copyTestPglite(join(home, 'database'))
    const database = await open()
    const { run } = await storedRun(database.store)
    const change = () => database.store.transaction((tx) => tx.appendEvents(run.id, NOW, [phaseOf('a', 'AGENT')]))
    const counted = await countStatements(async () => {
      const first = change()
      await turn()
      await Promise.all([first, change()])
    })
    expect(counted).toBe(1)
    await database.close()
  })

  it('is created again if a kill interrupted its creation', async () => {
    await mkdir(join(home, 'database', 'base'), { recursive: true })
    await writeFile(join(home, 'database', 'PG_VERSION'), '18')
    await writeFile(join(home, 'database.making'), '')
    const first = await open()
    const project = sampleProject()
    await first.store.transaction((tx) => tx.insertProject(project))
    await first.close()

    const again = await open()
    expect(await again.store.projects()).toEqual([project])
    await again.close()
  })

  it('is created again if a kill interrupted its creation in a folder beside it', async () => {
    const unfinished = join(home, 'database.unfinished-0a1b')
    await mkdir(join(unfinished, 'base'), { recursive: true })
    await writeFile(join(unfinished, 'PG_VERSION'), '18')
    await (await open()).close()
    expect((await readdir(home)).filter((name) => name.startsWith('database'))).toEqual(['database'])
  })

  it('is refused and not changed if a newer version has used it', async () => {
    await copyTestPglite(join(home, 'database'))
    const database = await open()
    await database.prisma.$executeRaw`
      INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'c', '9999_later', now())`
    await database.close()
    for (let attempt = 0; attempt < 2; attempt++) await expect(open()).rejects.toThrow(DatabaseTooNew)
  })

  it('lets other work run after every statement, even if many statements wait', async () => {
    await copyTestPglite(join(home, 'database'))
    const { store, close } = await open()
    let turns = 0
    let counting = true
    const count = () => {
      turns++
      if (counting) setImmediate(count)
    }
    setImmediate(count)
    await Promise.all(Array.from({ length: 100 }, () => store.transaction((tx) => tx.insertProject(sampleProject()))))
    await Promise.all(Array.from({ length: 100 }, () => store.projects()))
    counting = false
    expect(turns).toBeGreaterThanOrEqual(200)
    await close()
  })
})
