import type { WorkerCall, WorkerMessage } from './call-worker.ts'

/**
 * Runs in a worker and serves the calls of `callWorker`. The worker exits when the process that started it ends.
 *
 * @returns a function that sends a notification
 */
export function serveCalls<Request, Answer, News = never>(
  carryOut: (request: Request) => Promise<Answer>,
): (news: News) => void {
  // The server passes the user's umask, because the processes that a worker starts write files for the user.
  const [umask] = process.argv.slice(2)
  if (umask !== undefined) process.umask(Number(umask))
  /** Has no effect when the server has ended. */
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
