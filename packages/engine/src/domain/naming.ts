/**
 * The names of branches, refs and folders. They contain keys (`[a-z0-9][a-z0-9-]*`) and never titles, because git could take a title for
 * an option (I4).
 */

export const runBranch = (run: number): string => `refs/heads/coppice/run-${run}`
export const WORK_BRANCHES = 'refs/heads/coppice/work/'
export const workBranches = (run: number): string => `${WORK_BRANCHES}run-${run}/`
export const workBranch = (run: number, taskKey: string): string => `${workBranches(run)}${taskKey}`
export const KEPT_REFS = 'refs/coppice/kept/'
export const keptOfRun = (run: number): string => `${KEPT_REFS}run-${run}/`
export const keptRefs = (run: number, taskKey: string): string => `${keptOfRun(run)}${taskKey}/`
export const keptRef = (run: number, taskKey: string, attempt: number): string => `${keptRefs(run, taskKey)}${attempt}`
/** The prefix of pins: refs of Coppice that keep the commits of its branches, if a person deletes a branch and runs `git gc --prune=now`. */
export const PINS = 'refs/coppice/pins/'
/** The prefix of the pins of a run branch. Projects may share a repository, so each has a pin of its own below this prefix. */
export const runPins = (run: number): string => `${PINS}run-${run}/`
export const runPin = (projectId: string, run: number): string => runPins(run) + projectId
export const workPins = (projectId: string, run: number): string => `${PINS}work/run-${run}/${projectId}/`
const RUN_BRANCH = /^refs\/heads\/coppice\/run-(\d+)$/
const WORK_BRANCH = /^refs\/heads\/coppice\/work\/run-(\d+)\/(.+)$/
/** @returns whether a ref is a run branch or a work branch. Only these have pins. */
export const isPinned = (ref: string): boolean => RUN_BRANCH.test(ref) || WORK_BRANCH.test(ref)
/** Returns the pin by which a project keeps the commits of a run branch or a work branch. @returns null for any other ref */
export function pinOf(projectId: string, ref: string): string | null {
  const [, ofRun] = RUN_BRANCH.exec(ref) ?? []
  if (ofRun !== undefined) return runPin(projectId, Number(ofRun))
  const [, run, taskKey] = WORK_BRANCH.exec(ref) ?? []
  return run === undefined ? null : `${workPins(projectId, Number(run))}${taskKey}`
}
/** The kept ref for a commit that a person gave as the work of a task. It exists until the commit is merged. */
export const resolvedRef = (run: number, taskKey: string, commit: string): string =>
  `${keptRefs(run, taskKey)}resolved-${commit.slice(0, 12)}`
export const isResolvedRef = (ref: string): boolean => /\/resolved-[0-9a-f]+$/.test(ref)
/** The kept ref for the merged work of a run whose branch somebody moved to another commit. */
export const keptTipRef = (run: number, commit: string): string => `${keptOfRun(run)}tip-${commit.slice(0, 12)}`
/**
 * The kept ref for a commit of an agent that is not on the work branch. The name contains the start of the commit's id, such as
 * `refs/coppice/kept/run-7/parser/aside-1a2b3c4d5e6f`.
 * @param branch the full ref name of the work branch
 */
export const asideRef = (branch: string, commit: string): string =>
  `${KEPT_REFS}${shortRef(branch).replace(/^coppice\/work\//, '')}/aside-${commit.slice(0, 12)}`
// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters could end a line of a commit message
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g
/** Formats a name for a trailer, which is one line. Two names that differ only in control characters become the same. */
export const oneLine = (text: string): string => text.replace(CONTROL, ' ').trim()

/** The folder with the worktrees of a run, relative to the folder of all worktrees. */
export const runFolder = (projectId: string, run: number): string => `${projectId}/run-${run}`
/** @returns the number of the run whose folder has this name, or null when it is not the folder of a run */
export function runOfFolder(name: string): number | null {
  const match = /^run-(\d+)$/.exec(name)
  return match ? Number(match[1]) : null
}
/** The folder of a slot, relative to the folder of its run. */
export const slotFolder = (slot: number): string => `slot-${slot}`
/** Returns the working tree in the folder of a slot. */
export const treeOfSlot = (folder: string): string => `${folder}/tree`
/** Returns the number of the slot with this folder, or null when the folder is not the slot of an attempt. */
export function slotOf(path: string): number | null {
  const match = /(?:^|\/)slot-(\d+)$/.exec(path)
  return match ? Number(match[1]) : null
}

export const RESOLUTION_REFS = 'refs/coppice/resolutions/'
/** The ref of the remembered resolution of the conflict with this key. */
export const resolutionRef = (key: string): string => `${RESOLUTION_REFS}${key}`

/** The ref whose commits record the tasks that a person marked done (P5). It exists until a run delivers them. */
export const doneRef = (projectId: string): string => `refs/coppice/done/${projectId}`

/** Shortens the ref name of a branch for people: `refs/heads/x` becomes `x`. */
export const shortRef = (ref: string): string => ref.replace(/^refs\/heads\//, '')
export const shortCommit = (commit: string): string => commit.slice(0, 12)
export const branchRef = (name: string): string => `refs/heads/${name}`
