/** Counts what an attempt uses of its limits. */
export class Limits {
  readonly #limits: { maxTurns: number; maxTokens: number | null }
  #turns = 0
  #tokens = 0

  constructor(limits: { maxTurns: number; maxTokens: number | null }) {
    this.#limits = limits
  }

  get turnsLeft(): number {
    return this.#limits.maxTurns - this.#turns
  }

  /** Counts a reply. */
  count(tokens: number): void {
    this.#turns += 1
    this.#tokens += tokens
  }

  /** @returns the limit that the next reply would break, as a text for people, or null */
  reached(): string | null {
    const { maxTurns, maxTokens } = this.#limits
    if (this.#turns >= maxTurns) return `the agent used its ${maxTurns} turns (maxTurns)`
    if (maxTokens !== null && this.#tokens >= maxTokens)
      return `the agent used ${this.#tokens} tokens, and its limit is ${maxTokens} (maxTokens)`
    return null
  }
}
