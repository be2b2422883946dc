import { join } from 'node:path'
import type { AttemptOrder, RunPlace } from '../domain/attempt-order.ts'
import { runFolder, slotFolder, treeOfSlot } from '../domain/naming.ts'
import type { AttemptParts } from './attempt-parts.ts'

type Root = Pick<AttemptParts, 'worktreesRoot'>

export const worktreesFolder = ({ worktreesRoot }: Root, { projectId, run }: RunPlace): string =>
  join(worktreesRoot, runFolder(projectId, run))

export const worktreePath = (root: Root, { run, slot }: AttemptOrder): string =>
  treeOfSlot(join(worktreesFolder(root, run), slotFolder(slot)))
