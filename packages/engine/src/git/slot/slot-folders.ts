import { basename, dirname, join } from 'node:path'
import { treeOfSlot } from '../../domain/naming.ts'
import { exists } from '../checkout/operation-in-progress.ts'

/**
 * The folders of a slot such as `run-1/slot-0`. Only the working tree is below the folder of the slot. Everything else is in a folder
 * beside it whose name begins with a dot, because the pattern `*` of a shell does not match it. So an agent that runs `rm -rf ../*` in its
 * working tree deletes no tree of another slot, and no commit (D5).
 */
export interface SlotFolders {
  /** The working tree: `run-1/slot-0/tree`. */
  path: string
  /** The git directory of the agent: `run-1/.slot-0/git`. */
  gitDir: string
  /** The shadow: `run-1/.slot-0/shadow`. */
  home: string
}

/** Returns the folder with the git directories of a slot. */
export const hiddenFolder = (slot: string): string => join(dirname(slot), `.${basename(slot)}`)

const shadowOf = (slot: string): string => join(hiddenFolder(slot), 'shadow')

export const slotFolders = (slot: string): SlotFolders => ({
  path: treeOfSlot(slot),
  gitDir: join(hiddenFolder(slot), 'git'),
  home: shadowOf(slot),
})

/** Returns where an older version of Coppice had the folders of a slot: `slot-0`, `slot-0.git` and `.slot-0.git`. */
export const olderFolders = (slot: string): SlotFolders => ({
  path: slot,
  gitDir: `${slot}.git`,
  home: `${hiddenFolder(slot)}.git`,
})

/** Finds a slot by its shadow, because agents can delete the other folders more easily. */
export const isSlot = async (slot: string): Promise<boolean> =>
  (await exists(shadowOf(slot))) || exists(olderFolders(slot).home)

/** @returns the name of the slot whose git directories are in a folder of this name, or null when it is no such name */
export const slotOfHidden = (name: string): string | null => /^\.(.+?)(?:\.git)?$/.exec(name)?.[1] ?? null

/** Returns a folder `SLOT.left-NUMBER` for what must not be lost. Neither it nor its hidden folder exists. */
export async function freeSlot(slot: string): Promise<string> {
  for (let number = 1; ; number++) {
    const left = `${slot}.left-${number}`
    if (!(await exists(left)) && !(await exists(hiddenFolder(left)))) return left
  }
}
