import { createHash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { type CacheTtl, OPENING_TOKENS, type PromptBlock } from './prompt-blocks.ts'

/** The tokens of a prompt by price. Their sum is the size of the prompt. */
export interface InputUsage {
  input: number
  cacheRead: number
  cacheWrite5m: number
  cacheWrite1h: number
}

const TTL_MS: Record<CacheTtl, number> = { '5m': 5 * 60_000, '1h': 60 * 60_000 }

/** The API looks for an earlier entry at a breakpoint and at this many blocks up to it. */
const LOOKBACK_BLOCKS = 20

interface Entry {
  ttl: CacheTtl
  expiresAt: number
}

/** A prefix of a prompt: all of its blocks up to one of them. */
interface Prefix {
  digest: string
  tokens: number
  mark: CacheTtl | null
}

/** The prompt cache of the API: what a breakpoint has written can be read by later prompts that begin in the same way, until it expires. */
export class PromptCache {
  readonly #entries = new Map<string, Entry>()

  readonly #clock: Clock
  readonly #minimumTokens: number

  /** @param minimumTokens a prompt that is shorter up to a breakpoint is not cached there */
  constructor(clock: Clock, minimumTokens: number) {
    this.#clock = clock
    this.#minimumTokens = minimumTokens
  }

  /**
   * Reads and writes the cache for one prompt. A read renews the entry.
   *
   * @param scope what shares a cache: the credential and the model
   */
  charge(scope: string, blocks: readonly PromptBlock[]): InputUsage {
    const prefixes = prefixesOf(scope, blocks)
    const breakpoints = prefixes.flatMap(({ mark, tokens }, index) =>
      mark && tokens >= this.#minimumTokens ? [index] : [],
    )
    const usage = {
      input: (prefixes.at(-1)?.tokens ?? 0) + OPENING_TOKENS,
      cacheRead: 0,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
    }
    const hit = this.#longestHit(prefixes, breakpoints)
    usage.cacheRead = hit?.tokens ?? 0
    let charged = usage.cacheRead
    for (const index of breakpoints) {
      const prefix = prefixes[index]
      if (!prefix?.mark) continue
      const written = Math.max(0, prefix.tokens - charged)
      usage[prefix.mark === '1h' ? 'cacheWrite1h' : 'cacheWrite5m'] += written
      charged += written
      this.#renew(prefix.digest, prefix.mark)
    }
    if (hit) this.#renew(hit.digest, '5m')
    usage.input -= charged
    return usage
  }

  #longestHit(prefixes: readonly Prefix[], breakpoints: readonly number[]): Prefix | null {
    for (const breakpoint of breakpoints.toReversed()) {
      for (let index = breakpoint; index >= 0 && index > breakpoint - LOOKBACK_BLOCKS; index--) {
        const prefix = prefixes[index]
        if (prefix && (this.#entries.get(prefix.digest)?.expiresAt ?? 0) > this.#clock.now()) return prefix
      }
    }
    return null
  }

  /** Writes an entry, or renews it for the longer of its time and `ttl`. */
  #renew(digest: string, ttl: CacheTtl): void {
    const now = this.#clock.now()
    const entry = this.#entries.get(digest)
    const longer = entry && entry.expiresAt > now && entry.ttl === '1h' ? '1h' : ttl
    this.#entries.set(digest, { ttl: longer, expiresAt: now + TTL_MS[longer] })
  }
}

function prefixesOf(scope: string, blocks: readonly PromptBlock[]): Prefix[] {
  let digest = scope
  let tokens = 0
  return blocks.map((block) => {
    digest = createHash('sha256').update(digest).update('\0').update(block.text).digest('base64')
    tokens += block.tokens
    return { digest, tokens, mark: block.mark }
  })
}
