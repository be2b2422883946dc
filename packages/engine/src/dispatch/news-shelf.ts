import type { AttemptNews, SessionFence } from '../ports/dispatch.ts'

interface Shelved {
  epoch: number
  news: AttemptNews[]
  /** News that arrived before news with a lower number, by number. */
  early: Map<number, AttemptNews>
  isForgotten: boolean
}

/**
 * The owner's half of a dispatch. News may arrive late, twice and in any order. `read` returns it in the order of its numbers, each number
 * once. News with the epoch of another owner is not returned.
 */
export class NewsShelf {
  readonly #runs = new Map<string, Map<string, Shelved>>()
  readonly #listeners = new Map<string, Set<() => void>>()

  take(news: AttemptNews): void {
    const shelved = this.#shelved(news)
    if (news.epoch > shelved.epoch) Object.assign(shelved, emptyFor(news.epoch))
    if (news.epoch < shelved.epoch || shelved.isForgotten || news.number <= shelved.news.length) return
    shelved.early.set(news.number, news)
    this.#sort(shelved)
    for (const call of this.#listeners.get(news.sessionId) ?? []) call()
  }

  read({ runId, sessionId, epoch }: SessionFence, after: number): readonly AttemptNews[] {
    const shelved = this.#runs.get(runId)?.get(sessionId)
    return shelved?.epoch === epoch ? shelved.news.slice(after) : []
  }

  onNews({ sessionId }: SessionFence, call: () => void): () => void {
    const calls = this.#listeners.get(sessionId) ?? new Set()
    this.#listeners.set(sessionId, calls.add(call))
    return () => {
      calls.delete(call)
      if (calls.size === 0) this.#listeners.delete(sessionId)
    }
  }

  /** Removes the news of a session, and ignores news of the session that arrives later. */
  forget(session: SessionFence): void {
    const shelved = this.#shelved(session)
    if (session.epoch >= shelved.epoch) Object.assign(shelved, emptyFor(session.epoch), { isForgotten: true })
  }

  forgetRun(runId: string): void {
    this.#runs.delete(runId)
  }

  #sort({ news, early }: Shelved): void {
    for (let next = early.get(news.length + 1); next; next = early.get(news.length + 1)) {
      early.delete(next.number)
      news.push(next)
    }
  }

  #shelved({ runId, sessionId, epoch }: SessionFence): Shelved {
    const run = this.#runs.get(runId) ?? new Map<string, Shelved>()
    this.#runs.set(runId, run)
    const shelved = run.get(sessionId) ?? emptyFor(epoch)
    run.set(sessionId, shelved)
    return shelved
  }
}

const emptyFor = (epoch: number): Shelved => ({ epoch, news: [], early: new Map(), isForgotten: false })
