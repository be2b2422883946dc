import type { RevertingCommit } from '../../ports/git.ts'
import { revertedRequests } from './merge-requests.ts'

/** The format for `git log`, with NUL between the fields: the commit and its message. */
export const REVERT_FORMAT = '%H%x00%B'

/**
 * The sentence that git writes into a revert. With the setting `revert.reference`, it has an abbreviated id and, in brackets, the subject.
 */
const SENTENCE =
  /This reverts commit ([0-9a-f]{7,64})(?: \([^\n]*\))?(?:, reversing\s+changes made to ([0-9a-f]{7,64}))?/g

/** A revert, with the numbers of the merge requests of GitLab that it reverts. */
export interface ParsedRevert extends RevertingCommit {
  requests: readonly string[]
}

/** Parses the output of `git log -z --format=tformat:REVERT_FORMAT`. */
export function parseReverts(stdout: string): ParsedRevert[] {
  const fields = stdout.split('\0')
  const found: ParsedRevert[] = []
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const sentences = [...(fields[at + 1] ?? '').matchAll(SENTENCE)]
    const reverted = sentences.map(([, commit = '', since = null]) => ({ commit, since }))
    const requests = revertedRequests(fields[at + 1] ?? '')
    if (reverted.length + requests.length > 0) found.push({ commit: fields[at] ?? '', reverted, requests })
  }
  return found
}
