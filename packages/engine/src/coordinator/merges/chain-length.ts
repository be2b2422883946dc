/**
 * How many waiting merges are verified together at most (ADR 0085). A chain with a refused merge costs more verifies than it saves when such
 * merges are frequent. So the length is halved after a refusal, and doubled up to `most` after a merge without one.
 */
export class ChainLength {
  readonly #most: number
  #now: number

  constructor(most: number) {
    this.#most = most
    this.#now = most
  }

  get now(): number {
    return this.#now
  }

  learn(ended: 'merged' | 'refused'): void {
    this.#now = ended === 'merged' ? Math.min(this.#most, this.#now * 2) : Math.max(1, Math.floor(this.#now / 2))
  }
}
