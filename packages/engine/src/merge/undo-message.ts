/**
 * Writes the message of a commit that reverts the delivery of a run. It has git's sentence for each merge of a task. By this sentence,
 * later runs find that the tasks are not done (P5), as they do after a person's `git revert`.
 *
 * @param merges the merges of the run's tasks, newest first
 */
export function undoMessage(run: number, merges: readonly string[]): string {
  const sentences = merges.map((commit) => `This reverts commit ${commit}.`)
  return `Revert the delivery of run ${run}\n\n${sentences.join('\n')}\n`
}
