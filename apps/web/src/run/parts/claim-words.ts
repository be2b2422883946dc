import type { ClaimView } from '@coppice/run-model'

const CLAIMS: Readonly<Record<string, string>> = {
  done: 'done',
  incomplete: 'incomplete',
  'no-change-needed': 'no change needed',
}

/** Returns what an agent says of its task, in words. It is a claim: the status of the task says what Coppice found. */
export const claimWords = ({ claim, text }: ClaimView): string =>
  `${CLAIMS[claim] ?? claim}${text === null ? '' : `: ${text}`}`
