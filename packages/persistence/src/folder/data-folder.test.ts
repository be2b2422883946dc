import { chmod, mkdir, mkdtemp, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises'
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
  it('behind a symbolic link has its real path, because the sandbox mounts real paths', async () => {
    const link = join(root, 'link')
    await mkdir(home, { recursive: true })
    await symlink(home, link)
    const folder = await openDataFolder(link)
    expect(folder.path).toBe(await realpath(home))
    await folder.release()
  })

  it('is created if it does not exist, and can be read only by its owner', async () => {
    const folder = await openDataFolder(home)
    expect((await stat(home)).mode & 0o777).toBe(0o700)
    await folder.release()
  })

  it('is used by one process at a time; the error of a second process names the first', async () => {
    const first = await holder()
    const error = await refusal()
    expect(error).toBeInstanceOf(DataFolderHeld)
    expect(error).toMatchObject({ url: 'http://127.0.0.1:4000', pid: first.process.pid })
    expect(String(error)).toMatch(
      /in use by the Coppice server at http:\/\/127.0.0.1:4000 \(process \d+\).*COPPICE_HOME/,
    )
  })

  it('is refused to a second process; if the first one is starting, the error waits for its address', async () => {
    const folder = await openDataFolder(home)
    const server = { url: 'http://127.0.0.1:4001', pid: process.pid, token: 'secret' }
    expect(await refusal()).toMatchObject({ url: null, pid: null })
    const refused = refusal(60_000)
    await folder.announce(server)
    expect(await refused).toMatchObject({ url: server.url, pid: server.pid })
    await folder.release()
  })

  it('is taken by a waiting process when the first process ends during its start', async () => {
    const folder = await openDataFolder(home)
    const next = openDataFolder(home)
    await folder.release()
    await (await next).release()
  })

  it('does not name a server that has ended', async () => {
    const first = await holder()
    const server = await readServer(home)
    await first.kill()
    const folder = await openDataFolder(home)
    if (server) await folder.announce(server)
    expect(await refusal()).toMatchObject({ url: null, pid: null })
    await folder.release()
  })

  it('is refused to the same process too, until it is released', async () => {
    const folder = await openDataFolder(home)
    expect(await refusal()).toMatchObject({ url: null, pid: null })
    await folder.release()
    await (await openDataFolder(home)).release()
  })

  it('stays in use while its process is stopped by a signal', async () => {
    const first = await holder()
    first.process.kill('SIGSTOP')
    expect(await refusal()).toBeInstanceOf(DataFolderHeld)
  })

  it('can be taken at once after its process was killed, and no longer names that process', async () => {
    const first = await holder()
    await first.kill()
    const folder = await openDataFolder(home)
    expect(await readServer(home)).toBeNull()
    await folder.release()
  })

  it('is taken by exactly one of six processes that start at the same time', async () => {
    for (let round = 0; round < 3; round++) {
      const contenders = Array.from({ length: 6 }, contender)
      await Promise.all(contenders.map((program) => program.next()))
      for (const program of contenders) program.go()
      const lines = await Promise.all(contenders.map((program) => program.next()))
      expect(lines.filter((line) => line === 'held')).toHaveLength(1)
      expect(lines.filter((line) => line.startsWith('DataFolderHeld:'))).toHaveLength(5)
      await Promise.all(contenders.map((program) => program.kill()))
    }
  })

  it('can be checked for its use without being taken', async () => {
    expect(isDataFolderHeld(home)).toBe(false)
    const first = await holder()
    expect([isDataFolderHeld(home), isDataFolderHeld(home)]).toEqual([true, true])
    expect(await refusal()).toBeInstanceOf(DataFolderHeld)
    await first.kill()
    expect(isDataFolderHeld(home)).toBe(false)
  })

  it('a server of another machine is recognized, because its process number is not valid here', () => {
    const server = { url: 'http://127.0.0.1:1', pid: 1, token: 'secret' }
    expect(isOnThisMachine({ ...server, machine: hostname() })).toBe(true)
    expect(isOnThisMachine({ ...server, machine: 'elsewhere' })).toBe(false)
    expect(isOnThisMachine({ ...server, machine: null })).toBe(true)
  })

  it('contains the address of its server only for its owner, and only until it is released', async () => {
    const folder = await openDataFolder(home)
    const server = { url: 'http://127.0.0.1:1', pid: 1, token: 'secret' }
    await folder.announce(server)
    expect(await readServer(home)).toEqual({ ...server, machine: hostname() })
    expect((await stat(join(home, 'server.json'))).mode & 0o777).toBe(0o600)
    await folder.release()
    expect(await readServer(home)).toBeNull()
  })

  it('that is a file, or is below a file, is refused with what to do', async () => {
    await writeFile(join(root, 'a'), '')
    expect(String(await refusal())).toMatch(/is below a file\. Set COPPICE_HOME to another folder\.$/)
    home = join(root, 'a')
    expect(String(await refusal())).toMatch(/is a file\. Move this file away, or set COPPICE_HOME to another folder\.$/)
  })

  it('that cannot be created or written is refused with what to do', async () => {
    await chmod(root, 0o555)
    await asAnyone(async () => {
      expect(String(await refusal())).toMatch(/you may not write to it\. Change its owner or its rights/)
    })
    await chmod(root, 0o755)
  })

  it('below a folder that refuses new folders, such as /proc, is refused at once', async () => {
    home = '/proc/coppice/home'
    expect(String(await refusal())).toMatch(/DataFolderUnusable: .*\/proc\/coppice\/home cannot be used/)
  })
})

/** Runs `work` as the user nobody if this process runs as root, because root may write anywhere. */
async function asAnyone(work: () => Promise<void>): Promise<void> {
  const asRoot = process.geteuid?.() === 0
  if (asRoot) process.seteuid?.(65_534)
  try {
    await work()
  } finally {
    if (asRoot) process.seteuid?.(0)
  }
}
