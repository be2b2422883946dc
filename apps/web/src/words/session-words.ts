import type { SessionKind } from '@coppice/run-model'

const WORDS: Record<SessionKind, (attempt: number) => string> = {
  WORK: (attempt) => `attempt ${attempt}`,
  CONFLICT: () => 'conflict session',
  LEARNING: () => 'learning session',
}

/** What a session is, within a sentence. */
export const sessionName = ({ kind, attempt }: { kind: SessionKind; attempt: number }): string => WORDS[kind](attempt)
