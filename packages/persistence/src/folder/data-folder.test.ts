import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Program, startProgram } from '../testing/start-program.ts'
import { isDataFolderHeld, openDataFolder } from './data-folder.ts'
import { DataFolderHeld } from './data-folder-problems.ts'
import { isOnThisMachine, readServer } from './server-file.ts'

let root: string
let home: string
let programs: Program[]

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'coppice-folder-'))
  home = join(root, 'a', 'home')
  programs = []
})
afterEach(async () => {
  await Promise.all(programs.map((program) => program.kill()))
  await rm(root, { recursive: true, force: true })
})

const contender = (): Program => {
  const program = startProgram('hold-folder', home)
  programs.push(program)
  return program
}

async function holder(): Promise<Program> {
  const program = contender()
  expect(await program.next()).toBe('ready')
  program.go()
  expect(await program.next()).toBe('held')
  return program
}

async function refusal(patienceMs = 0): Promise<unknown> {
  return openDataFolder(home, { patienceMs }).catch((error: unknown) => error)
}

describe('a data folder', () => {
  it('is made where it is missing, for its owner alone', async () => {
    const folder = await openDataFolder(home)
    expect((await stat(home)).mode & 0o777).toBe(0o700)
    await folder.release()
  })

  it('is held by one process: another is told who has it', async () => {
    const first = await holder()
    const error = await refusal()
    expect(error).toBeInstanceOf(DataFolderHeld)
    expect(error).toMatchObject({ url: 'http://127.0.0.1:4000', pid: first.process.pid })
    expect(String(error)).toMatch(
      /in use by the Coppice server at http:\/\/127.0.0.1:4000 \(process \d+\).*COPPICE_HOME/,
    )
  })

  it('is held by one that is starting: another learns where it listens as soon as it says so', async () => {
    const folder = await openDataFolder(home)
    const server = { url: 'http://127.0.0.1:4001', pid: process.pid, token: 'secret' }
    expect(await refusal()).toMatchObject({ url: null, pid: null })
    const refused = refusal(60_000)
    await folder.announce(server)
    expect(await refused).toMatchObject({ url: server.url, pid: server.pid })
    await folder.release()
  })

  it('is taken by one that came while another was starting, when that one gives up', async () => {
    const folder = await openDataFolder(home)
    const next = openDataFolder(home)
    await folder.release()
    await (await next).release()
  })

  it('names nobody who has ended', async () => {
    const first = await holder()
    const said = await readServer(home)
    await first.kill()
    const folder = await openDataFolder(home)
    if (said) await folder.announce(said)
    expect(await refusal()).toMatchObject({ url: null, pid: null })
    await folder.release()
  })

  it('is held against the same process too, and free after its release', async () => {
    const folder = await openDataFolder(home)
    expect(await refusal()).toMatchObject({ url: null, pid: null })
    await folder.release()
    await (await openDataFolder(home)).release()
  })

  it('stays held while its holder is frozen', async () => {
    const first = await holder()
    first.process.kill('SIGSTOP')
    expect(await refusal()).toBeInstanceOf(DataFolderHeld)
  })

  it('is free at once when its holder was killed, and forgets who that was', async () => {
    const first = await holder()
    await first.kill()
    const folder = await openDataFolder(home)
    expect(await readServer(home)).toBeNull()
    await folder.release()
  })

  it('goes to exactly one of six that start in the same instant', async () => {
    for (let round = 0; round < 3; round++) {
      const contenders = Array.from({ length: 6 }, contender)
      await Promise.all(contenders.map((program) => program.next()))
      for (const program of contenders) program.go()
      const said = await Promise.all(contenders.map((program) => program.next()))
      expect(said.filter((line) => line === 'held')).toHaveLength(1)
      expect(said.filter((line) => line.startsWith('DataFolderHeld:'))).toHaveLength(5)
      await Promise.all(contenders.map((program) => program.kill()))
    }
  })

  it('is known to be held, without being taken, and to be free again', async () => {
    expect(isDataFolderHeld(home)).toBe(false)
    const first = await holder()
    expect([isDataFolderHeld(home), isDataFolderHeld(home)]).toEqual([true, true])
    expect(await refusal()).toBeInstanceOf(DataFolderHeld)
    await first.kill()
    expect(isDataFolderHeld(home)).toBe(false)
  })

  it('knows a server of another machine, whose process number means nothing here', () => {
    const server = { url: 'http://127.0.0.1:1', pid: 1, token: 'secret' }
    expect(isOnThisMachine({ ...server, machine: hostname() })).toBe(true)
    expect(isOnThisMachine({ ...server, machine: 'elsewhere' })).toBe(false)
    expect(isOnThisMachine({ ...server, machine: null })).toBe(true)
  })

  it('tells its server to its owner alone, and to nobody once it is released', async () => {
    const folder = await openDataFolder(home)
    const server = { url: 'http://127.0.0.1:1', pid: 1, token: 'secret' }
    await folder.announce(server)
    expect(await readServer(home)).toEqual({ ...server, machine: hostname() })
    expect((await stat(join(home, 'server.json'))).mode & 0o777).toBe(0o600)
    await folder.release()
    expect(await readServer(home)).toBeNull()
  })

  it('that is a file, or lies below one, is refused with what to do', async () => {
    await writeFile(join(root, 'a'), '')
    expect(String(await refusal())).toMatch(/lies below a file: set COPPICE_HOME to another folder\.$/)
    home = join(root, 'a')
    expect(String(await refusal())).toMatch(/is a file: move that away, or set COPPICE_HOME to another folder\.$/)
  })

  it('that cannot be made or written is refused with what to do', async () => {
    await chmod(root, 0o555)
    await asAnyone(async () => {
      expect(String(await refusal())).toMatch(/cannot be written by you: change its owner or rights/)
    })
    await chmod(root, 0o755)
  })

  it('in a place where no folder can be made is refused, and not tried for ever', async () => {
    home = '/proc/coppice/home'
    expect(String(await refusal())).toMatch(/DataFolderUnusable: .*\/proc\/coppice\/home cannot be used/)
  })
})

/** Root may write anywhere, so root runs this as the user nobody. */
async function asAnyone(work: () => Promise<void>): Promise<void> {
  const asRoot = process.geteuid?.() === 0
  if (asRoot) process.seteuid?.(65_534)
  try {
    await work()
  } finally {
    if (asRoot) process.seteuid?.(0)
  }
}
