import { existsSync, realpathSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

/**
 * Finds the repository that contains a folder, as git does: by the nearest `.git`.
 * @returns its top level; null when the folder is not in a repository
 */
export function repositoryAround(folder: string): string | null {
  for (const one of folderAndAbove(folder)) if (existsSync(join(one, '.git'))) return one
  return null
}

export const PLAN_NAME = 'coppice.plan.yaml'

/**
 * Finds the nearest plan, from the folder up to the top level of its repository.
 * @returns its path relative to the folder; when there is no plan, the usual name of a plan
 */
export function planAround(folder: string): string {
  const top = repositoryAround(folder)
  for (const one of folderAndAbove(folder)) {
    if (existsSync(join(one, PLAN_NAME))) return relative(realOf(folder), join(one, PLAN_NAME))
    if (top === null || one === top) break
  }
  return PLAN_NAME
}

function* folderAndAbove(folder: string): Generator<string> {
  for (let one = realOf(folder); ; one = dirname(one)) {
    yield one
    if (one === dirname(one)) return
  }
}

function realOf(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return resolve(folder)
  }
}
