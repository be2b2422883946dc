import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { tempFolder } from './temp-folder.ts'

/** A new git repository on branch `main`, with one commit. */
export interface TempRepository {
  path: string
  /** Runs git in the repository. @returns the trimmed output */
  git(...args: string[]): string
  write(path: string, text: string): void
}

/** @param path an empty folder; by default, a new temporary folder */
export function tempRepository(
  files: Record<string, string> = { 'README.md': '# fixture\n' },
  path = tempFolder('repository'),
): TempRepository {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: path, encoding: 'utf8' }).trim()
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), text)
  }
  for (const [name, text] of Object.entries(files)) write(name, text)
  git('init', '-q', '-b', 'main')
  git('config', 'user.name', 'Ada')
  git('config', 'user.email', 'ada@example.org')
  git('add', '-A')
  git('commit', '-qm', 'start')
  return { path, git, write }
}
