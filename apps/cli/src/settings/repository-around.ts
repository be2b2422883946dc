import { existsSync, realpathSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

/** The top level of the repository that a folder lies in, as git finds it: the nearest that has a `.git`. Null outside of any. */
export function repositoryAround(folder: string): string | null {
  for (const one of folderAndAbove(folder)) if (existsSync(join(one, '.git'))) return one
  return null
}

export const PLAN_NAME = 'coppice.plan.yaml'

/** The nearest plan, no further up than the repository goes. Where there is none, the name that one would have here. */
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
