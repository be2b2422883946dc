import type { Conductor } from '../../ports/dispatch.ts'
import { NewsShelf } from '../news-shelf.ts'
import { OrderDesk } from '../order-desk.ts'
import type { DispatchUnderTest } from './dispatch.contract.ts'

const MOST_COPIES = 3

/** Delivers each message one to three times, later and in any order. It passes messages as JSON text, as a network would. */
class UnreliableNetwork {
  readonly #random: () => number
  readonly #pending: (() => void)[] = []
  #pump: Promise<void> | null = null

  constructor(random: () => number) {
    this.#random = random
  }

  send<T>(message: T, deliver: (message: T) => void): void {
    const text = JSON.stringify(message)
    for (let copies = 1 + this.#below(MOST_COPIES); copies > 0; copies -= 1)
      this.#pending.push(() => deliver(JSON.parse(text)))
    this.#pump ??= this.#deliverAll()
  }

  async quiet(): Promise<void> {
    while (this.#pump) await this.#pump
  }

  async #deliverAll(): Promise<void> {
    while (this.#pending.length > 0) {
      await new Promise(setImmediate)
      for (const deliver of this.#pending.splice(this.#below(this.#pending.length), 1)) deliver()
    }
    this.#pump = null
  }

  #below = (limit: number): number => Math.floor(this.#random() * limit)
}

/** Creates a dispatch with an unreliable network between its two halves, as between two machines. */
export function createUnreliableDispatch(conductor: Conductor, random: () => number): DispatchUnderTest {
  const network = new UnreliableNetwork(random)
  const shelf = new NewsShelf()
  const desk = new OrderDesk(conductor, (news) => network.send(news, (one) => shelf.take(one)))
  return {
    quiet: () => network.quiet(),
    dispatch: {
      offer: async (order) => network.send(order, (one) => desk.offer(one)),
      recall: (session, why) => network.send({ session, why }, (one) => desk.recall(one.session, one.why)),
      read: async (session, after) => shelf.read(session, after),
      onNews: (session, call) => shelf.onNews(session, call),
      async acknowledge(session) {
        shelf.forget(session)
        network.send(session, (one) => desk.acknowledge(one))
      },
      checkoutMoved: (commonDir) => conductor.checkoutMoved(commonDir),
      transcripts: conductor.transcripts,
      async tidy(run) {
        await network.quiet()
        await conductor.tidy(run)
        desk.forgetRun(run.place.runId)
        shelf.forgetRun(run.place.runId)
      },
      leftovers: () => conductor.leftovers(),
      close: () => conductor.close(),
    },
  }
}
