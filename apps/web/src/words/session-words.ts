import type { SessionKind } from '@coppice/run-model'

const WORDS: Record<SessionKind, (attempt: number) => string> = {
  WORK: (attempt) => `attempt ${attempt}`,
  CONFLICT: () => 'conflict session',
  LEARNING: () => 'learning session',
}

/** Returns the name of a session for use within a sentence, for example `attempt 2`. */
export const sessionName = ({ kind, attempt }: { kind: SessionKind; attempt: number }): string => WORDS[kind](attempt)
