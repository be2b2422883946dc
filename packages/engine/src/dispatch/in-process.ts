import type { Conductor, Dispatch } from '../ports/dispatch.ts'
import { NewsShelf } from './news-shelf.ts'
import { OrderDesk } from './order-desk.ts'

/** Creates a dispatch for an owner and a conductor in the same process. Orders and news arrive at once. */
export function createInProcessDispatch(conductor: Conductor): Dispatch {
  const shelf = new NewsShelf()
  const desk = new OrderDesk(conductor, (news) => shelf.take(news))
  return {
    offer: async (order) => desk.offer(order),
    recall: (session, why) => desk.recall(session, why),
    read: async (session, after) => shelf.read(session, after),
    onNews: (session, call) => shelf.onNews(session, call),
    async acknowledge(session) {
      shelf.forget(session)
      desk.acknowledge(session)
    },
    checkoutMoved: (commonDir) => conductor.checkoutMoved(commonDir),
    transcripts: conductor.transcripts,
    async tidy(run) {
      await conductor.tidy(run)
      desk.forgetRun(run.place.runId)
      shelf.forgetRun(run.place.runId)
    },
    leftovers: () => conductor.leftovers(),
    close: () => conductor.close(),
  }
}
