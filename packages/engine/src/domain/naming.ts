/** Names in git (I4). Everything a title could say has already become a key: `[a-z0-9][a-z0-9-]*`. */

export const runBranch = (run: number): string => `refs/heads/coppice/run-${run}`
export const WORK_BRANCHES = 'refs/heads/coppice/work/'
export const workBranches = (run: number): string => `${WORK_BRANCHES}run-${run}/`
export const workBranch = (run: number, taskKey: string): string => `${workBranches(run)}${taskKey}`
const KEPT_REFS = 'refs/coppice/kept/'
export const keptRefs = (run: number, taskKey: string): string => `${KEPT_REFS}run-${run}/${taskKey}/`
export const keptRef = (run: number, taskKey: string, attempt: number): string => `${keptRefs(run, taskKey)}${attempt}`
/** What an agent left beside its work branch: `refs/coppice/kept/run-7/parser/aside-1a2b3c4d5e6f`, named by the commit itself. */
export const asideRef = (branch: string, commit: string): string =>
  `${KEPT_REFS}${shortRef(branch).replace(/^coppice\/work\//, '')}/aside-${commit.slice(0, 12)}`
// biome-ignore lint/suspicious/noControlCharactersInRegex: what could break or end a line of a commit message
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g
/** As a trailer holds it: names that differ only by what this takes away are the same name in git. */
export const oneLine = (text: string): string => text.replace(CONTROL, ' ').trim()

/** Where the tasks that a person marked done are kept until a run delivers them (P5). */
export const doneRef = (projectId: string): string => `refs/coppice/done/${projectId}`

/** `refs/heads/x` → `x`, as people write it. */
export const shortRef = (ref: string): string => ref.replace(/^refs\/heads\//, '')
export const branchRef = (name: string): string => `refs/heads/${name}`
