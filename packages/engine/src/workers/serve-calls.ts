import type { WorkerCall, WorkerMessage } from './call-worker.ts'

/** The worker's side of `callWorker`. It keeps no state and ends with the process that started it. @returns how to send a notification */
export function serveCalls<Request, Answer, News = never>(
  carryOut: (request: Request) => Promise<Answer>,
): (news: News) => void {
  // Processes that a worker starts work for the user, so they get the user's umask.
  const [umask] = process.argv.slice(2)
  if (umask !== undefined) process.umask(Number(umask))
  /** Has no effect when the server is gone. */
  const send = (message: WorkerMessage<Answer, News>): void => {
    process.send?.(message, undefined, undefined, () => {})
  }
  process.on('disconnect', () => process.exit())
  process.on('message', ({ id, request }: WorkerCall<Request>) => {
    carryOut(request).then(
      (answer) => send({ id, answer }),
      (error: unknown) => send({ id, error: error instanceof Error ? error : new Error(String(error)) }),
    )
  })
  return (news) => send({ news })
}
