import { spawnSync } from 'node:child_process'
import { Refusal } from './refusal.mjs'
import { reaches } from './versions.mjs'

/** This version introduced `git merge-tree --write-tree`, which makes all our merges (D1). */
export const GIT_FLOOR = '2.38'

/** @throws Refusal when git is missing or too old. */
export function requireGit() {
  const { stdout, error } = spawnSync('git', ['--version'], { encoding: 'utf8' })
  const again = `Install git ${GIT_FLOOR} or newer (https://git-scm.com/downloads) and start again.`
  if (error) throw new Refusal(`git was not found. ${again}`)
  if (!reaches(stdout, GIT_FLOOR)) throw new Refusal(`${stdout.trim()} is too old. ${again}`)
}
