import { join } from 'node:path'
import type { AttemptOrder, RunPlace } from '../domain/attempt-order.ts'
import { runFolder, slotFolder } from '../domain/naming.ts'
import type { AttemptParts } from './attempt-parts.ts'

type Root = Pick<AttemptParts, 'worktreesRoot'>

/** Returns the path of the folder with the worktrees of a run. */
export const worktreesFolder = ({ worktreesRoot }: Root, { projectId, run }: RunPlace): string =>
  join(worktreesRoot, runFolder(projectId, run))

/** Returns the path of the worktree in which the agent of an attempt works. */
export const worktreePath = (root: Root, { run, slot }: AttemptOrder): string =>
  join(worktreesFolder(root, run), slotFolder(slot))
