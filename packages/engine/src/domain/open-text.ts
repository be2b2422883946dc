/**
 * The open text of a session: what its agent is writing, before it becomes a fact. Facts contain whole lines, because only a whole line can be
 * redacted (A2). The open text is shown to people who follow the session. It is never stored (ADR 0091).
 */
export interface OpenText {
  /** The number of the last entry of output when the text began. Without that entry, the text would be shown in the wrong place. */
  after: number
  kind: 'TEXT' | 'THINKING'
  /** The redacted text, without its last word, which may be a part of a secret. It is never empty. */
  text: string
}

/** A piece of the open text, as a host prints it beside its facts. It is no fact and has no number. */
export interface Writing {
  type: 'Writing'
  /** The type of the fact that the text becomes. */
  of: 'Said' | 'Thought'
  /** How many characters of the open text come before this piece. With 0, a new open text begins. */
  from: number
  text: string
}
