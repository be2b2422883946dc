/** I4: names in git. They are made of keys, `[a-z0-9][a-z0-9-]*`, never of titles. */

export const runBranch = (run: number): string => `refs/heads/coppice/run-${run}`
export const WORK_BRANCHES = 'refs/heads/coppice/work/'
export const workBranches = (run: number): string => `${WORK_BRANCHES}run-${run}/`
export const workBranch = (run: number, taskKey: string): string => `${workBranches(run)}${taskKey}`
const KEPT_REFS = 'refs/coppice/kept/'
export const keptOfRun = (run: number): string => `${KEPT_REFS}run-${run}/`
export const keptRefs = (run: number, taskKey: string): string => `${keptOfRun(run)}${taskKey}/`
export const keptRef = (run: number, taskKey: string, attempt: number): string => `${keptRefs(run, taskKey)}${attempt}`
/** The work of a run whose branch somebody moved elsewhere. */
export const keptTipRef = (run: number, commit: string): string => `${keptOfRun(run)}tip-${commit.slice(0, 12)}`
/** The ref of a commit that an agent left outside its work branch. It is named after the commit: `refs/coppice/kept/run-7/parser/aside-1a2b3c4d5e6f`. */
export const asideRef = (branch: string, commit: string): string =>
  `${KEPT_REFS}${shortRef(branch).replace(/^coppice\/work\//, '')}/aside-${commit.slice(0, 12)}`
// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters could break or end a line of a commit message
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g
/** The form of a name in a trailer. Names that differ only by the removed characters are the same name in git. */
export const oneLine = (text: string): string => text.replace(CONTROL, ' ').trim()

/** Below the folder of all worktrees: where those of a run are. */
export const runFolder = (projectId: string, run: number): string => `${projectId}/run-${run}`
/** Within the folder of its run. */
export const slotFolder = (slot: number): string => `slot-${slot}`
/** The slot of a path to a worktree. @returns null when it is none of an attempt */
export function slotOf(path: string): number | null {
  const match = /(?:^|\/)slot-(\d+)$/.exec(path)
  return match ? Number(match[1]) : null
}

/** P5: the ref that holds tasks that a person marked done, until a run delivers them. */
export const doneRef = (projectId: string): string => `refs/coppice/done/${projectId}`

/** `refs/heads/x` → `x`, as people write it. */
export const shortRef = (ref: string): string => ref.replace(/^refs\/heads\//, '')
/** Commits as people read them. */
export const shortCommit = (commit: string): string => commit.slice(0, 12)
export const branchRef = (name: string): string => `refs/heads/${name}`
