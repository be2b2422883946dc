/** The limits of one attempt. They are null when there is none. */
export interface UseLimits {
  maxTurns: number | null
  maxTokens: number | null
}

/** Counts what an attempt uses of its limits. */
export class Limits {
  readonly #limits: UseLimits
  #turns = 0
  #tokens = 0

  constructor(limits: UseLimits) {
    this.#limits = limits
  }

  /** How many turns are left. It is infinite when there is no limit. */
  get turnsLeft(): number {
    return (this.#limits.maxTurns ?? Number.POSITIVE_INFINITY) - this.#turns
  }

  /** Counts replies. @param tokens all their tokens */
  count(tokens: number, turns = 1): void {
    this.#turns += turns
    this.#tokens += tokens
  }

  /** @returns the limit that the next reply would break, as a text for people, or null */
  reached(): string | null {
    const { maxTurns, maxTokens } = this.#limits
    if (maxTurns !== null && this.#turns >= maxTurns) return `the agent used its ${maxTurns} turns (maxTurns)`
    if (maxTokens !== null && this.#tokens >= maxTokens)
      return `the agent used ${this.#tokens} tokens, and its limit is ${maxTokens} (maxTokens)`
    return null
  }
}
