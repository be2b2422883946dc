import { chanceOf } from '../chance.ts'
import type { Script } from '../script/script.ts'
import type { Fault, RandomFaults } from './fault.ts'

/** Says which fault hits a request. Faults of a script come first, in their order. The others come by chance. */
export class FaultPicker {
  readonly #hits = new Map<string, number>()

  readonly #seed: string | number
  readonly #random: RandomFaults | null

  constructor(seed: string | number, random: RandomFaults | null) {
    this.#seed = seed
    this.#random = random
  }

  /** @param ask how often this turn of the script was asked for, from 1 */
  pick(key: string, script: Script, turn: number, ask: number): Fault | null {
    return this.#scripted(key, script, turn) ?? this.#byChance(key, turn, ask)
  }

  #scripted(key: string, { faults }: Script, turn: number): Fault | null {
    for (const [index, { times, fault, turn: only }] of faults.entries()) {
      const name = `${key} ${index}`
      const hits = this.#hits.get(name) ?? 0
      if ((only !== undefined && only !== turn) || (times !== 'always' && hits >= times)) continue
      this.#hits.set(name, hits + 1)
      return fault
    }
    return null
  }

  #byChance(key: string, turn: number, ask: number): Fault | null {
    if (!this.#random || chanceOf(this.#seed, 'rate', key, turn, ask) >= this.#random.rate) return null
    const { faults } = this.#random
    return faults[Math.floor(chanceOf(this.#seed, 'kind', key, turn, ask) * faults.length)] ?? null
  }
}
