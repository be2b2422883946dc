import { spawnSync } from 'node:child_process'
import { Refusal } from './refusal.mjs'
import { reaches } from './versions.mjs'

/** The oldest version of git that works. It introduced `git merge-tree --write-tree`, with which Coppice makes all merges (D1). */
export const GIT_FLOOR = '2.38'

/** Checks the installed git. @throws Refusal when git is missing or too old. */
export function requireGit() {
  const { stdout, error } = spawnSync('git', ['--version'], { encoding: 'utf8' })
  const again = `Install git ${GIT_FLOOR} or newer (https://git-scm.com/downloads), then start again.`
  if (error) throw new Refusal(`git was not found. ${again}`)
  if (!reaches(stdout, GIT_FLOOR)) throw new Refusal(`${stdout.trim()} is too old. ${again}`)
}
