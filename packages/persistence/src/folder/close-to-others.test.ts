import { chmod, chown, lchown, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testWhere } from '@coppice/testkit'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type DataFolder, openDataFolder } from './data-folder.ts'

let root: string
let home: string
let folder: DataFolder | null
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'coppice-modes-'))
  home = join(root, 'home')
  folder = null
  await mkdir(join(home, 'database', 'base'), { recursive: true })
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await folder?.release()
  await rm(root, { recursive: true, force: true })
})

async function open(): Promise<void> {
  folder = await openDataFolder(home, { patienceMs: 0 })
}
const mode = async (...path: string[]) => ((await stat(join(home, ...path))).mode & 0o777).toString(8)

async function file(permissions: number, ...path: string[]): Promise<void> {
  await mkdir(join(home, ...path.slice(0, -1)), { recursive: true })
  await writeFile(join(home, ...path), 'x')
  await chmod(join(home, ...path), permissions)
}

describe('A2: a data folder that other users can read or write', () => {
  it('is closed to them at each start, with the database, logs and transcripts in it', async () => {
    await file(0o666, 'database', 'base', '16384')
    await file(0o644, 'logs', 'coppice.log')
    await file(0o664, 'sessions', 'one', 'output.jsonl')
    await file(0o755, 'worktrees', 'one', 'tool')
    for (const one of ['database/base', 'database', 'logs', 'sessions/one', 'sessions', 'worktrees', '.'])
      await chmod(join(home, one), 0o777)
    await open()
    for (const one of ['.', 'database', 'database/base', 'logs', 'sessions', 'sessions/one', 'worktrees'])
      expect(await mode(one), one).toBe('700')
    for (const one of ['database/base/16384', 'logs/coppice.log', 'sessions/one/output.jsonl'])
      expect(await mode(one), one).toBe('600')
    // This is a file of the user, so its mode must not change.
    expect(await mode('worktrees/one/tool')).toBe('755')
  })

  it('is closed again if its database became readable later', async () => {
    await chmod(home, 0o700)
    await file(0o666, 'database', 'base', '16384')
    await chmod(join(home, 'database'), 0o700)
    await open()
    expect(await mode('database', 'base', '16384')).toBe('600')
  })

  it('does not change the target of a symbolic link in it', async () => {
    const outside = join(root, 'outside')
    await mkdir(outside)
    await chmod(outside, 0o755)
    await symlink(outside, join(home, 'logs'))
    await chmod(home, 0o777)
    await open()
    expect(((await stat(outside)).mode & 0o777).toString(8)).toBe('755')
  })

  it('may contain other files, which are not changed', async () => {
    await mkdir(join(home, 'lost+found'), { mode: 0o755 })
    if (process.geteuid?.() === 0) await chown(join(home, 'lost+found'), 65_534, 65_534)
    await open()
    expect(await mode('lost+found')).toBe('755')
  })

  it('may be a symbolic link of its owner', async () => {
    const real = join(root, 'real')
    await rm(home, { recursive: true })
    await mkdir(real)
    await chmod(real, 0o755)
    await symlink(real, home)
    await open()
    expect(await mode('.')).toBe('700')
  })
})

describe('a data folder is refused and not changed', () => {
  const refusal = async (): Promise<string> => String(await open().catch((error: unknown) => error))

  testWhere(
    it,
    process.geteuid?.() === 0,
    'only root can change owners',
  )('if the folder or a part of it belongs to another user', async () => {
    await chmod(home, 0o755)
    await chown(join(home, 'database', 'base'), 65_534, 65_534)
    expect(await refusal()).toMatch(
      /^DataFolderUnusable: .*database\/base in the data folder belongs to another user \(number 65534; you are 0\)\. .*chown -R/,
    )
    await chown(home, 65_534, 65_534)
    await chmod(home, 0o755)
    expect(await refusal()).toMatch(/^DataFolderUnusable: The data folder \S+ belongs to another user/)
    expect(await mode('.')).toBe('755')
  })

  testWhere(
    it,
    process.geteuid?.() === 0,
    'only root can change owners',
  )('if it is a symbolic link of another user', async () => {
    const link = join(root, 'link')
    await symlink(home, link)
    await lchown(link, 65_534, 65_534)
    home = link
    expect(await refusal()).toMatch(/belongs to another user/)
  })

  it('if it is a folder that many users share, or the home folder', async () => {
    await chmod(home, 0o1777)
    expect(await refusal()).toMatch(/is shared by many users\. Set COPPICE_HOME to a folder that only Coppice uses\.$/)
    expect(await mode('.')).toBe('777')
    await chmod(home, 0o755)
    vi.stubEnv('HOME', home)
    expect(await refusal()).toMatch(/is your home folder\. Set COPPICE_HOME/)
    expect(await mode('.')).toBe('755')
  })
})
