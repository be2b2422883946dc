import { join } from 'node:path'
import type { HidingConfig } from '../../ports/git.ts'
import type { WorktreeContext } from '../worktree/worktree-context.ts'
import { readPlain } from './plain-files.ts'

const MOST_BYTES = 1024 * 1024
const TRUE = /^(?:true|yes|on|[1-9]\d*)$/i

/**
 * Finds a setting in the agent's git directory that prevents git from finding the working tree. Some tools leave `core.bare=true` behind.
 * The setting ends with the attempt, because the git directory of the next agent is new.
 *
 * @returns null when there is none, and `unreadable` when the config is too large or cannot be read. If the agent did not change the
 * config, no git process is started.
 */
export async function hidingConfig({ repo, gitDir }: WorktreeContext): Promise<HidingConfig | 'unreadable' | null> {
  const file = await readPlain(join(gitDir, 'config'), MOST_BYTES)
  if (file === 'unreadable') return file
  const text = file === 'none' ? null : file.toString('utf8')
  if (text === null || text === repo.shadowFiles.slotConfig) return null
  // Git reads the text as data: without `--includes`, it reads no other file.
  const list = ['config', '--file', '-', '--list', '-z']
  const { stdout, exitCode } = await repo.git.run(repo.plumbing, list, { input: text })
  if (exitCode !== 0) return null
  const settings = stdout.toString('utf8').split('\0').map(settingOf)
  const found = settings.findLast(({ key }) => key === 'core.worktree') ?? bareOf(settings)
  return found ? { ...found, text } : null
}

interface Setting {
  key: string
  value: string
}

const bareOf = (settings: readonly Setting[]): Setting | undefined => {
  const last = settings.findLast(({ key }) => key === 'core.bare')
  return last && TRUE.test(last.value) ? last : undefined
}

function settingOf(entry: string): Setting {
  const end = entry.indexOf('\n')
  return end < 0 ? { key: entry, value: 'true' } : { key: entry.slice(0, end), value: entry.slice(end + 1) }
}
