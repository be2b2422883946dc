import { fork } from 'node:child_process'

/** The report of the process that makes a database. */
export type MakerReport = { is: 'made' } | { is: 'failed'; error: MakerError }

/** The fields of an error that say whether the disk is damaged or full. The process sends only these fields. */
interface MakerError {
  name: string
  message: string
  code?: string
  errno?: number
}

/**
 * Creates an empty embedded database at `path`, in a process of its own. The creation compiles PGlite and runs it once, which would leave
 * 100 MB in the memory of this process; a thread leaves as much (ADR 0035). If this process is killed meanwhile, the other one may still
 * write to `path` for a moment. So `path` must be a folder that nobody uses later.
 */
export async function makePglite(path: string): Promise<void> {
  const maker = fork(new URL('./pglite-maker.ts', import.meta.url), [path], {
    // The maker has a process group of its own, so that Ctrl-C does not interrupt it.
    detached: true,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  maker.on('message', (report: MakerReport) => {
    if (report.is === 'made') resolve()
    else reject(Object.assign(new Error(report.error.message), report.error))
  })
  maker.on('error', reject)
  maker.on('exit', (code, signal) =>
    reject(
      new Error(`The process that creates the database in ${path} ended (${signal ?? code}). Start Coppice again.`),
    ),
  )
  return promise
}
