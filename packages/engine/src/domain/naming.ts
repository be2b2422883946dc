/** Names in git (I4). Everything a title could say has already become a key: `[a-z0-9][a-z0-9-]*`. */

export const runBranch = (run: number): string => `refs/heads/coppice/run-${run}`
export const workBranch = (run: number, taskKey: string): string => `refs/heads/coppice/work/run-${run}/${taskKey}`
export const keptRef = (run: number, taskKey: string, attempt: number): string =>
  `refs/coppice/kept/run-${run}/${taskKey}/${attempt}`
// biome-ignore lint/suspicious/noControlCharactersInRegex: what could break or end a line of a commit message
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g
/** As a trailer holds it: names that differ only by what this takes away are the same name in git. */
export const oneLine = (text: string): string => text.replace(CONTROL, ' ').trim()

/** Where the tasks that a person marked done are kept until a run delivers them (P5). */
export const doneRef = (projectId: string): string => `refs/coppice/done/${projectId}`

/** `refs/heads/x` → `x`, as people write it. */
export const shortRef = (ref: string): string => ref.replace(/^refs\/heads\//, '')
export const branchRef = (name: string): string => `refs/heads/${name}`
